"""Which questions stand on the way now, in which order, and what stands beside them."""

from alongside.journey import pace, readiness
from alongside.kit.sheets import Answers
from alongside.people.agreement import NOT_NOW
from alongside.portfolio.preferences import feedback_order
from alongside.portfolio.reading import lines_of_profile, read_out
from alongside.portfolio.sheet import Mine

PROFILE, AGREEMENT = "one-page-profile", "agreement-to-take-part"
PROMISES, NO_TIE = "can-and-cannot-promise", "none"


def asked_now(here) -> tuple:
    """My questions of this sheet in their order, without those that do not arise or that a helper may not see."""
    return tuple(q for q in _arising(here) if here.may_type(q))


def _arising(here) -> tuple:
    questions = here.mine.questions
    if here.sheet.key == AGREEMENT:
        return tuple(q for q in questions if _arises(here, q.key))
    if here.sheet.key == "story-feedback" and not here.mine.storyteller:
        first, rest = feedback_order(here.pair, questions)
        return first + rest
    if here.sheet.key == PROMISES and here.mine.role != "partner":
        return tuple(q for q in questions if q.key != "kept-apart" or _is_tied(here))
    if here.sheet.key == pace.PACE:
        how = here.mine.see(here.sheet.question("how")).answers.value("how") or ""
        return pace.asked_for(questions, str(how))
    return tuple(q for q in questions if not q.each or lines_for(here, q))


def _is_tied(here) -> bool:
    """How it is kept apart is asked unless the answer was that there is nothing to keep apart; words stay in reach."""
    if here.mine.see(here.sheet.question("our-other-tie")).answers.value("our-other-tie") != NO_TIE:
        return True
    return bool(here.mine.see(here.sheet.question("kept-apart")).answers.text("kept-apart"))


def _arises(here, key: str) -> bool:
    """ "When may we ask again" follows "not now" only; how it was said is known when nobody typed for me."""
    if key == "ask-again":
        return here.walk.standing.answer(here.me) == NOT_NOW
    return key != "said-how" or here.who.typed_by is not None


def lines_for(here, question) -> tuple[tuple[str, str], ...]:
    """The lines of my profile, or of the other's, that a question is asked for."""
    if not question.each:
        return ()
    whose = here.me if question.each == "my-lines" else here.other
    profile = here.content.sheets[PROFILE]
    shared = Mine(here.pair, profile, whose, shelf=here.shelf).shared()
    return lines_of_profile(profile, shared) if shared else ()


def suggested(here, question, answers: Answers) -> Answers:
    """What I said that I need fills in the same question on the communication sheet, until I answer it."""
    if here.sheet.key != "communication" or question.key != "receive-format" or answers.answers(question):
        return answers
    needs = Mine(here.pair, here.content.sheets["what-i-need"], here.me).answers()
    known = {option.key for option in question.options}
    ticks = {f"{question.key}/{key}": True for key in needs.ticked("format") if key in known}
    return Answers({**answers.flat, "values": answers.flat["values"] | ticks})


def panel_for(here, question) -> dict | None:
    """What stands above a question: the other's sheet that it asks about, or how they like feedback."""
    if here.sheet.key == "story-feedback":
        return _of_other(here, "feedback-preferences")
    if here.sheet.key == "brief-questions":
        return _brief(here)
    if here.sheet.key == "can-and-cannot-promise" and here.mine.role == "partner":
        return _of_other(here, here.sheet.key)
    return None


def beside(here, question, *, first: bool) -> dict:
    """What else stands on a question page: lines about safety, cards to read, what to know before a yes."""
    sheet = here.sheet
    easy = here.easy
    safety = [
        " ".join(line["easy"]) if easy else line["words"]
        for line in here.content.sector.safety_for(sheet.key)
    ]
    brought = [q for q in here.mine.questions if q.beside and q.key != question.key and here.may_type(q)]
    found = {
        "brought": read_out(brought, here.mine.answers(), say=here.say, easy=easy) if brought else (),
        "safety": [here.say(line) for line in safety] if first else [],
        "equal_buttons": sheet.key == AGREEMENT and question.key == "answer",
        "cards_to_read": (),
        "chosen_card": "",
        "brief": (),
        "promises": None,
        "card": None,
        "pace": "",
        "today": [],
        "your_say": sheet.key == "story" and first,
    }
    if sheet.key == pace.PACE and question.key in ("seconds", "time-instead", "with-me"):
        found["card"] = pace.card_of(here) if question.key == "seconds" else None
        found["pace"] = pace.result(here)
    if sheet.key in readiness.STORY and first:
        said = readiness.of_the_two(here, here.stop.meeting)
        found["today"] = readiness.words_for(here, said)
    if (sheet.key, question.key) in (("own-pace", "card"), ("story", "way-in")):
        found["cards_to_read"] = sheet.cards
        found["chosen_card"] = here.mine.see(question).answers.value("card") or ""
    if sheet.key == AGREEMENT and first:
        found["brief"] = _brief(here)["blocks"]
        if here.mine.role == "partner":
            found["promises"] = _of_other(here, "can-and-cannot-promise")
    return found


def _brief(here) -> dict:
    brief = here.content.sheets["brief"]
    answers = here.pair.programme.brief_answers
    blocks = read_out(brief.questions, answers, say=here.say, easy=here.easy)
    return {
        "title": here.say((here.easy and brief.easy_title) or brief.title),
        "blocks": blocks,
        "side": "others",
        "of": "",
    }


def _of_other(here, sheet: str) -> dict | None:
    theirs = Mine(here.pair, here.content.sheets[sheet], here.other, shelf=here.shelf)
    shared: Answers | None = theirs.shared()
    if not shared:
        return None
    questions = [q for q in theirs.questions if q.key != "my-questions"]
    return {
        "title": here.say(theirs.sheet.title),
        "blocks": read_out(questions, shared, say=here.say, easy=here.easy),
        "side": here.pair.side(here.other),
        "of": here.other_name,
    }
