"""The way of somebody's words: said, read, in a theme, decided, what came of it, and who told them when.

With the code alone it says what happened and nothing of what was said: neither the words, nor the question,
nor the name of a heading, which two people wrote over words that nobody else has read. What was decided and
what came of it is public anyway, and which of it is theirs is what a code is for.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from alongside.voices import heard, rules
from alongside.voices.contribution import CONVERSATION, PAPER, PHONE, Answer, Contribution
from alongside.voices.promises import first_days, promise_in
from alongside.voices.reading import InTheme
from alongside.voices.release import Felt, Release, Told
from alongside.voices.reply import PAGE, TRACE, Reply, day_words, reply_to
from alongside.voices.stand import CHANGE, DECISION
from alongside.voices.telling import TOLD
from alongside.voices.wording import RoundWords


@dataclass
class Step:
    """One of the five: its lines, its day, whether it has come, and the answers that belong to it."""

    key: str
    heading: str
    day: datetime.date | None = None
    lines: list[str] = field(default_factory=list)
    own: str = ""
    replies: list["Answered"] = field(default_factory=list)
    apart: bool = False  # it will not come, and nothing waits for it

    @property
    def done(self) -> bool:
        return self.day is not None

    @property
    def when(self) -> str:
        return day_words(self.day)


@dataclass
class Answered:
    """A release that is about these words: what it says, who told it when, and how it felt."""

    release: Release
    reply: Reply
    told: list[str]
    felt: Felt | None
    late: bool


@dataclass
class Trace:
    """The five steps of one answer, or of everything that somebody said."""

    title: str
    steps: list[Step]
    nothing: list[str]
    answer: Answer | None = None


class Tracing:
    """Everything that is known of one contribution, asked once, and told as five steps."""

    def __init__(self, contribution: Contribution, words: RoundWords, *, own: bool):
        self.contribution, self.words, self.own = contribution, words, own and not contribution.withdrawn
        self.round = words.round
        self.answers = self._worded()
        self.under = {answer.pk: [each.theme for each in answer.themes.all()] for answer in self.answers}
        themes = {theme for found in self.under.values() for theme in found}
        self.numbers = heard.shown_of(themes)
        self.alone = _alone(themes)
        self.releases = rules.releases_about(contribution)
        self.told = {row.release_id: row for row in _told(contribution)}
        self.felt = {row.release_id: row for row in Felt.objects.filter(contribution=contribution)}
        self.firsts = _first_days(self.releases)

    def _worded(self) -> list[Answer]:
        found = rules.answers_of(self.contribution).filter(passed="")
        found = found.select_related("reading__by", "transcript").prefetch_related("themes__theme")
        order = {question.key: place for place, question in enumerate(self.round.asked())}
        worded = [answer for answer in found if answer.said or answer.file_id]
        return sorted(worded, key=lambda answer: order.get(answer.question, 0))

    def say(self, key: str, **names) -> str:
        return self.words(TRACE, key, **names)

    def traces(self) -> list[Trace]:
        """One for each answer in words; for the code alone, one of them all."""
        if not self.own or not self.answers:
            return [self._trace("", self.answers)]
        return [self._trace(self._question(answer), [answer]) for answer in self.answers]

    def _question(self, answer: Answer) -> str:
        asked = self.round.question(answer.question)
        ask = (self.words.easy and asked.easy) or asked.ask if asked else answer.question
        return self.say("this-one", question=ask)

    def _trace(self, title: str, answers: list[Answer]) -> Trace:
        themes = list({theme.pk: theme for a in answers for theme in self.under[a.pk]}.values())
        about = self._about(themes, everything=not answers)
        steps = [
            self._said(answers), self._read(answers), self._in_theme(answers, themes),
            self._decided(about), self._came_of_it(about),
        ]  # fmt: skip
        return Trace(title, steps, [] if about else self._nothing(), answers[0] if self.own and answers else None)

    # --- the steps

    def _said(self, answers: list[Answer]) -> Step:
        mine = self.contribution
        day = mine.sent or mine.day
        step = Step("said", self.say("step-1"), day)
        if mine.way in (CONVERSATION, PHONE, PAPER):
            key = "step-1-gathered" if mine.way == CONVERSATION else "step-1-typed"
            typist = mine.by.name if mine.by else self.words.names["coordinator"]
            step.lines.append(self.say(key, typist=typist))
        if mine.withdrawn:
            step.lines.append(self.say("my-words-taken-back", day=day_words(mine.withdrawn)))
        elif self.own and answers:
            step.own = answers[0].said or ""
        elif not self.own and mine.second_answer:
            step.lines.append(self.say("my-words-closed"))
        elif not self.own:
            step.lines.append(self.say("my-words-none"))
        return step

    def _read(self, answers: list[Answer]) -> Step:
        step = Step("read", self.say("step-2"))
        readings = [answer.reading for answer in answers if hasattr(answer, "reading")]
        if not answers:
            step.day = self.contribution.sent
            step.lines = [] if self.contribution.withdrawn else [self.say("only-choices" if self.own else "counted")]
            return step
        if len(readings) < len(answers):
            step.lines = [self.say("waiting-to-be-read")]
            return step
        last = max(readings, key=lambda reading: reading.day)
        step.day = last.day
        reader = last.by.name if last.by else self.words.names["first_reader"]
        key = "read"
        if len(answers) == 1 and answers[0].file_id:
            asked = self.round.question(answers[0].question)
            key = "heard" if asked and asked.kind == "sound" else "seen"
        step.lines = [self.say(key, first_reader=reader, day=day_words(last.day))]
        if all(reading.both for reading in readings):
            step.lines.append(self.say("read-both"))
        covered = sum(_words_in(answer) for answer in answers) if self.own else 0
        if covered:
            step.lines.append(self.say("read-covered", first_reader=reader, number=covered))
        return step

    def _in_theme(self, answers: list[Answer], themes: list) -> Step:
        step = Step("theme", self.say("step-3"))
        if not themes:
            read = answers and all(hasattr(answer, "reading") for answer in answers)
            step.lines = [self.say("not-in-theme")] if read else []
            return step
        step.day = max(each.day for a in answers for each in a.themes.all())
        if len(themes) > 1:
            step.lines.append(self.say("in-two", number=len(themes)))
        step.lines += [self._theme_line(theme) for theme in themes] if self.own or len(themes) == 1 else []
        return step

    def _theme_line(self, theme) -> str:
        number = self.numbers.get(theme.pk)
        closed = "" if self.own else "-closed"
        if number:
            return self.say(f"in-theme{closed}", theme=str(theme), number=number - 1)
        if theme.pk in self.alone:
            return self.say("in-theme-alone")
        return self.say(f"in-theme-few{closed}", theme=str(theme))

    def _decided(self, about: list[Release]) -> Step:
        step = Step("decided", self.say("step-4"))
        step.replies = [self._answered(release) for release in about if release.piece.sheet == DECISION]
        if step.replies:
            step.day = max(each.release.day for each in step.replies)
        elif not any(release.piece.sheet == CHANGE for release in about):
            step.lines = [self.say("not-decided")]
        else:
            step.lines, step.apart = [self.say("not-decided-apart")], True
        return step

    def _came_of_it(self, about: list[Release]) -> Step:
        step = Step("changed", self.say("step-5"))
        step.replies = [self._answered(release) for release in about if release.piece.sheet == CHANGE]
        if step.replies:
            step.day = max(each.release.day for each in step.replies)
        return step

    # --- what is about these words

    def _about(self, themes: list, everything: bool) -> list[Release]:
        """Releases of these headings; one without headings is about all. Choices alone hear of everything."""
        mine = {theme.public for theme in themes}
        of_decision = {r.piece.public: set(r.themes) for r in self.releases if r.piece.sheet == DECISION}
        found = []
        for release in self.releases:
            theirs = set(release.themes) or of_decision.get(str(release.said.value("decision") or ""), set())
            if not theirs or theirs & mine or everything:
                found.append(release)
        return found

    def _answered(self, release: Release) -> Answered:
        promise = promise_in(release.said, self.firsts.get(release.piece_id))
        reply = reply_to(
            release.piece.sheet, release.said, self.words, promise=promise, easy=self.words.easy,
            definition=self.round.pair.content.sheets[release.piece.sheet],
        )  # fmt: skip
        if release.piece.sheet == CHANGE:
            reply.people = ""
        late = bool(promise and promise.late)
        if late and not promise.because:
            reply.late.append(self.say("late-nobody"))
            if who := release.said.text("answers-for-it"):
                reply.late.append(self.say("late-whom", who_answers=who.rstrip(".")))
        return Answered(release, reply, self._told_words(release), self.felt.get(release.pk), late)

    def _told_words(self, release: Release) -> list[str]:
        """Who told them and when: everybody is told by this page, and some by a message as well."""
        found = [self.say("told", who_told=self.words.two, day=day_words(release.day))]
        row = self.told.get(release.pk)
        if row and row.day and row.outcome == TOLD:
            who = row.by.name if row.by else self.words.names["coordinator"]
            found.append(self.say(f"told-by-{row.how}", who_told=who, day=day_words(row.day)))
        return found

    # --- nothing yet

    def _nothing(self) -> list[str]:
        """Days are counted aloud, also when nobody has said why."""
        began = self.contribution.sent or self.contribution.day
        days = (timezone.localdate() - began).days
        due = self.round.day("reply-by")
        overdue = bool(due and due < timezone.localdate())
        names = {"who_answers": self.words.names["who_answers"]}
        if days < 2:
            first = self.words(PAGE, "nothing-yet-plain")
        else:
            first = self.say("nothing-long" if overdue else "nothing", days=days, **names)
        return [
            first,
            self.say("nothing-you-can", **names),
            self.say("come-back"),
        ]


def _told(contribution: Contribution) -> Iterable[Told]:
    return Told.objects.filter(contribution=contribution).select_related("by")


def _alone(themes) -> set[int]:
    """Headings under which nobody else stands."""
    rows = InTheme.objects.filter(theme__in=[theme.pk for theme in themes]).values("theme").order_by("theme")
    people = rows.annotate(people=Count("answer__contribution", distinct=True))
    return {row["theme"] for row in people if row["people"] == 1}


def _first_days(releases: list[Release]) -> dict[int, datetime.date]:
    return first_days(Release.objects.filter(piece__in=[release.piece_id for release in releases]))


def _words_in(answer: Answer) -> int:
    """How many words of an answer are covered."""
    said = answer.said
    return sum(len(said[start:end].split()) for start, end in answer.reading.covered)
