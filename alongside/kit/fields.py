"""A question becomes a form: what is shown, what was posted, and what that changes.

The form knows nothing of where answers lie. It takes flat answers, and gives back flat changes
(`{"texts", "values", "rows"}`) for exactly those fields that it showed.
"""

import datetime
import hashlib
import math
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from alongside.kit.sheets import Answers, Question

WRITTEN, CHOSEN = {"short", "long"}, {"choice", "faces"}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ROW_ID = re.compile(r"(?=.*[0-9])(?=.*[a-z])[a-z0-9]{10}\Z")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def new_row_id() -> str:
    """Ten random letters and figures, some of each: two people who add a row at once make two rows."""
    while True:
        made = "".join(secrets.choice(_LETTERS) for _ in range(10))
        if ROW_ID.match(made):
            return made


def tidy(text: str) -> str:
    """LF, NFC, no control characters: what both doors store."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # NFC last: a control character may have stood between a letter and its mark.
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept))


def whole(text: str) -> int | None:
    """A number that a page gave out and got back; None for anything else, and for what no table can hold."""
    fits = text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63
    return int(text) if fits else None


@dataclass(frozen=True)
class Field:
    """One box or one set of options as a page shows it."""

    name: str  # its flat name
    kind: str
    label: str
    hint: str = ""
    value: object = ""
    options: tuple[tuple[str, str], ...] = ()
    error: str = ""
    optional: bool = False
    length: int | None = None
    least: float | None = None
    most: float | None = None
    prompts: tuple[str, ...] = ()
    example: tuple[str, ...] = ()
    html: str = ""  # the name of its control: carries the version, so that Back cannot mix two
    alt: str = ""

    @property
    def id(self) -> str:
        return "f-" + re.sub(r"[^a-z0-9]+", "-", self.name)

    @property
    def over(self) -> int:
        """How many characters longer than what was asked for; never a lock."""
        text = self.value if isinstance(self.value, str) and self.kind in WRITTEN else ""
        return max(0, len(text) - (self.length or len(text)))


@dataclass
class QuestionForm:
    """The form of one question, of one row of a list, or of a question asked for several lines.

    question   the question
    answers    what is there now (or was there when the page was made)
    version    goes into the names of the controls
    say        fills placeholders into words; `easy` chooses the reading
    row        the id of a row that is there; a list without it offers one blank row
    lines      (row id, words) for `each: my-lines | their-lines`
    data       what was posted, None for a page that is only shown
    keep_file  takes (uploaded file, field), returns the id of a stored file or raises `BadFile`
    """

    question: Question
    answers: Answers
    version: str
    say: Callable[[str], str] = str
    easy: bool = False
    row: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    data: Mapping | None = None
    files: Mapping | None = None
    keep_file: Callable | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)
    error_words: Callable = lambda key, **names: key
    changes: dict = field(default_factory=lambda: {"texts": {}, "values": {}, "rows": {}})

    def __post_init__(self):
        if self.question.kind == "list" and not self.row:
            posted = self.data.get("row", "") if self.data is not None else ""
            self.row = posted if ROW_ID.match(posted) else new_row_id()
        self.fields = [self._filled(f) for f in self._fields()]
        if self.data is not None:
            self.fields = [self._read(f) for f in self.fields]
            self._read_row()

    # --- what is shown

    @property
    def is_new_row(self) -> bool:
        return self.question.kind == "list" and self.row not in self.answers.rows(self.question.key)

    def words(self, thing, plain="ask") -> str:
        """The plain or the Easy Read words of a question or an option."""
        return self.say((self.easy and thing.easy) or getattr(thing, plain))

    def _fields(self) -> list[Field]:
        q = self.question
        if q.each:
            return [replace(self._field(q, f"{q.key}/{line}"), label=words) for line, words in self.lines]
        if q.kind != "list":
            return [self._field(q, q.key)]
        return [self._field(part, f"{q.key}/{self.row}/{part.key}") for part in q.parts]

    def _field(self, q: Question, name: str) -> Field:
        return Field(
            name=name,
            kind=q.kind,
            label=self.words(q),
            hint=self.say(q.hint),
            options=tuple((o.key, self.words(o, "words")) for o in q.options),
            optional=q.optional,
            length=q.length,
            least=q.least,
            most=q.most,
            prompts=tuple(self.say(p) for p in q.prompts),
            example=tuple(self.say(e) for e in q.example),
            html=f"{self.version}.{name}",
        )

    def _filled(self, f: Field) -> Field:
        if f.kind in WRITTEN:
            return replace(f, value=self.answers.text(f.name))
        if f.kind == "choices":
            return replace(f, value=[key for key, _ in f.options if self.answers.value(f"{f.name}/{key}")])
        return replace(f, value=self.answers.value(f.name) or "", alt=self.answers.text(f"{f.name}/alt"))

    # --- what was posted

    def is_valid(self) -> bool:
        return not self.errors

    def is_empty(self) -> bool:
        return not any(f.value for f in self.fields)

    def _read(self, f: Field) -> Field:
        f = getattr(
            self, "_read_" + {"short": "text", "long": "text", "faces": "choice"}.get(f.kind, f.kind)
        )(f)
        if f.error:
            self.errors.append((f.id, f.error))
        return f

    def _read_text(self, f: Field) -> Field:
        if f.html not in self.data:
            return f
        text = tidy(self.data[f.html])
        if text.strip() == "":
            text = ""
        self.changes["texts"][f.name] = text
        return replace(f, value=text)

    def _read_choice(self, f: Field) -> Field:
        posted = self.data.get(f.html, "")
        if posted not in {key for key, _ in f.options}:  # nothing is chosen, or something that is not there
            return replace(f, error=self.error_words("choose-one")) if posted else f
        self.changes["values"][f.name] = posted
        return replace(f, value=posted)

    def _read_choices(self, f: Field) -> Field:
        if f"{f.html}.shown" not in self.data:
            return f
        posted = set(
            self.data.getlist(f.html) if hasattr(self.data, "getlist") else self.data.get(f.html, [])
        )
        for key, _ in f.options:
            self.changes["values"][f"{f.name}/{key}"] = True if key in posted else None
        return replace(f, value=[key for key, _ in f.options if key in posted])

    def _read_date(self, f: Field) -> Field:
        boxes = {part: self.data.get(f"{f.html}-{part}", "").strip() for part in ("day", "month", "year")}
        if not any(boxes.values()):
            if f"{f.html}-day" in self.data:
                self.changes["values"][f.name] = None
                return replace(f, value="")
            return f
        try:
            day = as_date(**boxes)
        except ValueError:
            return replace(
                f,
                value={f"{f.html}-{part}": words for part, words in boxes.items()},
                error=self.error_words("bad-date"),
            )
        self.changes["values"][f.name] = day.isoformat()
        return replace(f, value=day.isoformat())

    def _read_number(self, f: Field) -> Field:
        if f.html not in self.data:
            return f
        posted = self.data[f.html].strip()
        if not posted:
            self.changes["values"][f.name] = None
            return replace(f, value="")
        try:
            number = float(posted.replace(",", "."))
        except ValueError:
            return replace(f, value=posted, error=self.error_words("bad-number"))
        low, high = f.least, f.most
        if math.isnan(number) or (low is not None and number < low) or (high is not None and number > high):
            return replace(
                f, value=posted, error=self.error_words("number-out-of-range", least=low, most=high)
            )
        self.changes["values"][f.name] = f"{number:g}"
        return replace(f, value=f"{number:g}")

    def _read_file(self, f: Field) -> Field:
        alt = self.data.get(f"{f.html}.alt")
        if alt is not None:
            self.changes["texts"][f"{f.name}/alt"] = tidy(alt).strip()
            f = replace(f, alt=tidy(alt).strip())
        if self.data.get(f"{f.html}.take-out"):
            self.changes["values"][f.name] = None
            self.changes["texts"][f"{f.name}/alt"] = ""
            return replace(f, value="", alt="")
        upload = (self.files or {}).get(f.html)
        if not upload:
            return f
        try:
            stored = self.keep_file(upload, f)
        except BadFile as bad:
            return replace(f, error=str(bad))
        self.changes["values"][f.name] = stored
        return replace(f, value=stored)

    _read_picture = _read_sound = _read_paper = _read_file

    def _read_row(self):
        """A row that was added counts once something stands in it; one that was emptied is taken out."""
        if self.question.kind != "list" or self.errors:
            return
        name = f"{self.question.key}/{self.row}"
        if self.is_empty():
            self.changes = {"texts": {}, "values": {}, "rows": {}}
            if not self.is_new_row:
                self.changes["rows"] = {"remove": [name]}
        elif self.is_new_row:
            self.changes["rows"] = {"add": [name]}


class BadFile(Exception):
    """A file that cannot be taken; its text is the sentence that the person reads."""


def as_date(day: str, month: str, year: str) -> datetime.date:
    """A date from three boxes, forgiving about how it is typed ("1", "jan", "27"). Raises ValueError."""
    named = month.casefold()[:3]
    number = MONTHS.index(named) + 1 if named in MONTHS else int(month)
    full = int(year) + 2000 if len(year) <= 2 else int(year)
    if not 1900 <= full <= 2200:
        raise ValueError("year")
    return datetime.date(full, number, int(day))


def fingerprint(answers: Answers, names: list[str]) -> str:
    """A short mark of the answers of some names, to notice that they changed meanwhile."""
    seen = [(n, answers.text(n), answers.value(n)) for n in sorted(names)]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:12]
