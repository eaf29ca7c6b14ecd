"""All that a pair wrote and opened, read at once: for pages that show many sheets."""

from functools import cached_property

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.places import DocumentPlace, Seen
from alongside.portfolio.share import OpenedBox, Shared
from alongside.writing import store
from alongside.writing.models import Document


class Shelf:
    """Three queries for a pair, however many sheets are then looked at. For reading only."""

    def __init__(self, pair: Pair, *sheets: str):
        """With sheets, nothing of any other sheet is opened."""
        self.pair, self.sheets = pair, sheets

    @cached_property
    def _documents(self):
        found = Document.objects.filter(sheet__in=self.sheets) if self.sheets else Document.objects.all()
        return store.read_many(self.pair, found)

    @cached_property
    def _open(self) -> dict[tuple[str, str, int], Shared]:
        rows = Shared.objects.filter(pair=self.pair, closed__isnull=True).select_related(
            "version__document__pair__space_key"
        )
        return {(row.sheet, row.occasion, row.person_id): row for row in rows}

    @cached_property
    def _boxes(self) -> dict[tuple[str, str, int], dict[str, bool]]:
        found: dict = {}
        for row in OpenedBox.objects.filter(pair=self.pair):
            found.setdefault((row.sheet, row.occasion, row.person_id), {})[row.question] = row.open
        return found

    def read(self, place: DocumentPlace) -> Seen:
        seen = self._documents.get(place.key) or store.unwritten(place.key)
        return Seen(seen.answers, seen.token, seen)

    def open(self, sheet: str, occasion: str, person: Person) -> Shared | None:
        return self._open.get((sheet, occasion, person.pk))

    def boxes(self, sheet: str, occasion: str, person: Person) -> dict[str, bool]:
        return self._boxes.get((sheet, occasion, person.pk), {})
