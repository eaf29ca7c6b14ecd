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


def tasks_for(person: Person) -> list[Task]:
    """The most urgent first."""
    return [*_worries(person), *_to_answer(person), *_to_look_after(person)]


def _worries(person):
    unread = rules.concerns_visible_to(person).filter(read=None).count()
    if unread:
        words = _("Somebody is worried about something.")
        yield Task(words, _("Read it"), reverse("worries"))


def _to_answer(person):
    for support in rules.support_given_by(person).filter(accepted=None):
        words = _("%(name)s would like your help.") % {"name": support.person.name}
        yield Task(words, _("Answer"), reverse("helping-one", args=[support.pk]))
    for asked in rules.facilitating_asked_of(person).filter(accepted=None):
        words = _("%(pair)s would like you to be there.") % {"pair": asked.pair}
        yield Task(words, _("Answer"), reverse("facilitating-one", args=[asked.pk]))
    for support in rules.support_given_by(person).exclude(accepted=None):
        words = _("You help %(name)s.") % {"name": support.person.name}
        yield Task(words, _("Go on"), reverse("helping-one", args=[support.pk]))


def _to_look_after(person):
    programmes = list(rules.programmes_coordinated_by(person))
    if not programmes and rules.organisations_coordinated_by(person).exists():
        yield Task(_("Your organisation has no programme yet."), _("Begin one"), reverse("programme-new"))
    with_pairs = set(rules.pairs_coordinated_by(person).values_list("programme", flat=True).distinct())
    for programme in programmes:
        next_step = next_in(programme, has_pairs=programme.pk in with_pairs)
        if next_step:
            yield Task(f"{programme.name}: {next_step[0]}", _("Go on"), next_step[1])


def next_in(programme: Programme, *, has_pairs: bool) -> tuple[str, str] | None:
    """The one thing that a coordinator does next in a programme, until its first two people are invited."""
    at = reverse("programme", args=[programme.public])
    if not programme.is_described():
        return _("Say whom people can reach"), f"{at}phone/"
    if not programme.brief_published:
        return _("Write the brief"), f"{at}brief/"
    return None if has_pairs else (_("Invite two people"), f"{at}invite/")
