"""Who may walk where. Fetching is the check: what these do not return does not exist for that person."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

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
