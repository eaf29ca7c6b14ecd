"""What an answer says to those who read it: you said, we did, we did not because, not yet by. For every page."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.formats import date_format

from alongside.kit.sheets import Answers
from alongside.portfolio.piece import CHANGE, DECISION
from alongside.voices.promises import DID, DID_NOT, NOT_YET, NOTHING, PART, Promise, day_in

PAGE, TRACE, LATE = "What we said we would do, and did", "What happened to what I said", "When a promise is late"
ICONS = {DID: "check", PART: "check", NOT_YET: "wait", DID_NOT: "cross", NOTHING: "clock"}
NO, NOT_NOW = "no", "not-now"

Words = Callable[..., str]


@dataclass
class Reply:
    """A decision or a change record as a reader meets it. `heard` is what people said, or the question."""

    sheet: str
    heard: str
    state: str
    heading: str
    icon: str
    words: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    people: str = ""
    quotes: list[str] = field(default_factory=list)
    public: str = ""
    day: datetime.date | None = None
    options: list["Option"] = field(default_factory=list)
    had_say: list[tuple[str, str]] = field(default_factory=list)
    more: list[tuple[str, str]] = field(default_factory=list)

    @property
    def line(self) -> str:
        """In one line, for a message, a letter and a feed."""
        return " ".join([stopped(self.heading), *self.words[:1]])


@dataclass(frozen=True)
class Option:
    """One way that was open, with what speaks for it and against it."""

    name: str
    speaks_for: str
    speaks_against: str
    needs: str


def reply_to(
    sheet: str, said: Answers, words: Words, *, promise: Promise | None = None, show_late=True,
    number: int | None = None, quotes: Iterable[str] = (), definition=None, easy=False,
) -> Reply:  # fmt: skip
    """`number` of people is None for "a few"; `show_late` whether days of being late stand there."""
    if sheet == DECISION:
        return _of_decision(said, words, definition, easy)
    reply = _of_change(said, words)
    reply.late = late_words(promise, words, show_late) if promise else []
    key = "said-by-many" if number else "said-by-some"
    reply.people = words(PAGE, key, number=number)
    reply.quotes = list(quotes)
    return reply


def _of_change(said: Answers, words: Words) -> Reply:
    state = str(said.value("state") or NOTHING)
    reply = Reply(CHANGE, said.text("you-said").strip(), state, words(PAGE, f"state-{state}"), ICONS[state])
    if state in (DID, PART):
        reply.heading = words(PAGE, "we-did") if state == DID else reply.heading
        reply.words += _lines(said.text("we-did"))
    if state == DID_NOT and said.text("because"):
        reply.heading = words(PAGE, "we-did-not")
    if state in (DID_NOT, PART) and said.text("because"):
        reply.words += _lines(said.text("because"))
    if state == NOTHING and said.text("because"):
        reply.words.append(words(PAGE, "late-why", because=stopped(said.text("because"))))
    if state in (DID_NOT, PART, NOTHING) and said.text("instead"):
        reply.words.append(words(TRACE, "instead", instead=stopped(said.text("instead"))))
    if state in (NOT_YET, PART, NOTHING) and (day := day_in(said, "not-yet-by")):
        reply.heading = words(PAGE, "not-yet", date=day_words(day)) if state == NOT_YET else reply.heading
        if state != NOT_YET:
            reply.small.append(words(PAGE, "not-yet", date=day_words(day)) + ".")
    if state in (NOT_YET, PART) and said.text("what-is-missing"):
        reply.words.append(words(TRACE, "waiting-for", what_is_missing=stopped(said.text("what-is-missing"))))
    if state in (DID, PART):
        if said.text("how-to-see"):
            reply.words.append(words(TRACE, "check", how_to_see=stopped(said.text("how-to-see"))))
        if said.text("what-it-did"):
            reply.words.append(words(TRACE, "effect", what_it_did=stopped(said.text("what-it-did"))))
        if since := day_in(said, "since"):
            reply.small.append(words(PAGE, "since", day=day_words(since)) + ".")
    if said.text("answers-for-it"):
        reply.small.append(words(PAGE, "answers-for-it", name_and_job=_bare(said.text("answers-for-it"))))
    return reply


def late_words(promise: Promise, words: Words, show: bool) -> list[str]:
    """What stands there when a day has passed or was moved. Without `show` the days are not counted aloud."""
    first, due = day_words(promise.first), day_words(promise.due)
    why = [words(PAGE, "late-why", because=stopped(promise.because))] if promise.because else []
    if promise.late and not show:
        return [words(PAGE, "no-late-days", date=due), *why]
    if promise.late and promise.moved:
        return [words(TRACE, "late-again", date=first, new_date=due), *why]
    if promise.late:
        return [words(PAGE, "late-line", date=first, days=promise.days), *why]
    if promise.moved:
        return [words(PAGE, "no-late-days", date=first), words(TRACE, "late-new-day", new_date=due), *why]
    return []


def _of_decision(said: Answers, words: Words, definition, easy: bool) -> Reply:
    outcome = str(said.value("outcome") or "")
    state = {"yes": DID, "no": DID_NOT, "not-now": NOT_YET}.get(outcome, PART)
    heading = words(PAGE, f"answer-{outcome}") if outcome else ""
    reply = Reply(DECISION, said.text("question").strip(), outcome, heading, ICONS[state])
    reply.words += _lines(said.text("what"))
    if said.text("why"):
        reply.words.append(words(PAGE, "decided-why", why=stopped(said.text("why"))))
    if again := day_in(said, "look-again"):
        reply.words.append(words(PAGE, "look-again", date=day_words(again)))
    who, day = said.text("who-decided"), day_in(said, "decided-on")
    if who and day:
        reply.small.append(words(PAGE, "decided-by", who_decided=_bare(who), day=day_words(day)))
    reply.options = [
        Option(*(said.text(f"options/{row}/{part}").strip() for part in _PARTS)) for row in said.full_rows("options")
    ]
    if definition is not None:
        reply.had_say = _had_say(said, definition, easy)
        reply.more = [
            ((easy and q.easy) or q.ask, said.text(q.key).strip())
            for q in (definition.question(key) for key in _MORE if definition.has(key))
            if said.text(q.key).strip()
        ]
    return reply


_PARTS = ("option", "speaks-for", "speaks-against", "needs")
_MORE = ("few-said", "not-asked", "saw-it-differently", "would-change-it")


def _had_say(said: Answers, definition, easy: bool) -> list[tuple[str, str]]:
    """Who had a say and how much, as it was declared."""
    levels = definition.question("had-say").part("how-much")
    found = []
    for row in said.full_rows("had-say"):
        level = levels.option(str(said.value(f"had-say/{row}/how-much") or ""))
        found.append((said.text(f"had-say/{row}/who").strip(), ((easy and level.easy) or level.words) if level else ""))
    return found


# --- words


def day_words(day: datetime.date | None) -> str:
    """27 March 2027."""
    return date_format(day, "j F Y") if day else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _bare(text: str) -> str:
    """Without the full stop at its end: it stands inside a sentence of ours."""
    return " ".join(text.split()).rstrip(".")


def stopped(text: str) -> str:
    """With one mark at its end."""
    plain = " ".join(text.split())
    return plain if not plain or plain[-1] in ".!?…:" else f"{plain}."
