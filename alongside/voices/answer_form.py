"""The form of one question of a round: what is shown, what was posted, and what that says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from alongside.kit import sound
from alongside.kit import upload as uploads
from alongside.kit.fields import BadFile, Field, QuestionForm, tidy
from alongside.kit.sheets import Question
from alongside.privacy import files
from alongside.voices.answering import DO_NOT_KNOW, LONGEST, PASSES, WORDED, Said
from alongside.voices.wording import RoundWords

UNSURE = "unsure"  # the face with a question mark
NOTED = ("choice", "choices", "faces", "number")  # kinds to which a few words can be added
SECONDS = 5 * 60 + 10  # of a sound: a recorder stops a breath late
LEAST, MOST = 0, 1_000_000  # of a number, where the pair named no bounds
WRONG = "When answering does not work"


@dataclass
class AnswerForm:
    """`said` is what stands there, or what was just posted; `errors` are (field, sentence)."""

    question: Question
    said: Said
    words: RoundWords
    data: Mapping | None = None
    files: Mapping | None = None

    def __post_init__(self):
        self.before = self.said
        self.mark = self.data.get("seen", "") if self.data is not None else self.said.mark
        self.errors: list[tuple[str, str]] = []
        self.question = _bounded(self.question)
        self.form = QuestionForm(
            self.question,
            self.said.as_answers(self.question),
            self.mark,
            easy=self.words.easy,
            data=self.data,
            files=self.files,
            keep_file=self._keep_file,
            error_words=self._why_not,
        )
        self.note = self.said.note
        self.hear = self.said.hear_sound
        if self.data is not None:
            self.said = self._read()
            self.errors += self.form.errors

    @property
    def field(self) -> Field:
        return self.form.fields[0]

    @property
    def has_note(self) -> bool:
        return self.question.kind in NOTED

    @property
    def value(self) -> object:
        """What a face shows: "I do not know" is one of them."""
        return UNSURE if self.said.passed == DO_NOT_KNOW else self.field.value

    # --- what was posted

    def _read(self) -> Said:
        passed = self.data.get("passed", "")
        if passed in PASSES:
            return replace(self.before, **_empty(), passed=passed)
        if self.question.kind == "faces" and self.data.get(self.field.html) == UNSURE:
            self.form.errors.clear()
            return Said(passed=DO_NOT_KNOW, note=self._note())
        if "note" in self.data:
            self.note = self._note()
        return getattr(self, "_read_" + _READ[self.question.kind])()

    def _read_words(self) -> Said:
        words = str(self.field.value or "")
        self._not_too_long(self.field.id, words)
        return Said(words=words)

    def _read_choice(self) -> Said:
        chosen = self.field.value
        picked = chosen if isinstance(chosen, list) else [chosen] if chosen else []
        return Said(picked=[str(key) for key in picked], note=self.note)

    def _read_number(self) -> Said:
        posted = str(self.data.get(self.field.html, "")).strip().replace(",", ".")
        if self.form.errors or not posted:
            return Said(note=self.note)
        try:
            number = round(Decimal(posted), 2)
        except InvalidOperation:
            return Said(note=self.note)
        return Said(number=number, note=self.note)

    def _read_file(self) -> Said:
        alt = self.field.alt
        self._not_too_long(self.field.id + "-alt", alt)
        said = Said(file=str(self.field.value or ""), note=alt, hear_sound=self.hear)
        if self.question.kind == "sound":
            self.hear = "hear" in self.data and self.data["hear"] == "yes"
            said = replace(said, note=self.note, hear_sound=self.hear and bool(said.file))
        return said if said.file or said.note else Said()

    def _note(self) -> str:
        note = tidy(self.data.get("note", "")).strip()
        self._not_too_long("note", note)
        return note

    def _not_too_long(self, field: str, words: str) -> None:
        """What is longer than anybody writes is not kept, and not lost either: it stays in the box."""
        if len(words) > LONGEST:
            self.errors.append((field, self.words(WRONG, "long", over=f"{len(words) - LONGEST:,}")))

    # --- sound and pictures

    def _keep_file(self, upload, field: Field) -> str:
        """Taken in, looked at in a process with limits, and sealed. It has no owner, because nobody has a name here."""
        key = "sound-not-known" if field.kind == "sound" else "picture-not-known"
        take = uploads.take_sound if field.kind == "sound" else uploads.take_picture
        taken = take(upload, sentence=self.words(WRONG, key))
        content = taken.content
        if field.kind == "sound":
            content = sound.cleaned(content, taken.kind)
            if (sound.seconds(content, taken.kind) or 0) > SECONDS:
                raise BadFile(self.words(WRONG, "sound-too-long"))
        return files.store(content, kind=taken.kind, owner=None, width=taken.width, height=taken.height).pk

    def _why_not(self, key: str, **names) -> str:
        if key == "choose-one":
            return self.words(WRONG, "chosen-odd")
        low, high = self.question.least or LEAST, self.question.most or MOST
        return self.words(WRONG, "number-odd", least=f"{low:g}", most=f"{high:,.0f}")


_READ = {
    **dict.fromkeys(WORDED, "words"),
    **dict.fromkeys(("choice", "choices", "faces"), "choice"),
    "number": "number",
    "sound": "file",
    "picture": "file",
}


def _empty() -> dict:
    return {"picked": [], "number": None, "words": "", "file": "", "hear_sound": False, "note": ""}


def _bounded(question: Question) -> Question:
    if question.kind != "number":
        return question
    least = LEAST if question.least is None else question.least
    return replace(question, least=least, most=MOST if question.most is None else question.most)
