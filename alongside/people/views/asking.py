"""A page that asks one thing: its boxes, what was typed, what is wrong with it, and its words."""

import re
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from alongside.kit.fields import as_date, tidy
from alongside.people.views.words import page_words


@dataclass(frozen=True)
class Box:
    """One field of a page; `kind` is the macro of the kit that draws it."""

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    value: object = ""
    error: str = ""
    options: tuple = ()
    type: str = "text"
    autocomplete: str = "off"
    inputmode: str = ""
    needed: str = ""  # the sentence when it is left empty; without one it may stay empty
    most: int = 0  # the room in the table
    heading: bool = False


@dataclass
class Asked:
    """The boxes of one page with what was typed into them."""

    request: HttpRequest
    boxes: list[Box]
    errors: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self):
        self.sent = self.request.method == "POST"
        if self.sent:
            self.boxes = [replace(box, value=_typed(box, self.request.POST)) for box in self.boxes]
            for box in self.boxes:
                self._check(box)

    def _check(self, box: Box):
        if box.needed and not box.value:
            self.wrong(box.name, box.needed)
        elif box.most and isinstance(box.value, str) and len(box.value) > box.most:
            over = len(box.value) - box.most
            self.wrong(
                box.name,
                page_words(self.request, "Boxes and mistakes", "too-long", over=over),
            )
        elif box.type == "email" and box.value and not is_email(box.value):
            self.wrong(box.name, page_words(self.request, "Boxes and mistakes", "not-an-email"))

    def __getitem__(self, name: str):
        return next(box.value for box in self.boxes if box.name == name)

    @property
    def good(self) -> bool:
        return self.sent and not self.errors

    def wrong(self, name: str, words: str):
        """Mark one box with what to do about it."""
        self.errors.append((name, words))
        self.boxes = [replace(box, error=words) if box.name == name else box for box in self.boxes]

    def date(self, name: str):
        """The day in three boxes; None if it is empty or cannot be understood, which is then said."""
        typed = {
            part: self.request.POST.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")
        }
        if not any(typed.values()):
            return None
        try:
            return as_date(**typed)
        except ValueError:
            self.wrong(name, page_words(self.request, "Boxes and mistakes", "which-day"))
            return None

    def page(self, template="people/ask.html", *, status=200, **words):
        """The page, shown for the first time or again with what is wrong."""
        words = {"lede": "", "back": "", "button": _("Save and go on"), "more": (), "next": True, **words}
        context = {"boxes": self.boxes, "errors": self.errors, "page": words}
        return render(self.request, template, context, status=status)


def _typed(box: Box, data):
    if box.kind == "choices":
        known = {option[0] for option in box.options}
        return [key for key in data.getlist(box.name) if key in known]
    if box.kind == "choice":
        key = data.get(box.name, "")
        return key if key in {option[0] for option in box.options} else ""
    if box.kind == "date":
        return {f"{box.name}-{part}": data.get(f"{box.name}-{part}", "") for part in ("day", "month", "year")}
    return tidy(data.get(box.name, "")).strip()


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def name_box(label, *, value="", hint="", needed="", name="name") -> Box:
    """What to call somebody; one short line."""
    return Box(name, label, hint=hint, value=value, needed=needed, autocomplete="off", most=40)


def phone_box(label, *, value="", hint="", needed="", name="phone") -> Box:
    return Box(name, label, hint=hint, value=value, needed=needed, type="tel", inputmode="tel", most=40)


def email_box(label, *, value="", hint="", needed="", name="email") -> Box:
    return Box(
        name,
        label,
        hint=hint,
        value=value,
        needed=needed,
        type="email",
        inputmode="email",
        autocomplete="email",
        most=254,
    )


def figures(text: str) -> str:
    """Only the figures of what was typed: spaces and hyphens do not matter."""
    return "".join(re.findall(r"\d", text))
