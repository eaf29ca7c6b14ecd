"""Where the answers of a sheet lie: a document that merges, or a table that can be asked."""

from dataclasses import dataclass

from django.db import transaction

from alongside.kit.fields import fingerprint
from alongside.kit.sheets import Answers
from alongside.people.agreement import TakingPart
from alongside.people.needs import Needs
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.writing import store
from alongside.writing.document import SUPPORTED, Key, document_key
from alongside.writing.order import between


@dataclass
class Seen:
    """Answers and the mark of the version that they were read at."""

    answers: Answers
    token: str
    stored: store.Seen | None = None

    @property
    def version(self) -> str:
        """Short, for the names of controls."""
        return self.token.split(".")[0]


@dataclass
class Posted:
    """What became of a posted form: `clashes` are answers that both changed, `stale` means nothing was
    merged because the version is not known any more."""

    changed: bool
    clashes: list
    stale: bool = False


@dataclass(frozen=True)
class DocumentPlace:
    """A CRDT document of a pair: of both, of one person, or of what one person keeps back."""

    pair: Pair
    sheet: str
    person: Person | None
    kept: bool = False
    occasion: str = ""

    @property
    def key(self) -> Key:
        return document_key(self.pair, self.sheet, self.person, self.kept, self.occasion)

    def read(self) -> Seen:
        seen = store.read_or_new(self.pair, self.sheet, self.person, self.kept, self.occasion)
        return Seen(seen.answers, seen.token, seen)

    def post(self, token: str, form: str, changes: dict, *, by: Person, typed_by: Person | None, how: str) -> Posted:
        posted = store.post(
            self.key, token, form, self._placed(changes), by=by, typed_by=typed_by, how=how
        )
        return Posted(posted.changed, posted.both_changed, posted.stale)

    def _placed(self, changes: dict) -> dict:
        """A place in the list becomes an order key between its neighbours."""
        rows = dict(changes["rows"])
        if "add" in rows:
            rows["add"] = dict.fromkeys(rows["add"])
        if "move" in rows:
            answers = self.read().answers
            rows["move"] = {name: _key_at(answers, name, place) for name, place in rows["move"].items()}
        return {**changes, "rows": rows}


def _key_at(answers: Answers, name: str, place: int) -> str:
    question, row = name.split("/")
    others = [answers.order[f"{question}/{r}"] for r in answers.rows(question) if r != row]
    before = others[place - 1] if place else None
    return between(before, others[place] if place < len(others) else None)


@dataclass(frozen=True)
class TablePlace:
    """Agreement to take part and what I need: rows of `people`, shown by the same form."""

    model: type[Needs] | type[TakingPart]
    keys: tuple
    by_person: Person

    def row(self):
        return self.model.objects.filter(**dict(self.keys)).first() or self.model(**dict(self.keys))

    def read(self) -> Seen:
        answers = self.row().flat
        return Seen(answers, fingerprint(answers, sorted(answers.flat["texts"]) + sorted(answers.flat["values"])))

    def post(self, token: str, form: str, changes: dict, *, by: Person, typed_by: Person | None, how: str) -> Posted:
        typed_by = None if how == SUPPORTED else typed_by
        with transaction.atomic():
            row = self.row()
            answers, changed = changed_answers(row.flat, changes)
            if not changed:
                return Posted(False, [])
            with recorded(f"wrote {self.model._meta.verbose_name}", by=by, to=row, typed_by=typed_by):
                row.answers, row.typed_by = answers.flat, typed_by
                _columns(row)
                row.save()
        return Posted(True, [])


def changed_answers(answers: Answers, changes: dict) -> tuple[Answers, bool]:
    """Flat answers with flat changes laid over them, and whether anything is different now."""
    flat = {part: dict(answers.flat.get(part, {})) for part in ("texts", "values", "rows")}
    for part in ("texts", "values"):
        for name, new in changes[part].items():
            if new:
                flat[part][name] = new
            else:
                flat[part].pop(name, None)
    for name in changes["rows"].get("add", []):
        flat["rows"][name] = between(max(flat["rows"].values(), default=None), None)
    for name in changes["rows"].get("remove", []):
        flat["rows"].pop(name, None)
    return Answers(flat), flat != answers.flat


def _columns(row) -> None:
    """What must be asked of the database, worked out from the answers."""
    answers = row.flat
    if isinstance(row, Needs):
        row.other_of_us_may_read = bool(answers.value("who-reads/other-of-us"))
        row.facilitator_may_read = bool(answers.value("who-reads/facilitator"))
        row.host_may_read = bool(answers.value("who-reads/host"))
        row.has_any = any(
            not name.startswith(("who-reads/", "said-by"))
            for name in (*answers.flat["texts"], *answers.flat["values"])
        )


def place_for(pair: Pair, sheet: str, person: Person | None, *, kept=False, occasion="") -> DocumentPlace | TablePlace:
    """The place of one person's (or both people's) answers."""
    if sheet == "agreement-to-take-part":
        return TablePlace(TakingPart, (("pair", pair), ("person", person)), person)
    if sheet == "what-i-need":
        return TablePlace(Needs, (("programme", pair.programme), ("person", person)), person)
    return DocumentPlace(pair, sheet, person, kept, occasion)
