"""How far each of the two is, what comes next for each, and the facts that a coordinator sees."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils import timezone

from alongside.journey.flags import UP, Flag, to_book
from alongside.journey.meeting import MeetingTime
from alongside.journey.process import REVIEW, WEEK, Stop, way_of
from alongside.journey.told import no_longer
from alongside.kit.prepared import Prepared
from alongside.people.agreement import NO, NOT_NOW, YES
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.programme import Programme
from alongside.portfolio import piece, plan
from alongside.portfolio.plan import Review
from alongside.portfolio.standing import Standing

INVITED, WORKING, ENDED = "invited", "working", "ended"


class Progress(models.Model):
    """One person at one stop. `place` is the question where they were last, so that they can carry on."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="progress")
    stop = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    begun = models.DateTimeField(default=timezone.now)
    filled = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "stop", "person"], name="a_person_is_at_a_stop_once")
        ]


class Fact(models.Model):
    """What a coordinator sees of a pair: stage, step, dates and who waits. There is no column for words."""

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="fact")
    # The pair's own, once more: the board counts ten thousand pairs without looking each of them up.
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="facts")
    stage = models.CharField(max_length=20, default=INVITED, db_index=True)
    step = models.CharField(max_length=80, blank=True)
    steps = models.CharField(max_length=80, blank=True)  # for each step a letter of left and one of right
    since = models.DateTimeField(default=timezone.now)
    waits_for = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    waits_since = models.DateTimeField(null=True)
    meets = models.DateField(null=True)  # the next day on which they meet
    book_by = models.DateField(null=True)  # the same, where something that was asked for is not booked yet
    review_on = models.DateField(null=True)
    actions = models.PositiveSmallIntegerField(default=0)
    actions_done = models.PositiveSmallIntegerField(default=0)
    flags = models.PositiveSmallIntegerField(default=0)  # how many of its flags are up
    paused = models.BooleanField(default=False)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        # All that the board counts and sorts by, so that it reads an index and not ten thousand rows.
        indexes = [
            models.Index(
                fields=["programme", "stage", "paused", "flags", "book_by", "changed", "since"], name="the_board"
            )
        ]


@dataclass(frozen=True)
class Next:
    """The one next thing. Without an address there is nothing to do, and `waits` says who or what for."""

    kind: str  # do, wait, nothing
    stop: Stop | None = None
    address: str = ""
    what: str = ""  # question, read, end, spoken, say, step
    waits: str = ""  # other, asked, answer, nobody

    @property
    def to_do(self) -> bool:
        return self.kind == "do"


class Walk:
    """Where a pair is, read in a handful of queries however far they are."""

    def __init__(self, pair: Pair):
        self.pair = pair
        self.way = way_of(pair.content)
        self.standing = Standing(pair)

    @cached_property
    def stops(self) -> list[Stop]:
        """The way as it is for this pair now: the meetings, and each review of the plan whose day has come."""
        if not self.is_working:
            return list(self.way.stops)
        return [*self.way.stops, *(stop for review in self.reviews_due for stop in self.way.review(review.occasion))]

    @cached_property
    def reviews(self) -> list[Review]:
        return _reviews_of.read(self.pair.pk)

    @property
    def reviews_due(self) -> list[Review]:
        return [review for review in self.reviews if review.day <= timezone.localdate()]

    @property
    def next_review(self) -> Review | None:
        return next((review for review in self.reviews if review.day > timezone.localdate()), None)

    def stop(self, meeting: str, sheet: str) -> Stop | None:
        """A stop of this pair by its address; after the end, what may still be filled in is one too."""
        more = self.way.goodbye() if self.standing.ended else []
        if piece.is_there(self.pair, sheet, meeting):
            more = [Stop(meeting, "", sheet)]
        elif meeting.startswith(WEEK):
            more = [stop for review in self.reviews_due for stop in self.way.review(review.occasion)]
        found = next((s for s in (*self.way.stops, *more) if s.meeting == meeting and s.sheet == sheet), None)
        return found or self.way.beside(meeting, sheet)

    @cached_property
    def progress(self) -> dict[tuple[str, int], Progress]:
        return {(p.stop, p.person_id): p for p in _progress_of.read(self.pair.pk)}

    def at(self, stop: Stop, person: Person) -> Progress | None:
        return self.progress.get((stop.key, person.pk))

    # --- one stop for one person

    def asks(self, stop: Stop, person: Person) -> bool:
        """Whether this stop is for this person at all."""
        if stop.spoken:
            return True
        sheet = self.way.sheet(stop)
        role = self.pair.role(person)
        if sheet.for_ in ("each", "both", role) or (sheet.for_ == "owner" and role == "partner"):
            return True
        # Somebody else's sheet: there to be read once it is shared, or because it asks me something too.
        return any(q.for_ == role for q in sheet.questions) or self.standing.open(stop, self.pair.other(person))

    def owner_of(self, stop: Stop) -> Person | None:
        """Whose sheet it is, where it belongs to one of the two only."""
        return {
            "owner": self.pair.partner,
            "partner": self.pair.partner,
            "professional": self.pair.professional,
        }.get(self.way.sheet(stop).for_)

    def is_done(self, stop: Stop, person: Person) -> bool:
        """Finished or left out; a joint sheet that changed after it was agreed is open again."""
        if not stop.spoken and self.standing.left_out(stop, person):
            return True
        row = self.at(stop, person)
        if not row or not row.finished:
            return False
        return stop.continues or not self.standing.asks_again(stop, person)

    def was_filled(self, stop: Stop) -> bool:
        """Whether one of the two has gone through this joint sheet, here or at an earlier stop."""
        spots = {s.key for s in self.way.stops if (s.sheet, s.occasion) == (stop.sheet, stop.occasion)}
        return any(row.filled for (key, _), row in self.progress.items() if key in spots)

    def state(self, stop: Stop, person: Person) -> str:
        """`done`, `now` or `later`, for the bar of two people."""
        if self.is_done(stop, person):
            return "done"
        return "now" if self.at(stop, person) else "later"

    def state_of(self, stops: list[Stop], person: Person) -> str:
        """The same for a whole step."""
        states = {self.state(s, person) for s in stops if self.asks(s, person)}
        if states <= {"done"}:
            return "done"
        return "now" if states & {"now", "done"} else "later"

    # --- what comes next

    def next_for(self, person: Person) -> Next:
        """The first stop that this person has not done, or whom it waits for."""
        if self.standing.ended or self.standing.answer(person) == NO:
            return Next("nothing", waits="ended")
        if self.standing.paused:
            return Next("nothing", waits="paused")
        for stop in self.stops:
            if stop.meeting != "before" and not self.has_begun:
                return Next("wait", stop, waits="other")
            if not self.asks(stop, person) or self.is_done(stop, person):
                continue
            return self._next_at(stop, person)
        if self.is_working:
            return Next("nothing", waits="working")
        return Next("wait", waits="other")

    def _next_at(self, stop: Stop, person: Person) -> Next:
        if stop.meeting == "before":
            held = self._not_asked_yet(stop, person)
            if held:
                return held
        if stop.spoken:
            return self._do(stop, "spoken")
        row, sheet, other = self.at(stop, person), self.way.sheet(stop), self.pair.other(person)
        filled = bool(row and row.filled)
        if sheet.for_ == "both":
            return self._do(stop, "read" if self.was_filled(stop) else "question", row)
        owner = self.owner_of(stop)
        if owner and owner.pk != person.pk:
            if any(q.for_ == self.pair.role(person) for q in sheet.questions):
                return self._do(stop, "end" if filled else "question", row)
            return self._do(stop, "read")
        if not filled:
            return self._do(stop, "question", row)
        if sheet.opens != "together":
            return self._do(stop, "end")
        if not self.standing.ready(stop, person):
            return self._do(stop, "end")
        if self.standing.ready(stop, other) or self.standing.left_out(stop, other):
            return self._do(stop, "read")
        return Next("wait", stop, waits="other")

    def _not_asked_yet(self, stop: Stop, person: Person) -> Next | None:
        """The professional is asked first; the partner when promises are there to read."""
        answer = self.standing.answer(person)
        if person.pk == self.pair.partner_id and not self.standing.asked(person):
            return Next("wait", waits="asked")
        if stop.sheet != "agreement-to-take-part" and answer != YES:
            return Next("nothing", waits="not-now") if answer == NOT_NOW else Next("wait", waits="answer")
        if answer == NOT_NOW:
            return Next("nothing", waits="not-now")
        return None

    def _do(self, stop: Stop, what: str, row: Progress | None = None) -> Next:
        here = [self.pair.public, stop.meeting]
        if what == "spoken":
            address = reverse("journey:spoken", args=[*here, stop.sheet])
        elif what == "question":
            address = reverse("journey:sheet", args=[*here, stop.sheet])
        else:
            address = reverse(f"journey:{what}", args=[*here, stop.sheet])
        return Next("do", stop, address, what)

    def address(self, coming: Next, person: Person) -> str:
        """Where the next thing is; a step that this person has not begun is met through its own page."""
        stop = coming.stop
        begun = any(self.at(s, person) for s in self.way.in_step(stop.meeting, stop.step) if not s.occasion)
        if stop.step and not begun:
            return reverse("journey:step", args=[self.pair.public, stop.meeting, stop.step])
        return coming.address

    def is_past(self, key: str, person: Person) -> bool:
        """Whether this person has done their part of a stop, named by its key: nothing calls them to it any more."""
        stop = next((s for s in self.stops if s.key == key), None)
        if stop is None or stop.spoken:
            return bool(stop and self.is_done(stop, person))
        return self.is_done(stop, person) or self.standing.ready(stop, person)

    # --- the pair as a whole

    @cached_property
    def has_begun(self) -> bool:
        """Both have said yes and finished what comes before meeting 1."""
        before = [s for s in self.way.stops if s.meeting == "before"]
        return all(
            self.standing.answer(person) == YES
            and all(self.is_done(s, person) for s in before if self.asks(s, person))
            for person in self.pair.two
        )

    @cached_property
    def is_working(self) -> bool:
        return self.standing.plan_is_signed

    def stage(self) -> str:
        if self.standing.ended or NO in (self.standing.answer(p) for p in self.pair.two):
            return ENDED
        if self.is_working:
            return WORKING
        if not self.has_begun:
            return INVITED
        return self.slower.meeting

    @cached_property
    def slower(self) -> Stop:
        """The first stop that one of the two has not done."""
        open_stops = [
            s for s in self.stops
            if any(self.asks(s, p) and not self.is_done(s, p) for p in self.pair.two)
        ]  # fmt: skip
        return open_stops[0] if open_stops else self.way.stops[-1]

    def waits_for(self) -> Person | None:
        """The one of the two for whom the other waits; None when neither or both have something to do."""
        left, right = (self.next_for(p) for p in self.pair.two)
        if left.kind == "wait" and right.to_do:
            return self.pair.right
        if right.kind == "wait" and left.to_do:
            return self.pair.left
        return None


@Prepared
def _reviews_of(pair: int) -> models.QuerySet[Review]:
    return Review.objects.filter(pair=pair)


@Prepared
def _progress_of(pair: int) -> models.QuerySet[Progress]:
    return Progress.objects.filter(pair=pair)


def begin(stop: Stop, *, pair: Pair, by: Person, place="") -> None:
    """Somebody opened this stop; remembers the question, so that they can carry on there."""
    _row, new = Progress.objects.update_or_create(
        pair=pair, stop=stop.key, person=by, defaults={"place": place[:120]} if place else {}
    )
    if new:
        note(pair)


def fill(stop: Stop, *, pair: Pair, by: Person) -> None:
    """Somebody went past the last question."""
    _mark(stop, pair, by, "filled")


def finish(stop: Stop, *, pair: Pair, by: Person) -> None:
    """Somebody is through with this stop, and the coordinator's facts say so."""
    _mark(stop, pair, by, "finished")
    if stop.sheet == REVIEW:
        plan.look_again(pair)
    note(pair)


def _mark(stop: Stop, pair: Pair, by: Person, what: str) -> None:
    Progress.objects.update_or_create(
        pair=pair, stop=stop.key, person=by, defaults={what: timezone.now()}
    )


def note_new(programmes) -> None:
    """Begin the facts of pairs that were brought together since anybody looked."""
    for pair in Pair.objects.filter(programme__in=programmes, fact=None):
        note(pair)


def note(pair: Pair) -> Fact:
    """Bring the facts of a pair up to date: where they are, whom it waits for, and the days to come."""
    pair = Pair.objects.select_related("programme", "partner", "professional").get(pk=pair.pk)
    walk = Walk(pair)
    fact = Fact.objects.filter(pair=pair).first() or Fact(pair=pair)
    now = {
        "programme": pair.programme,
        "stage": walk.stage(),
        "step": walk.slower.key,
        "steps": _steps(walk),
        "waits_for": walk.waits_for(),
        "paused": walk.standing.paused,
        "flags": Flag.objects.filter(UP, pair=pair).count(),
        **_days(walk),
    }
    if fact.pk and (fact.step, fact.stage) != (now["step"], now["stage"]):
        fact.since = timezone.now()
    if fact.waits_for != now["waits_for"]:
        fact.waits_since = timezone.now()
    for name, value in now.items():
        setattr(fact, name, value)
    fact.save()
    no_longer(pair, walk.is_past)
    return fact


def _steps(walk: Walk) -> str:
    """Two letters for each step, left and right: d for done, n for begun, l for later."""
    return "".join(
        walk.state_of(walk.way.in_step(meeting.key, step.key), person)[0]
        for meeting in walk.way.content.process.meetings
        for step in meeting.steps
        for person in walk.pair.two
    )


def _days(walk: Walk) -> dict:
    """When they meet next, whether something is to be booked for it, and how their plan goes."""
    today = timezone.localdate()
    coming = MeetingTime.objects.filter(pair=walk.pair, ended__isnull=True, on__gte=today).order_by("on").first()
    actions = list(plan.Action.objects.filter(pair=walk.pair).values_list("state", flat=True))
    return {
        "meets": coming.on if coming else None,
        "book_by": coming.on if coming and to_book(walk.pair, coming.meeting) else None,
        "review_on": walk.next_review.day if walk.is_working and walk.next_review else None,
        "actions": len(actions),
        "actions_done": actions.count("done"),
    }
