"""Who may write a document. Who may read what is shared from it lies with the rooms that share."""

from django.db.models import Q

from alongside.people.models import Pair, Support
from alongside.writing.document import Document, Key


def documents_writable_by(person):
    """Documents that this person may write: both of the two theirs together, each their own."""
    of_a_pair = Q(pair__partner=person) | Q(pair__professional=person)
    return Document.objects.filter(of_a_pair, Q(person__isnull=True) | Q(person=person))


def may_write_document(person, place: Document | Key) -> bool:
    """The same for a document in which nobody has written yet."""
    pair = Pair.objects.filter(Q(partner=person) | Q(professional=person), pk=place.pair_id)
    return place.person_id in (None, person.pk) and pair.exists()


def may_type_for(supporter, person, place: Document | Key) -> bool:
    """Whether a supporter may type there: only what the person ticked, kept answers only if they said so."""
    if not may_write_document(person, place):
        return False
    agreed = Support.objects.filter(
        person=person, supporter=supporter, accepted__isnull=False, ended__isnull=True
    )
    return any(place.sheet in each.sheets() and (each.also_kept or not place.kept) for each in agreed)
