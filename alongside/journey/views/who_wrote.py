"""Who wrote what on a sheet, and when: each answer paragraph by paragraph, as its writers read it."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from alongside.journey.audience import audience
from alongside.journey.read import reading_of
from alongside.journey.views.here import of_sheet
from alongside.portfolio import hands
from alongside.portfolio.history import Past
from alongside.portfolio.sheet import TABLES

HOUR = timedelta(hours=1)


@of_sheet
def who_wrote(request, here):
    """What is mine and what the two of us wrote together; of what is kept, what this reader may see."""
    if here.sheet.key in TABLES:
        raise Http404
    support = here.who.support
    past = Past(here.mine, with_kept=support is None or support.also_kept)
    written = hands.who_wrote(past, **reading_of(here, here.mine)) if here.mine.questions else []
    return render(
        request,
        "journey/who_wrote.html",
        here.context(
            audience=audience(here),
            written=written,
            whose=lambda paragraph: _whose(here, paragraph),
            paper=lambda paragraph: _paper(here, paragraph),
        ),
    )


def _whose(here, paragraph: hands.Paragraph) -> str:
    """The names, who typed or helped, and when."""
    said = list(dict.fromkeys(words for hand in paragraph.hands for words in _names(here, hand)))
    return " · ".join([*said, *([_when(here, paragraph.hour)] if paragraph.hour else [])])


def _names(here, hand: hands.Hand) -> list[str]:
    name = here.name_of(hand.by) if hand.by else here.page_words("Earlier versions", "somebody")
    if hand.typed_by:
        return [here.page_words("who-can-see-this", "typed-by", typist=hand.typed_by.name, name=name)]
    if hand.helped_by:
        return [name, here.page_words("who-can-see-this", "supported-by", supporter=hand.helped_by.name)]
    return [name]


def _when(here, hour) -> str:
    begins = localtime(hour)
    clock = {"time": date_format(begins, "H:i"), "end_time": date_format(begins + HOUR, "H:i")}
    if begins.date() == localdate():
        return here.page_words("Earlier versions", "at-today", **clock)
    return here.page_words("Earlier versions", "at-day", day=date_format(begins, "l j F Y"), **clock)


def _paper(here, paragraph: hands.Paragraph) -> str:
    """The side of the one who wrote it alone; what several wrote lies on paper of both."""
    people = {hand.by.pk if hand.by else None for hand in paragraph.hands}
    alone = next((person for person in here.pair.two if people == {person.pk}), None)
    return here.pair.side(alone) if alone else "both"
