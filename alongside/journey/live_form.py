"""What a question page needs so that its boxes can be typed live; nothing where only the form takes it."""

from dataclasses import dataclass, field, replace

from alongside.journey.admission import socket_name
from alongside.journey.views.here import HereAtSheet
from alongside.kit.fields import CHOSEN, WRITTEN, Field, QuestionForm
from alongside.kit.sheets import Answers, Question
from alongside.people.signin import SHARED
from alongside.portfolio.live_names import rules_of
from alongside.portfolio.places import DocumentPlace
from alongside.writing import brought
from alongside.writing.order import between

SAID = {
    "Saving": {
        "saving": "saving",
        "saved": "saved",
        "not-saved": "not-saved",
        "on-device": "on-this-device",
        "no-line": "no-line",
        "by-button": "by-button",
        "signed-out": "signed-out",
        "keep": "keep-mine",
        "forget": "forget",
        "undo": "undo",
        "list-changed": "list-changed",
        "show-list": "show-list",
    },
    "Writing at the same time": {
        name: name for name in ("here", "here-where", "here-box", "here-too", "away", "quiet", "tell")
    },
}


@dataclass(frozen=True)
class LiveForm:
    """`form` are the data-… attributes of the form, `names` the fields that are bound to the document."""

    form: dict[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    words: dict[str, str] = field(default_factory=dict)
    keep: bool = False


def live_form(request, here: HereAtSheet, asked: Question, form: QuestionForm, *, listed: bool) -> LiveForm:
    """The form of a question as it is typed live; `listed`: the page shows the list that its row is for.

    A field that shows anything else than what stands in the document (a suggestion, words that could
    not be saved) is left to the form: nothing is written before somebody has pressed a button.
    """
    place = here.mine.place(asked)
    if not isinstance(place, DocumentPlace) or (place.kept and not here.who.may_read_kept):
        return LiveForm()
    answers = here.mine.see(asked).answers
    names = frozenset(f.name for f in form.fields if _is_as_it_is_there(f, answers))
    if not names:
        return LiveForm()
    attributes = _attributes(request, here, asked, form, place, answers, listed)
    return LiveForm(attributes, names, _words(here, place), _own(request))


@dataclass(frozen=True)
class TypedLive:
    """What a page that was typed live posts beside the words of its boxes.

    `live` is what the server may not have yet, `boxes` the fields whose words it has with that. Where it
    could not be taken, or where the page says that it is `unsure`, the words are compared as ever, and
    only with a text that nobody has changed since the page was made.
    """

    posted: bool = False
    update: bytes | None = b""
    boxes: frozenset[str] = frozenset()
    unsure: bool = False

    @classmethod
    def of(cls, post) -> "TypedLive":
        if "live" not in post:
            return cls(unsure="unsure" in post)
        boxes = frozenset(post.getlist("live-box"))
        return cls(True, brought.read(post["live"]), boxes, "unsure" in post)

    def taken(self, here: HereAtSheet, asked: Question, **hand) -> "TypedLive":
        """The same once the server has what came with it; raises `TooLong`."""
        if not self.update:
            return self if self.update is not None else self._refused()
        place = here.mine.place(asked)
        may = isinstance(place, DocumentPlace) and (here.who.may_read_kept or not place.kept)
        if may and here.mine.bring(asked, self.update, rules_of(here.mine, place), by=here.me, **hand):
            return self
        return self._refused()

    def _refused(self) -> "TypedLive":
        return replace(self, boxes=frozenset(), unsure=True)

    def rest(self, post):
        """What is left for the form to say."""
        if not self.boxes:
            return post
        rest = post.copy()
        for name in self.boxes:
            rest.pop(name, None)
        return rest


def _is_as_it_is_there(f: Field, answers: Answers) -> bool:
    if f.kind in WRITTEN:
        return f.value == answers.text(f.name)
    if f.kind in CHOSEN:
        return f.value == (answers.value(f.name) or "")
    return f.kind == "choices" and f.value == [key for key, _ in f.options if answers.value(f"{f.name}/{key}")]


def _attributes(request, here, asked, form, place, answers, listed) -> dict[str, str]:
    attributes = {
        "write": socket_name(here.mine, place),
        "may-keep": f"{here.who.hand.public}/{here.me.public}" if _own(request) else "",
    }
    if asked.kind == "list":
        row = f"{asked.key}/{form.row}"
        last = max((key for name, key in answers.order.items() if name.startswith(f"{asked.key}/")), default=None)
        attributes |= {"row": row, "row-key": answers.order.get(row) or between(last, None)}
        if listed:
            attributes |= {"list": asked.key, "list-rows": " ".join(answers.rows(asked.key))}
    return attributes


def _own(request) -> bool:
    """Whether this device is the person's own: on one that others use nothing is kept."""
    return not request.session.get(SHARED, True)


def _words(here: HereAtSheet, place: DocumentPlace) -> dict[str, str]:
    """What I write alone nobody else changes: there, another device of mine did."""
    words = {
        name: here.page_words(section, key, **({"question": "{question}"} if key == "here-where" else {}))
        for section, lines in SAID.items()
        for name, key in lines.items()
    }
    if place.person is None:
        words["while-away"] = here.page_words("Writing at the same time", "while-away")
    return words
