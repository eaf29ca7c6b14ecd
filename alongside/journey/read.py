"""What a reading page shows: a spread of two, one person's shared sheet, or what the two wrote."""

from dataclasses import dataclass

from alongside.journey.asked import PROFILE, asked_now, lines_for
from alongside.journey.meeting import last_met
from alongside.journey.planned import planned
from alongside.people.rules import may_sign
from alongside.portfolio import history
from alongside.portfolio.cards import conversation_cards
from alongside.portfolio.changes import since_signed
from alongside.portfolio.moments import moments_of
from alongside.portfolio.pitch import talk_figures
from alongside.portfolio.reading import read_out, value_of
from alongside.portfolio.said import STANDS
from alongside.portfolio.sheet import Mine
from alongside.portfolio.story import words_not_for_sharing

NOTE = "content-note"  # of a story: nobody is taken by surprise
AT_THE_HEAD = {"name", "pronouns", "picture", "for-what"}  # of a profile, shown with the person


@dataclass
class Page:
    template: str
    context: dict


def reading_page(here) -> Page | None:
    """The page for this sheet as things stand; None when there is nothing to read yet."""
    here.mine.shelf = here.shelf
    if here.mine.joint:
        return _joint(here)
    owner = here.walk.owner_of(here.stop)
    if owner:
        return _of_owner(here, owner)
    if here.sheet.opens == "together":
        return _spread(here) if here.walk.standing.open(here.stop, here.me) or _both_through(here) else _mine_only(here)
    return _mine_only(here)


def _both_through(here) -> bool:
    standing = here.walk.standing
    return all(
        standing.open(here.stop, p) or standing.left_out(here.stop, p) for p in here.pair.two
    )


def reads_other(here) -> bool:
    """Whether the other's page is open to me here: as its reading page shows it, and not before."""
    owner, standing = here.walk.owner_of(here.stop), here.walk.standing
    if here.mine.joint or not standing.open(here.stop, here.other):
        return False
    if owner:
        return owner.pk != here.me.pk
    return here.sheet.opens == "together" and (standing.open(here.stop, here.me) or _both_through(here))


def reading_of(here, mine: Mine) -> dict:
    """How the answers of this side are read out to whoever is here."""
    there = type(here)(here.pair, here.who, here.easy, here.stop, here.sheet, mine)
    questions = mine.questions if mine.me.pk != here.me.pk else asked_now(here)
    lines = {q.key: lines_for(there, q) for q in questions if q.each}
    return {"questions": questions, "say": here.say, "easy": here.easy, "lines": lines}


def _blocks(here, mine: Mine, answers, until: int | None = None):
    blocks = read_out(answers=answers, **reading_of(here, mine))
    typed = history.typists(mine, here.typed_among, until)
    return history.with_typists(blocks, typed, lambda typist: _typed_by(here, mine, typist))


def _typed_by(here, mine: Mine, typist: str) -> str:
    name = f"{here.me.name} and {here.other_name}" if mine.joint else mine.me.name
    return here.page_words("who-can-see-this", "typed-by", typist=typist, name=name)


def changed_since_we_met(here, mine: Mine, rows=None) -> list:
    """What the other changed and shared again since we last met, or since they shared it before."""
    pair = history.shared_before(mine, lambda: last_met(here.pair), rows)
    if not pair:
        return []
    before, now = pair
    return history.changes_in_words(before=before.version.answers, after=now.version.answers, **reading_of(here, mine))


def _side(here, person) -> dict:
    """One page of a spread: the person and their open version."""
    mine = here.mine if person.pk == here.me.pk else here.mine.of_other()
    rows = history.shared_versions(mine)
    shared = rows[0].version.answers if rows else None
    blocks = _blocks(here, mine, shared, rows[0].version.seq) if shared else []
    return {
        "person": person,
        "say": shared.text("pronouns") if shared else "",
        "picture": next((b for b in blocks if b.key == "picture"), None),
        "mine": person.pk == here.me.pk,
        "open": shared is not None,
        "blocks": [b for b in blocks if here.sheet.key != PROFILE or b.key not in AT_THE_HEAD],
        "answers": shared,
        "owner": mine,
        "changed": changed_since_we_met(here, mine, rows) if person.pk != here.me.pk else [],
    }


def _spread(here) -> Page:
    left, right = (_side(here, person) for person in here.pair.two)
    cards = []
    if here.sheet.key == PROFILE and left["answers"] and right["answers"]:
        cards = conversation_cards(here, left["answers"], right["answers"])
    return Page("journey/spread.html", {"left": left, "right": right, "cards": cards, "rows": _rows(left, right)})


def _rows(left, right) -> list[tuple]:
    """The same question at the same height: (heading, left block, right block)."""
    keys = list(dict.fromkeys([b.key for b in left["blocks"]] + [b.key for b in right["blocks"]]))
    of = [{b.key: b for b in page["blocks"]} for page in (left, right)]
    return [((of[0].get(k) or of[1].get(k)).heading, of[0].get(k), of[1].get(k)) for k in keys]


def _of_owner(here, owner) -> Page | None:
    mine = owner.pk == here.me.pk
    side = here.mine if mine else here.mine.of_other()
    rows = [] if mine or here.sheet.opens == "at once" else history.shared_versions(side)
    answers = side.answers() if mine else (rows[0].version.answers if rows else side.shared())
    if answers is None:
        return None
    blocks = _blocks(here, side, answers, rows[0].version.seq if rows else None)
    return Page(
        "journey/one.html",
        {
            **_by_reader(here.mine if mine else None, blocks),
            "owner": owner,
            "mine_alone": mine,
            "open": here.walk.standing.open(here.stop, owner),
            "owner_side": here.pair.side(owner),
            "changed": [] if mine else changed_since_we_met(here, side, rows),
            "asked_back": _asked_back(here) if mine else [],
            "moments": _moments(here, answers),
        },
    )


def _mine_only(here) -> Page:
    return Page(
        "journey/one.html",
        {
            **_by_reader(here.mine, _blocks(here, here.mine, here.mine.answers())),
            "owner": here.me,
            "mine_alone": True,
            "open": False,
            "owner_side": here.side,
            "changed": [],
            "asked_back": [],
            "moments": _moments(here, here.mine.answers()),
        },
    )


def _asked_back(here) -> list:
    """What the other asked about my sheet and shared with me."""
    theirs = here.mine.of_other()
    if here.sheet.opens == "at once" or not here.walk.standing.open(here.stop, here.other):
        return []
    return _blocks(here, theirs, theirs.shared())


def _by_reader(mine: Mine | None, blocks) -> dict:
    """The note that stands in front, what others can read, and (on my own page) what stays with me."""
    kept = {q.key for q in mine.questions if mine.keeps(q)} if mine else set()
    return {
        "in_front": next((b for b in blocks if b.key == NOTE), None),
        "blocks": [b for b in blocks if b.key not in kept and b.key != NOTE],
        "kept_blocks": [b for b in blocks if b.key in kept],
    }


def _moments(here, answers) -> list:
    """The moments of a story, for its line and its cards; none on any other sheet."""
    return moments_of(here.sheet, answers, say=here.say, easy=here.easy) if here.sheet.key == "story" else []


def _joint(here) -> Page:
    answers = here.mine.joint_answers()
    standing = here.walk.standing
    first = here.mine.records[0] if here.mine.records and not here.stop.continues else None
    mine = standing.said(here.stop, here.me).get(first.key) if first else None
    return Page(
        "journey/joint.html",
        {
            "blocks": _blocks(here, here.mine, answers),
            "empty": answers.is_empty(),
            "records": here.mine.records,
            "said": {p.pk: standing.said(here.stop, p) for p in here.pair.two},
            "first": first,
            "stands": bool(mine and mine.value in STANDS),
            "figures": talk_figures(here, answers),
            "warnings": words_not_for_sharing(here, answers),
            "changes": since_signed(here.mine, say=here.say, easy=here.easy) if here.mine.records else [],
            "may_say": may_sign(here.who),
            "planned": planned(here, answers, value_of) if here.sheet.key == "action-plan" else [],
            "no_action": here.sheet.key == "action-plan" and not answers.full_rows("actions"),
        },
    )
