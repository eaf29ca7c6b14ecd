"""Who may walk where. Fetching is the check: what these do not return does not exist for that person."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.kit.prepared import Prepared
from alongside.people.agreement import TakingPart
from alongside.people.invitation import Invitation
from alongside.people.pair import Facilitating, Pair
from alongside.people.person import Person


def pairs_walked_by(person: Person) -> QuerySet[Pair]:
    """The pairs in which this person is one of the two; the partner's only once they have been asked."""
    asked = Invitation.objects.filter(pair=OuterRef("pk"), person=person, sent__isnull=False)
    return (
        Pair.objects.filter(Q(professional=person) | Q(partner=person) & Exists(asked))
        .select_related("programme__organisation", "programme__coordinator", "partner", "professional", "ending")
        .defer("programme__brief")  # sealed, and opened only where it is read
        .prefetch_related(
            Prefetch("taking_part", TakingPart.objects.defer("answers")),
            Prefetch("facilitating", Facilitating.objects.select_related("person")),
        )
    )


@Prepared
def _walked_by(person: int) -> QuerySet[Pair]:
    return pairs_walked_by(Person(pk=person))


@Prepared
def _walked_by_named(person: int, public: str) -> QuerySet[Pair]:
    return pairs_walked_by(Person(pk=person)).filter(public=public)


def my_pairs(person: Person) -> list[Pair]:
    """Each of the two finds the pairs that they walk in on their home page."""
    return _walked_by.read(person.pk)


def my_pair(person: Person, public: str) -> Pair | None:
    """Each of the two opens the pages of a pair by its address; for anybody else there is no such pair."""
    return next(iter(_walked_by_named.read(person.pk, public)), None)
