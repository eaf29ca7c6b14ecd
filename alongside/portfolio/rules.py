"""Who may read what a pair made."""

from django.db.models import Q

from alongside.people.pair import Pair
from alongside.people.who import Who
from alongside.portfolio.share import Shared
from alongside.privacy.files import StoredFile


def file_for(who: Who, file: str) -> StoredFile | None:
    """A file is its owner's; the other of the pair gets it when it stands in a version open to them."""
    found = StoredFile.objects.filter(pk=file).select_related("owner").first()
    if not found:
        return None
    if found.owner_id in (who.person.pk, who.hand.pk):
        return found
    pairs = Pair.objects.filter(
        Q(partner=who.person, professional=found.owner) | Q(professional=who.person, partner=found.owner)
    )
    shared = Shared.objects.filter(pair__in=pairs, person=found.owner, hidden__isnull=True).select_related(
        "version__document__pair__space_key"
    )
    if any(file in row.version.answers.values.values() for row in shared):
        return found
    return None
