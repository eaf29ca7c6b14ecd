"""Reading what came in: one answer at a time, in no order; whoever reads first covers what shows who somebody is."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from alongside.kit.fields import tidy, whole
from alongside.people import concern as concerns
from alongside.people import helping
from alongside.people.rules import may_sign
from alongside.voices import covering, listening, moderation, rules, who_reads, withdrawal
from alongside.voices.contribution import NAMED
from alongside.voices.themes import question_of
from alongside.voices.views.here import of_round
from alongside.voices.who_reads import first_reader

TEN = 10  # after so many in a row the page says that it is enough
READ_TODAY = "read in a row"
LOOK_AT = 12  # words that are named as worth a look


def with_own_hand(view):
    """Other people's words are for the two alone: whoever helps one of them does not read them."""

    @wraps(view)
    def fetched(request, here, *args, **kwargs):
        if not may_sign(here.who):
            raise Http404
        return view(request, here, *args, **kwargs)

    return fetched


def of_reading(view):
    """A page about what came in for a round that is or was open."""

    @of_round
    @with_own_hand
    @wraps(view)
    def fetched(request, here, *args, **kwargs):
        if not here.piece.round.opening:
            raise Http404
        return view(request, here, *args, **kwargs)

    return fetched


def of_answer(view):
    """A page about one answer that this one of the two may open."""

    @of_reading
    @wraps(view)
    def fetched(request, here, answer, *args, **kwargs):
        found = rules.answer_to_open(here.me, here.piece.round, answer)
        if not found:
            raise Http404
        found.contribution.round = here.piece.round
        return view(request, here, found, *args, **kwargs)

    return fetched


def at(here, page: str, *more) -> str:
    return reverse(f"voices:{page}", args=[here.pair.public, here.piece.public, *more])


# --- what there is to read


@of_reading
def reading(request, here):
    """How much came in, whose turn it is, and the way to the next one."""
    round, me = here.piece.round, here.me
    waits = rules.what_waits(me, round)
    return render(
        request, "voices/reading.html",
        here.context(
            round=round, title=title_of(here), there=lambda page, *more: at(here, page, *more),
            reads_first=rules.reads_first(me, round), somebody_else=_somebody_else(here),
            in_turns=who_reads.agreed(round) == who_reads.IN_TURNS,
            **waits | {"since": waits["since"] and date_format(waits["since"], "j F")}, first=name_of_first(here),
            held=moderation.Counted(round).not_shown, notices=withdrawal.notices_for(here.pair),
            enough=request.session.get(READ_TODAY, 0) >= TEN,
        ),
    )  # fmt: skip


def title_of(here) -> str:
    return here.piece.round.shown.text("name") or here.page_words("Asking other people", "no-name-yet")


def name_of_first(here) -> str:
    """Who reads first, as I may know them; the name on the sheet where it is neither of the two."""
    first = first_reader(here.piece.round)
    if not first:
        return here.piece.round.shown.text(who_reads.FIRST_READER) or here.names["coordinator"]
    return first.name if first.pk == here.me.pk else here.other_name


def _somebody_else(here) -> bool:
    return who_reads.agreed(here.piece.round) == who_reads.SOMEBODY_ELSE


@require_POST
@of_reading
def take_over(request, here):
    """Somebody else was named and cannot come in: one of the two reads first from now on, and people are told."""
    if _somebody_else(here):
        told = here.content.words("Reading what people said", "take-over-told", first_reader=here.me.name)
        who_reads.take_over(here.piece.round, told, by=here.me)
    return redirect(at(here, "read-next"))


# --- one answer


@of_answer
def one(request, here, answer):
    """One answer: to be covered by whoever reads first; covered already, for the other."""
    uncovered = rules.reads_uncovered(here.me, answer)
    if request.method == "POST":
        return _first(request, here, answer) if uncovered else _too(request, here, answer)
    is_open = uncovered and (not hasattr(answer, "reading") or _key(answer, "under") in request.session)
    return _page(request, here, answer, _to_cover(request, answer) if is_open else None, uncovered)


def _page(request, here, answer, cover, uncovered):
    round = here.piece.round
    words = covering.for_others(answer)
    return render(
        request, "voices/read_one.html",
        here.context(
            round=round, answer=answer, question=question_of(answer, here.easy), title=title_of(here),
            there=lambda page, *more: at(here, page, *more), cover=cover, words_said=words, uncovered=uncovered,
            sound=listening.is_sound(answer), may_get_file=may_get_file(here.me, answer),
            transcript=listening.transcript_of(answer), reading=getattr(answer, "reading", None),
            held=_held(here, answer),
            named=answer.contribution.name if answer.contribution.known == NAMED else "",
        ),
    )  # fmt: skip


def _held(here, answer) -> str:
    last = rules.last_moderation(answer)
    if last is None or last.shown:
        return ""
    reason = moderation.reason_of(last)
    return reason.said(here.easy) if reason else "…"


def _key(answer, what: str) -> str:
    return f"{what} {answer.pk}"


class _to_cover:
    """The words of one answer, or of one part of a long one, each with a box. Positions wait in the session."""

    def __init__(self, request, answer):
        self.text = covering.said_by(answer)
        there = answer.reading.covered if hasattr(answer, "reading") else []
        self.covered = request.session.get(_key(answer, "cover"), there)
        self.parts = covering.parts_of(covering.words_of(self.text, self.covered))
        self.number = min(whole(request.GET.get("part", "")) or 1, len(self.parts))
        self.words = self.parts[self.number - 1]
        self.of = len(self.parts)

    @property
    def span(self) -> tuple[int, int]:
        return (self.words[0].start, self.words[-1].end) if self.words else (0, 0)

    @property
    def plain(self) -> str:
        return self.text[self.span[0] : self.span[1]] + self.tail

    @property
    def tail(self) -> str:
        if self.number < self.of or not self.words:
            return ""
        last = self.words[-1]
        return self.text[last.end + len(last.after) :]

    @property
    def look_at(self) -> list[str]:
        ranges = covering.joined(self.text, [(w.start, w.end) for w in self.words if w.look])
        return list(dict.fromkeys(self.text[a:b] for a, b in ranges))[:LOOK_AT]

    def with_posted(self, typed) -> list:
        """What is covered now: this part as it was posted, the others as they were."""
        begin, end = self.span
        others = [
            piece
            for a, b in self.covered
            for piece in ((a, min(b, begin)), (max(a, end), b))
            if piece[0] < piece[1]
        ]
        mine = [(a, b) for a, b in covering.places(typed) if begin <= a and b <= end]
        return covering.joined(self.text, [*others, *mine])


def _first(request, here, answer):
    if "under" in request.POST and hasattr(answer, "reading"):
        covering.looked_under(answer, by=here.me)
        request.session[_key(answer, "under")] = True
        return redirect(at(here, "read-one", answer.pk))
    cover = _to_cover(request, answer)
    covered = cover.with_posted(request.POST.getlist("cover"))
    if cover.number < cover.of:
        request.session[_key(answer, "cover")] = covered
        return redirect(f"{at(here, 'read-one', answer.pk)}?part={cover.number + 1}")
    covering.read_first(answer, covered, by=here.me, without_file="keep-file" in request.POST.getlist("file"))
    for what in ("cover", "under"):
        request.session.pop(_key(answer, what), None)
    if "hold-back" in request.POST:
        return redirect(at(here, "not-show", answer.pk))
    return _on(request, here)


def _too(request, here, answer):
    covering.read_too(answer.reading, by=here.me)
    return _on(request, here)


def _on(request, here):
    """The next one, or back to where it says that enough is enough."""
    request.session[READ_TODAY] = request.session.get(READ_TODAY, 0) + 1
    round = here.piece.round
    if request.session[READ_TODAY] % TEN == 0:
        return redirect(at(here, "read-next"))
    next_one = rules.to_read_first(here.me, round).first() or rules.to_read_too(here.me, round).first()
    return redirect(at(here, "read-one", next_one.pk) if next_one else at(here, "read-next"))


# --- sound and pictures


def may_get_file(person, answer) -> bool:
    """The first reader always; the other what was read, is not kept back, and, of a voice, what its owner allows."""
    if not answer.file:
        return False
    if rules.reads_uncovered(person, answer):
        return True
    reading = covering.reading_of(answer)
    if not reading or reading.without_file:
        return False
    return answer.hear_sound or not listening.is_sound(answer)


@require_safe
@of_answer
def answer_file(request, here, answer):
    """The sound or the picture of an answer."""
    if not may_get_file(here.me, answer):
        raise Http404
    response = HttpResponse(answer.file.read(), content_type=answer.file.kind)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@of_answer
def write_down(request, here, answer):
    """A person writes down what was said, or says that they listened again."""
    if not rules.reads_uncovered(here.me, answer) or not (answer.file or listening.transcript_of(answer)):
        raise Http404
    if "checked" in request.POST:
        listening.checked(answer, by=here.me)
    elif words := tidy(request.POST.get("words", "")).strip():
        listening.write_down(answer, words, by=here.me)
    return redirect(at(here, "read-one", answer.pk))


# --- what was said beside the answers


@of_reading
def lines(request, here):
    """A line added later, about a heading or after the last day: covered first as an answer is, one at a time."""
    found = rules.lines_to_read(here.me, here.piece.round)
    if request.method == "POST":
        line = found.filter(pk=whole(request.POST.get("line", ""))).first()
        if line:
            covering.read_line_first(line, covering.places(request.POST.getlist("cover")), by=here.me)
        return redirect(at(here, "read-lines"))
    line = found.first()
    words = covering.words_of(line.words) if line else []
    return render(
        request, "voices/read_lines.html",
        here.context(line=line, cover=words, waiting=found.count(), back=at(here, "read-next")),
    )  # fmt: skip


# --- somebody may be in danger


@of_answer
def danger(request, here, answer):
    """To the named lead and to nobody else, with the number of the answer and what the reader writes."""
    words = tidy(request.POST.get("words", "")).strip()
    if request.method == "POST" and words:
        number = f"{answer.pk:,}".replace(",", " ")
        said = f"{title_of(here)}: {number}\n\n{words}"
        told = concerns.tell(said, answer_by="phone", programme=here.pair.programme, by=request.user)
        helping.tell_of_concern(told)
        return redirect("worried-sent", public=here.pair.public)
    programme = here.pair.programme
    names = {**here.names, "duty_phone": programme.phone, "aftercare_person": programme.coordinator.name}
    needed = (
        here.page_words("When something does not work", "empty-needed") if request.method == "POST" else ""
    )
    return render(
        request, "voices/danger.html",
        here.context(
            answer=answer, errors=[("words", needed)] if needed else [],
            there=lambda page, *more: at(here, page, *more),
            lines=here.content.lines("If somebody tells you something serious", here.easy, **names),
        ),
        status=422 if needed else 200,
    )  # fmt: skip
