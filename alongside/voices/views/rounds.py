"""What a pair asks, decides and changes: the overview of all of it, and the page of one round."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from alongside.people.rules import may_sign
from alongside.portfolio.piece import CHANGE, DECISION, IDEA, ROUND, begin_piece
from alongside.voices import rules
from alongside.voices.planning import Plan
from alongside.voices.round import begin_round
from alongside.voices.views.here import of_pair
from alongside.voices.views.piece import PAGES

SECTION, ONE = "Asking other people", "One round, for the two"
BESIDE_ROUND = ("read-next", "results")
BESIDE = {IDEA: "ideas", DECISION: "decisions", CHANGE: "changes"}


@dataclass(frozen=True)
class Line:
    """One piece of the work in the list: its name, where it is, and how it stands in words."""

    title: str
    address: str
    state: str
    facts: tuple[str, ...] = ()


@of_pair
def asking(request, here):
    """Everything that the two ask, weigh up, decide and change."""
    if not here.who.may_open(ROUND):
        raise Http404
    pieces = [p for p in rules.pieces_of(here.pair) if here.who.may_open(p.sheet)]
    titles = rules.titles_of(here.pair, pieces)
    counted = rules.sent_by_round([p.round for p in pieces if p.sheet == ROUND])
    rounds = [
        _round_line(here, p, titles[p.pk], counted.get(p.round.pk, 0)) for p in pieces if p.sheet == ROUND
    ]
    released = rules.released_of([p for p in pieces if p.sheet in (DECISION, CHANGE)])
    lines = [(p.sheet, _line(here, p, titles[p.pk], released)) for p in pieces if p.sheet in BESIDE]
    beside = [
        (kind, here.page_words(SECTION, words), [line for sheet, line in lines if sheet == kind])
        for kind, words in BESIDE.items()
        if here.who.may_open(kind)
    ]
    return render(
        request, "voices/asking.html", here.context(rounds=rounds, beside=beside, has_asked=bool(rounds))
    )


def _line(here, piece, title: str, released: dict) -> Line:
    sheet = here.content.sheets[piece.sheet]
    named = here.say((here.easy and sheet.easy_title) or sheet.title)
    state = "" if piece.sheet == IDEA else here.page_words(SECTION, "piece-written")
    if piece.pk in released:
        state = here.page_words(SECTION, "piece-released", date=day_words(released[piece.pk]))
    return Line(title or named, reverse("voices:piece", args=[here.pair.public, piece.public]), state)


def _round_line(here, piece, title: str, sent: int) -> Line:
    round = piece.round
    address = reverse("voices:piece", args=[here.pair.public, piece.public])
    return Line(
        title or here.page_words(SECTION, "no-name-yet"), address, state_words(here, round),
        tuple(words for words in (answered_words(here, round, sent), _reply_words(here, round)) if words),
    )  # fmt: skip


def state_words(here, round) -> str:
    """How a round stands, in a sentence."""
    if round.source:
        return here.page_words(SECTION, "brought")
    until = round.day("open-until")
    if round.state == "open" and not until:
        return here.page_words(ONE, "open-no-end")
    days = {"open_from": day_words(round.day("open-from")), "open_until": day_words(until)}
    return here.page_words(SECTION, round.state, **days)


def answered_words(here, round, sent: int) -> str:
    """How many have answered: the number from eight on, before that no number."""
    if not round.opening:
        return ""
    if not sent:
        return here.page_words("Before it opens", "nobody-yet") if round.is_open else ""
    shown = rules.number_shown(sent)
    return (
        here.page_words(SECTION, "answered", number=shown)
        if shown
        else here.page_words(SECTION, "answered-few")
    )


def _reply_words(here, round) -> str:
    by = round.day("reply-by")
    if not round.opening or not by:
        return ""
    late = (timezone.localdate() - by).days
    names = {"reply_by": day_words(by), "days": late}
    return here.page_words(SECTION, "reply-late" if late > 0 else "reply-due", **names)


def day_words(day) -> str:
    return date_format(day, "j F Y") if day else ""


@require_POST
@of_pair
def begin(request, here, sheet):
    """Begin a round, an idea, a decision or a change record; it has its own sheet from then on."""
    if not here.who.may_open(sheet) or sheet not in {ROUND, *BESIDE} or not may_sign(here.who):
        raise Http404
    if sheet == ROUND:
        piece = begin_round(pair=here.pair, by=here.me).piece
    else:
        piece = begin_piece(sheet, pair=here.pair, by=here.me)
    return redirect("journey:sheet", here.pair.public, piece.public, sheet)


# --- one round


def round_page(request, here):
    """How one round stands: what it still needs, its questions, its address, how many have answered."""
    round = here.piece.round
    round.pair = here.pair
    plan = Plan(round)
    sent = rules.sent_by_round([round]).get(round.pk, 0) if round.opening else 0
    return render(
        request,
        "voices/round.html",
        here.context(
            plan=plan,
            round=round,
            title=plan.title or here.page_words(SECTION, "no-name-yet"),
            state=state_words(here, round),
            needs=[(need_words(here, need), _where(here, need)) for need in plan.missing],
            wrong_days=[
                (wrong_words(here, plan, n), _where(here, n)) for n in (plan.passed, plan.crossed) if n
            ],
            mine_yes=plan.said_yes(here.me),
            other_yes=plan.said_yes(here.other),
            may_say=may_sign(here.who),
            answered=answered_words(here, round, sent),
            anybody=bool(sent),
            days=_days(here, round),
            link=link_of(round),
            short_link=link_of(round).split("//", 1)[-1].rstrip("/"),
            square=segno.make(link_of(round), error="m").svg_data_uri(scale=5) if round.opening else "",
            front_changes=list(round.front_changes.order_by("-pk")) if round.opening else [],
            ways=ways_of(plan),
            partner_here=here.pair.partner_id == here.me.pk,
            preview=reverse("voices:try", args=_at(here)) if round.questions else "",
            pages={
                name: reverse(f"voices:{name}", args=_at(here)) for name in BESIDE_ROUND
            },
        ),
    )


PAGES[ROUND] = round_page


def _at(here) -> list[str]:
    return [here.pair.public, here.piece.public]


def need_words(here, need) -> str:
    """What is missing, in the words of the list; a question of the organisation's own says itself."""
    try:
        return here.page_words("Before it opens", f"missing-{need.key}")
    except KeyError:
        question = here.content.sheets[ROUND].question(need.question)
        return here.say((here.easy and question.easy) or question.ask)


def wrong_words(here, plan, need) -> str:
    """A day that is over, or two days in the wrong order."""
    return here.page_words("Before it opens", need.key, date=day_words(plan.day(need.question)))


def _where(here, need) -> str:
    """Where the missing thing is written."""
    if need.question:
        return reverse("journey:question", args=[here.pair.public, here.piece.public, ROUND, need.question])
    return reverse("voices:questions", args=[here.pair.public, here.piece.public])


def _days(here, round) -> str:
    until = round.day("open-until")
    if not round.is_open or not until:
        return ""
    left = (until - timezone.localdate()).days
    return here.page_words(ONE, "days-left", days=left) if left else here.page_words(ONE, "last-day")


def link_of(round) -> str:
    """The address that people are given."""
    return f"{settings.BASE}/r/{round.short}/"


def ways_of(plan) -> set[str]:
    """In which ways people can answer; the address is always one, and all ways where none was chosen."""
    source = plan.round.shown if plan.round.opening else plan.answers
    question = plan.sheet.question("ways") if plan.sheet.has("ways") else None
    chosen = set(source.ticked("ways"))
    return chosen | {"link"} if chosen or question is None else {o.key for o in question.options}
