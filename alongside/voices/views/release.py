"""A decision or a change record, for the two: what stands there, who said yes to it, tell everyone, take it down."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.people.rules import may_sign
from alongside.portfolio.piece import CHANGE, DECISION, FELT, ROUND
from alongside.portfolio.sheet import Mine
from alongside.voices import felt, heard, quotes, rules, telling
from alongside.voices.hearing import forget
from alongside.voices.reply import day_words, reply_to
from alongside.voices.stand import Stand
from alongside.voices.themes import FEW
from alongside.voices.views.here import of_piece
from alongside.voices.views.piece import PAGES

SECTION, AFTER, LATE = "Letting others see it", "After reading", "When a promise is late"


def page(request, here):
    """What stands there as a reader will see it, and the one thing to do next about it."""
    here.piece.pair = here.pair
    stand = Stand(here.piece)
    shown = _as_readers_see(here, stand)
    return render(
        request, "voices/told.html",
        here.context(
            piece=here.piece, stand=stand, title=stand.title or _sheet_title(here, stand), reply=shown,
            may_say=may_sign(here.who), my_yes=stand.said.get(here.me.pk), their_yes=stand.said.get(here.other.pk),
            i_said_yes=stand.yes(here.me), they_said_yes=stand.yes(here.other), signs=_signs(here, stand),
            write=_address(here, "journey:sheet"), say_at=_address(here, "journey:say", stand.asked.key),
            what_then=_what_then(here, stand) if stand.may_be_told else [],
            late=_late(here, stand), felt_words=_felt(here, stand.released) if stand.released else [],
            declared=_declared(here, stand) if here.piece.sheet == DECISION else "",
            felt_by_us=_felt_by_us(here) if here.piece.sheet == DECISION else [],
            other_views=felt.other_views(here.pair), day_words=day_words, is_change=here.piece.sheet == CHANGE,
        ),
    )  # fmt: skip


PAGES[DECISION] = PAGES[CHANGE] = page


def _address(here, name: str, *more) -> str:
    return reverse(name, args=[here.pair.public, here.piece.public, here.piece.sheet, *more])


def _sheet_title(here, stand: Stand) -> str:
    return here.say((here.easy and stand.sheet.easy_title) or stand.sheet.title)


def _as_readers_see(here, stand: Stand):
    themes = stand.answers.ticked("theme" if here.piece.sheet == CHANGE else "from-themes")
    return reply_to(
        here.piece.sheet, stand.answers, here.page_words, promise=stand.promise(stand.answers),
        number=heard.largest(themes, heard.shown_at(themes)), definition=stand.sheet, easy=here.easy,
        quotes=quotes.in_words(rules.quotes_under(themes))[:1]
        if here.piece.sheet == CHANGE else (),
    )  # fmt: skip


def _signs(here, stand: Stand) -> list[dict]:
    """The two, each with the day of their yes to exactly this."""
    found = []
    for person in here.pair.two:
        row = stand.yes(person)
        key = "you-said-yes" if person.pk == here.me.pk else "they-said-yes"
        when = here.page_words(SECTION, key, date=day_words(row.at.date())) if row else ""
        found.append({"name": here.name_of(person), "side": here.pair.side(person), "when": when})
    return found


def _what_then(here, stand: Stand) -> list[str]:
    """Who will read it and who will be told, before anybody presses."""
    themes = stand.answers.ticked("theme" if here.piece.sheet == CHANGE else "from-themes")
    number, reached = telling.how_many(telling.concerned(here.pair, themes))
    page = settings.BASE + reverse("voices:public", args=[here.pair.programme.public])
    lines = [
        here.page_words(SECTION, "then-codes" if number >= FEW else "then-few", number=number),
        here.page_words(SECTION, "then-public", link=page),
    ]
    if not reached:
        return [*lines, here.page_words(SECTION, "then-no-messages")]
    key = "then-messages" if reached >= FEW else "then-messages-few"
    return [*lines, here.page_words(SECTION, key, count=reached)]


def _late(here, stand: Stand) -> list[str]:
    """That what others read has a day that has passed, and what to do about it."""
    promise = stand.promise(stand.released.said) if stand.released else None
    if not promise or not promise.late:
        return []
    return [here.page_words(LATE, "pair-line", days=promise.days), here.page_words(LATE, "pair-do")]


def _declared(here, stand: Stand) -> str:
    """How much say was promised to the people who were asked, as the first pages of the rounds say it."""
    rounds = [piece.round for piece in rules.pieces_of(here.pair) if piece.sheet == ROUND and piece.round.opening]
    question = here.content.sheets[ROUND].question("their-say")
    said = {str(round.shown.value("their-say") or "") for round in rounds}
    levels = [(here.easy and o.easy) or o.words for o in question.options if o.key in said]
    return here.page_words(AFTER, "say-both", declared_say_line="; ".join(levels)) if levels else ""


def _felt_by_us(here) -> list[tuple[str, str]]:
    """How much say each of the two had, as they see it: nothing of either before both have opened it."""
    sheet, found = here.content.sheets[FELT], []
    for person in here.pair.two:
        shared = Mine(here.pair, sheet, person, here.piece.public).shared()
        level = sheet.question("felt").option(str(shared.value("felt") or "")) if shared else None
        if level:
            found.append((here.name_of(person), (here.easy and level.easy) or level.words))
    return found if len(found) == len(here.pair.two) else []


def _felt(here, release) -> list[str]:
    """How it felt to those who said it, in numbers of eight or more."""
    shown, found = felt.shown(release), []
    said, counted = shown["answers"], shown["counted"]
    if said and said["yes"] is not None and said["no"] is not None:
        found.append(here.page_words(AFTER, "answered-yes", number=said["yes"], count=said["no"]))
    if counted and counted["counted"] is not None:
        found.append(here.page_words(AFTER, "felt-counted", number=counted["counted"]))
    return found or [here.page_words(AFTER, "say-few")]


@require_POST
@of_piece
def tell(request, here):
    """Tell everyone: only what both have said yes to, and once however often it is pressed."""
    _may_tell(here)
    try:
        telling.tell_everyone(here.piece, by=here.me)
        forget(here.pair.programme)
    except telling.NotBoth:
        messages.info(request, here.page_words(SECTION, "not-both"))
    return redirect("voices:piece", here.pair.public, here.piece.public)


@of_piece
def take_down(request, here):
    """It goes from the page for everyone and from behind the codes; said first, then done."""
    _may_tell(here)
    stand = Stand(here.piece)
    if not stand.released:
        return redirect("voices:piece", here.pair.public, here.piece.public)
    if request.method == "POST":
        telling.take_down(stand.released, by=here.me)
        forget(here.pair.programme)
        return redirect("voices:piece", here.pair.public, here.piece.public)
    return render(request, "voices/take_down.html", here.context(piece=here.piece, title=stand.title))


def _may_tell(here) -> None:
    here.piece.pair = here.pair
    if here.piece.sheet not in (DECISION, CHANGE) or not may_sign(here.who):
        raise Http404


@require_POST
@of_piece
def read_view(request, here, number):
    """The two have read what somebody said beside an answer."""
    _may_tell(here)
    found = rules.suggestion_of(here.pair, number)
    if not found:
        raise Http404
    felt.read_other_view(found)
    return redirect("voices:piece", here.pair.public, here.piece.public)


