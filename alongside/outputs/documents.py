"""Which documents a pair has, and what each is made of: only what this reader may see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.journey.asked import lines_for
from alongside.journey.views.here import Here, HereAtSheet
from alongside.kit.sheets import Answers
from alongside.outputs import booklet, communication, feedback, pitch, plan, profile
from alongside.outputs.brief import brief
from alongside.portfolio.rules import file_for
from alongside.portfolio.sheet import Mine

PROFILE, PLAN = "one-page-profile", "action-plan"


@dataclass(frozen=True)
class Document:
    """A PDF that is there to be taken: its name in an address, its words, and what makes it."""

    key: str
    title: str
    make: Callable[[], bytes]


def of(here: Here, sheet: str, person=None) -> Mine:
    return Mine(here.pair, here.content.sheets[sheet], person or here.me, shelf=here.shelf)


def documents(here: Here, *, large=False) -> list[Document]:
    """Everything that these two can print now. Nothing that is not open to this reader is among it."""
    return [
        Document("brief", _("What this project is about"), partial(the_brief, here, large)),
        *_profiles(here, large),
        *_preferences(here, large),
        *_voices(here, large),
        *_plans(here, large),
    ]


def _profiles(here, large):
    for person in here.pair.two:
        answers = readable(here, PROFILE, person)
        if answers is not None:
            theirs = _("%(name)s’s One Page Profile") % {"name": person.name}
            title = _("My One Page Profile") if person.pk == here.me.pk else theirs
            make = partial(the_profile, here, person, answers, large=large)
            yield Document(f"profile-{here.pair.side(person)}", title, make)


def _preferences(here, large):
    if both_open(here, "communication"):
        yield Document("communication", _("How we communicate"), partial(the_communication, here, large))
    if both_open(here, "feedback-preferences"):
        yield Document("feedback", _("How we like feedback"), partial(the_feedback, here, large))


def _voices(here, large):
    """The thirty seconds and the ten minutes, each as a sheet and as cards to hold."""
    for key, make in (("pitch", pitch.pitch), ("talk", pitch.talk)):
        sheet, answers = here.content.sheets[key], of(here, key).joint_answers()
        if not here.who.may_open(key) or answers.is_empty():
            continue
        title = here.say((here.easy and sheet.easy_title) or sheet.title)
        two = signed_people(here, key)
        how = {"large": large, "easy": here.easy, **seen(here, sheet)}
        yield Document(key, title, partial(make, sheet, two, answers, **how))
        cards = _("%(title)s: cards to hold") % {"title": title}
        yield Document(f"{key}-cards", cards, partial(pitch.cue_cards, sheet, two, answers))


def _plans(here, large):
    answers = of(here, PLAN).joint_answers()
    if here.who.may_open(PLAN) and not answers.is_empty():
        yield Document("plan", _("Our plan"), partial(the_plan, here, answers, large))
        yield Document("plan-easy", _("Our plan in Easy Read"), partial(the_plan, here, answers, large, easy=True))


def readable(here: Here, sheet: str, person) -> Answers | None:
    """My own answers, or the other's open version."""
    mine = of(here, sheet, person)
    if not here.who.may_open(sheet):
        return None
    if person.pk != here.me.pk:
        return mine.shared()
    answers = mine.to_share()
    return None if answers.is_empty() else answers


def both_open(here: Here, sheet: str) -> bool:
    opened = (of(here, sheet, person).shared() is not None for person in here.pair.two)
    return here.who.may_open(sheet) and all(opened)


# --- each of them


def the_profile(here, person, answers, *, theme="plain", size=None, large=False) -> bytes:
    return profile.one_page_profile(
        profile_data(here, person, answers), theme, profile.LARGE_PRINT if large else size
    )


def profile_data(here, person, answers) -> dict:
    sheet = here.content.sheets[PROFILE]
    return profile.profile_of(
        sheet, answers, side=here.pair.side(person), picture=picture(here, answers), easy=here.easy,
        on=timezone.localdate(),
    )  # fmt: skip


def picture(here, answers) -> dict | None:
    file = answers.value("picture")
    found = file_for(here.who, str(file)) if file else None
    return {"content": found.read(), "alt": answers.text("picture/alt")} if found else None


def people(here, sheet: str) -> list[dict]:
    """The two, each with what they opened."""
    return [
        {"name": p.name, "side": here.pair.side(p), "role": here.pair.role(p), "picture": None,
         "answers": of(here, sheet, p).shared() or Answers()}
        for p in here.pair.two
    ]  # fmt: skip


def signed_people(here, sheet: str, question="") -> list[dict]:
    """The two, each with the day they agreed to the version that stands."""
    first = question or ("i-agree" if sheet in (PLAN, "communication-together") else "both-happy")
    found = []
    for p in here.pair.two:
        row = here.walk.standing.agreed(sheet, p, first)
        how = (
            {"paper": _("on paper"), "voice": _("by voice"), "mark": _("with a mark")}.get(row.how, "")
            if row
            else ""
        )
        found.append({"name": p.name, "side": here.pair.side(p), "role": here.pair.role(p), "picture": None,
                      "signed": row.at.date() if row else None, "how": how})  # fmt: skip
    return found


def seen(here, sheet) -> dict:
    """The band at the head of a paper, and the organisation."""
    words, sentence = here.content.seen_by(sheet, here.easy, **here.names)
    return {
        "seen": {"kind": sheet.who, "words": words, "sentence": sentence, "side": here.side},
        "organisation": here.pair.programme.organisation.name,
    }


def the_brief(here, large) -> bytes:
    sheet = here.content.sheets["brief"]
    programme = here.pair.programme
    return brief(
        sheet, programme.brief_answers, programme=programme.name, no_effect=f"{here.no_effect()} {here.no_effect_if()}",
        easy=here.easy, large=large, **seen(here, sheet),
    )  # fmt: skip


def the_communication(here, large) -> bytes:
    sheet, joint = here.content.sheets["communication"], here.content.sheets["communication-together"]
    both = [
        theirs | {"signed": signed["signed"], "how": signed["how"]}
        for theirs, signed in zip(people(here, "communication"), signed_people(here, joint.key), strict=True)
    ]
    return communication.communication(
        sheet,
        joint,
        both,
        of(here, joint.key).joint_answers(),
        easy=here.easy,
        large=large,
        **seen(here, sheet),
    )


def the_feedback(here, large) -> bytes:
    sheet = here.content.sheets["feedback-preferences"]
    return feedback.feedback(sheet, people(here, sheet.key), easy=here.easy, large=large, **seen(here, sheet))


def the_plan(here, answers, large, easy=False) -> bytes:
    sheet = here.content.sheets[PLAN]
    if easy:
        return plan.easy_plan(sheet, signed_people(here, PLAN), answers, **seen(here, sheet))
    return plan.action_plan(sheet, signed_people(here, PLAN), answers, large=large, **seen(here, sheet))


def the_booklet(here: HereAtSheet, large) -> bytes:
    """A sheet to fill in with a pen; somebody types it in afterwards, and the page says who."""
    sheet = here.sheet
    whose = {"each", "both", here.mine.role} | ({"owner"} if here.mine.storyteller else set())
    return booklet.booklet(
        sheet,
        fill=here.say,
        whose=whose,
        statements={"no-effect": here.no_effect(), "limits": here.limits()},
        each={q.each: [words for _, words in lines_for(here, q)] for q in here.mine.questions if q.each},
        name=here.me.name,
        code=f"{here.pair.public}-{sheet.key}",
        easy=here.easy,
        large=large,
        **seen(here, sheet),
    )
