"""Who may read what a pair made."""

from django.db.models import Q

from alongside.kit.sheets import Answers
from alongside.people.pair import Facilitating, Pair, facilitator_of
from alongside.people.person import Person
from alongside.people.rules import pairs_facilitated_by
from alongside.people.who import Who
from alongside.portfolio import facilitator
from alongside.portfolio.share import Shared
from alongside.portfolio.sheet import Mine, only
from alongside.privacy.files import StoredFile

FIRST_OF_READINESS = "today"


def facilitator_here(reader: Person, pair: Pair) -> Facilitating | None:
    """The pair's facilitator, once both have agreed and the facilitator has accepted, until it ends."""
    asked = facilitator_of(pair)
    return asked if asked and asked.active and asked.person_id == reader.pk else None


def answers_for_facilitator(reader: Person, mine: Mine, doors: facilitator.Doors | None = None) -> Answers | None:
    """What the facilitator reads of a sheet (`mine.me` is its owner): the open version, if the sheet or
    its owner lets them; on a joint sheet while neither has closed it; a safety plan as it was opened."""
    asked = doors.asked if doors else facilitator_here(reader, mine.pair)
    if not asked or asked.person_id != reader.pk:
        return None
    doors = doors or facilitator.Doors(asked)
    if mine.sheet.key == facilitator.SAFETY_PLAN:
        return doors.plan(mine.me)
    if not facilitator.may_be_opened(mine.sheet):
        return None
    if mine.joint:
        lets = facilitator.lets_read(mine, doors) and facilitator.lets_read(mine.of_other(), doors)
        return mine.joint_answers() if lets else None
    return mine.shared() if facilitator.lets_read(mine, doors) else None


def readiness_for(reader: Person, mine: Mine, asked: Facilitating | None = None) -> str:
    """The first answer of a readiness card, for the other of the two and for their facilitator; no more of it."""
    asked = asked or (None if mine.pair.role(reader) else facilitator_here(reader, mine.pair))
    if not mine.pair.role(reader) and not (asked and asked.person_id == reader.pk):
        return ""
    question = mine.sheet.question(FIRST_OF_READINESS)
    return str(mine.see(question).answers.value(FIRST_OF_READINESS) or "")


def may_read(reader: Person, mine: Mine) -> bool:
    """One's own; the other's once it is open to both of them, never a safety plan; as facilitator, what was
    opened to the facilitator. Nobody else reads anything."""
    if reader.pk == mine.me.pk:
        return True
    if not mine.pair.role(reader):
        return answers_for_facilitator(reader, mine) is not None
    if mine.sheet.visible == "only me" or mine.sheet.key == facilitator.SAFETY_PLAN:
        return False
    return mine.shared() is not None


def file_for(who: Who, file: str) -> StoredFile | None:
    """A file is its owner's; the other of the pair gets it when it stands in a version open to them."""
    found = StoredFile.objects.filter(pk=file).select_related("owner").first()
    if not found:
        return None
    if who.support:
        return found if found.owner_id == who.hand.pk or _in_ticked_areas(who, found) else None
    if found.owner_id == who.person.pk:
        return found
    pairs = Pair.objects.filter(
        Q(partner=who.person, professional=found.owner) | Q(professional=who.person, partner=found.owner)
    )
    shared = Shared.objects.filter(pair__in=pairs, person=found.owner, hidden__isnull=True).select_related(
        "version__document__pair__space_key"
    )
    if any(file in row.version.answers.values.values() for row in shared):
        return found
    return found if _opened_to_facilitator(who, found) else None


def _in_ticked_areas(who: Who, found: StoredFile) -> bool:
    """A helper gets a picture or a sound that stands on a sheet which the person ticked, as the person does."""
    pairs = Pair.objects.filter(Q(partner=who.person) | Q(professional=who.person))
    for pair in pairs:
        for key in who.support.sheets() & set(pair.content.sheets):
            for person in pair.two:
                if found.pk in _for_helper(who, Mine(pair, pair.content.sheets[key], person)).values.values():
                    return True
    return False


def _for_helper(who: Who, mine: Mine) -> Answers:
    """What a helper reads of one side of a sheet: the person's, without what is kept; the other's open version."""
    if mine.me.pk != who.person.pk:
        return mine.shared() or Answers()
    kept = set() if who.may_read_kept else {q.key for q in mine.questions if mine.keeps(q)}
    return only(mine.answers(), lambda name: name.split("/")[0] not in kept)


def _opened_to_facilitator(who: Who, found: StoredFile) -> bool:
    """Whether a picture or sound stands on a sheet that its owner opened to this facilitator."""
    if who.support:
        return False
    for pair in pairs_facilitated_by(who.person).filter(Q(partner=found.owner) | Q(professional=found.owner)):
        for key in facilitator.MAY_BE_ADDED:
            answers = answers_for_facilitator(who.person, Mine(pair, pair.content.sheets[key], found.owner))
            if answers and found.pk in answers.values.values():
                return True
    return False
