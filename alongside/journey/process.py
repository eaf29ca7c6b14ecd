"""The process as a list of stops: what the two meet, in its order, read from the content."""

from dataclasses import dataclass

from alongside.kit.sheets import Content, Meeting, Sheet, Step
from alongside.portfolio import piece

COMES_BACK = {"readiness", "how-was-today", "needs-met", "action-review", "pulse", piece.FELT, *piece.SHEETS}
OPENING, CLOSING = "opening", "closing"
SAFETY_PLAN = "safety-plan"
REVIEW = "action-review"
WEEK = "week-"  # a review stands where a meeting stands: week-4 is four weeks after the first signing


@dataclass(frozen=True)
class Stop:
    """One thing on the way: the words that open or close a meeting, or a sheet."""

    meeting: str
    step: str
    sheet: str  # a sheet's key, or `opening` or `closing`
    continues: bool = False

    @property
    def key(self) -> str:
        return f"{self.meeting}.{self.sheet}"

    @property
    def spoken(self) -> bool:
        return self.sheet in (OPENING, CLOSING)

    @property
    def is_piece(self) -> bool:
        return self.meeting.startswith(piece.MARK)

    @property
    def occasion(self) -> str:
        return self.meeting if self.sheet in COMES_BACK else ""


@dataclass(frozen=True)
class Way:
    """All stops of one process, with the meetings and steps they belong to."""

    content: Content
    stops: tuple[Stop, ...]

    def stop(self, meeting: str, sheet: str) -> Stop | None:
        return next((s for s in self.stops if s.meeting == meeting and s.sheet == sheet), None)

    def beside(self, meeting: str, sheet: str) -> Stop | None:
        """A safety plan is never the next thing; it is there beside a story for whoever wants one."""
        steps = {s.step for s in self.stops if s.meeting == meeting and s.sheet in ("story", "story-feedback")}
        if sheet == SAFETY_PLAN and steps and sheet in self.content.sheets:
            return Stop(meeting, min(steps), sheet)
        return None

    def first(self, sheet: str) -> Stop | None:
        """Where this process meets a sheet for the first time; an organisation may have moved it."""
        return next((s for s in self.stops if s.sheet == sheet), None)

    def sheet(self, stop: Stop) -> Sheet:
        return self.content.sheets[stop.sheet]

    def meeting(self, key: str) -> Meeting:
        """A meeting, or the stretch of time to which a review or a piece of the work belongs."""
        after = self.content.process.after
        if key.startswith((WEEK, piece.MARK)) and after:
            return after[0]
        return self.content.process.meeting(key)

    def review(self, occasion: str) -> list[Stop]:
        """The stops of one review of the plan. They arise only when its day has come."""
        after = self.content.process.after
        return [Stop(occasion, "", each.sheet) for each in (after[0].sheets if after else ())]

    def goodbye(self) -> list[Stop]:
        """What a pair that has ended may still fill in. Nothing waits for it."""
        return [Stop(m.key, "", each.sheet) for m in self.content.process.after[1:] for each in m.sheets]

    def step_of(self, stop: Stop) -> Step | None:
        return next((s for s in self.meeting(stop.meeting).steps if s.key == stop.step), None)

    def in_step(self, meeting: str, step: str) -> list[Stop]:
        return [s for s in self.stops if s.meeting == meeting and s.step == step]


_ways: dict[str, Way] = {}


def way_of(content: Content) -> Way:
    """The way of this content; worked out once for each version of it."""
    if content.hash not in _ways:
        _ways[content.hash] = Way(content, tuple(_stops(content)))
    return _ways[content.hash]


def _stops(content: Content):
    for sheet in content.process.before.sheets:
        yield Stop("before", "", sheet.sheet)
    for meeting in content.process.meetings:
        yield Stop(meeting.key, "", OPENING)
        for step in meeting.steps:
            for each in step.sheets:
                yield Stop(meeting.key, step.key, each.sheet, each.continues)
        yield Stop(meeting.key, "", CLOSING)
        for sheet in meeting.after_sheets:
            yield Stop(meeting.key, "", sheet)
