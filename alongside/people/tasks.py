"""What waits for a person beside the walk of their pairs: as coordinator, helper, facilitator, named lead."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.people import rules
from alongside.people.person import Person
from alongside.people.programme import Programme


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


def _worries(person):
    yield Task(_("Somebody is worried about something."), _("Read it"), reverse("worries"))


def _helping(person):
    for support in rules.support_given_by(person).order_by("accepted"):
        name = {"name": support.person.name}
        words = _("You help %(name)s.") if support.accepted else _("%(name)s would like your help.")
        verb = _("Go on") if support.accepted else _("Answer")
        yield Task(words % name, verb, reverse("helping-one", args=[support.pk]))


def _facilitating(person):
    for asked in rules.facilitating_asked_of(person).filter(accepted=None):
        words = _("%(pair)s would like you to be there.") % {"pair": asked.pair}
        yield Task(words, _("Answer"), reverse("facilitating-one", args=[asked.pk]))


def _coordinating(person, programmes=None):
    if programmes is None:
        programmes = list(rules.programmes_coordinated_by(person))
    with_pairs = rules.programmes_with_pairs(programmes)
    for programme in programmes:
        coming = next_in(programme, has_pairs=programme.pk in with_pairs)
        if coming:
            yield Task(f"{programme.name}: {coming[0]}", _("Go on"), coming[1])


def _beginning(person):
    yield Task(_("Your organisation has no programme yet."), _("Begin one"), reverse("programme-new"))


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
        return _("Say whom people can reach"), f"{at}phone/"
    if not programme.brief_published:
        return _("Write the brief"), f"{at}brief/"
    return None if has_pairs else (_("Invite two people"), f"{at}invite/")
