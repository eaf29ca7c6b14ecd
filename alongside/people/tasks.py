"""What waits for a person beside the walk of their pairs: as coordinator, helper, facilitator, named lead."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.people import rules
from alongside.people.person import Person
from alongside.people.programme import Programme, content_of_sector


@dataclass(frozen=True)
class Task:
    """One thing to do, and where."""

    words: str
    verb: str
    address: str


def tasks_for(person: Person, any_of: dict[str, bool] | None = None, programmes=None) -> list[Task]:
    """The most urgent first. One question to the database for somebody who has none.

    `any_of` and `programmes` are what the rules said, where the page has asked them already.
    """
    any_of = any_of or rules.what_waits_for(person)
    return [task for kind in KINDS if any_of[kind] for task in _of_kind(kind, person, programmes)]


def _of_kind(kind: str, person: Person, programmes):
    return _coordinating(person, programmes) if kind == "coordinating" else KINDS[kind](person)


def _words(person: Person, section: str, key: str, **names) -> str:
    """A line of pages.md in the reading that this person has chosen."""
    return content_of_sector("health").words(section, key, easy=person.easy, **names)


def _worries(person):
    yield Task(_words(person, "A worry", "somebody"), _("Read it"), reverse("worries"))


def _helping(person):
    for support in rules.support_given_by(person).order_by("accepted"):
        name = support.person.name
        asks = _words(person, "Help and people who help", "wants-help-task", name=name)
        words = _("You help %(name)s.") % {"name": name} if support.accepted else asks
        verb = _("Go on") if support.accepted else _("Answer")
        yield Task(words, verb, reverse("helping-one", args=[support.pk]))


def _facilitating(person):
    for asked in rules.facilitating_asked_of(person).filter(accepted=None):
        words = _words(person, "A facilitator for two", "asks-me-task", pair_label=asked.pair)
        yield Task(words, _("Answer"), reverse("facilitating-one", args=[asked.pk]))


def _coordinating(person, programmes=None):
    if programmes is None:
        programmes = rules.programmes_of_coordinator(person)
    with_pairs = rules.programmes_with_pairs(programmes)
    for programme in programmes:
        coming = next_in(programme, has_pairs=programme.pk in with_pairs)
        if coming:
            yield Task(f"{programme.name}: {coming[0]}", _("Go on"), coming[1])


def _beginning(person):
    yield Task(_words(person, "Setting up", "no-programme"), _("Begin one"), reverse("programme-new"))


KINDS = {
    "worries": _worries,
    "helping": _helping,
    "facilitating": _facilitating,
    "coordinating": _coordinating,
    "beginning": _beginning,
}


def next_in(programme: Programme, *, has_pairs: bool) -> tuple[str, str] | None:
    """The one thing that a coordinator does next in a programme, until its first two people are invited."""
    at = reverse("programme", args=[programme.public])
    if not programme.is_described():
        return _("Say whom people can reach"), f"{at}{_first_open_page(programme)}"
    if not programme.brief_published:
        return _("Write the brief"), f"{at}brief/{_first_open_question(programme)}"
    return None if has_pairs else (_("Invite two people"), f"{at}invite/")


def _first_open_page(programme: Programme) -> str:
    """The first page about whom people can reach that still has an empty box."""
    pages = [
        ("phone/", programme.phone),
        ("named-person/", programme.named_person and programme.named_phone),
        ("safeguarding/", programme.safeguarding_name and programme.safeguarding_phone),
    ]
    return next(page for page, said in pages if not said)


def _first_open_question(programme: Programme) -> str:
    """The first question of the brief after the last that has an answer; the preview where that was the last one."""
    questions, answers = programme.content.sheet("brief").questions, programme.brief_answers
    answered = [place for place, q in enumerate(questions) if answers.answers(q)]
    if not answered:
        return ""
    after = questions[answered[-1] + 1 :]
    return f"{after[0].key}/" if after else "preview/"
