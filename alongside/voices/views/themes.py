"""Putting what people said under headings: a list that is moved with a select and a button."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy, whole
from alongside.voices import rules, themes, withdrawal
from alongside.voices.views.here import of_pair
from alongside.voices.views.reading import with_own_hand

SECTION = "Headings"
AT_MOST = 60  # headings of one pair
PAGE = 30  # answers on the page of one heading
NONE = "none"  # stands for "no heading yet"


def of_theme(view):
    """A page of one heading of this pair."""

    @of_pair
    @with_own_hand
    def fetched(request, here, theme, *args, **kwargs):
        found = rules.theme_of(here.pair, theme)
        if not found:
            raise Http404
        return view(request, here, found, *args, **kwargs)

    return fetched


@of_pair
@with_own_hand
def board(request, here):
    """Every heading with what stands under it, and what has none yet; columns are a view of the same list."""
    errors = []
    if request.method == "POST":
        name = " ".join(tidy(request.POST.get("name", "")).split())[: themes.NAME]
        if not name:
            errors = [("name", here.page_words(SECTION, "name-needed"))]
        elif here.pair.themes.count() >= AT_MOST:
            errors = [("name", here.page_words(SECTION, "too-many", most=AT_MOST))]
        else:
            themes.begin_theme(name, pair=here.pair, by=here.me)
            return redirect("voices:themes", here.pair.public)
    found = themes.board(here.pair, rules.readable_answers(here.pair), easy=here.easy)
    return render(
        request, "voices/themes.html",
        here.context(
            headings=found, options=_options(found), columns="columns" in request.GET, errors=errors,
            notices=withdrawal.notices_for(here.pair),
        ),
        status=422 if errors else 200,
    )  # fmt: skip


def _options(found) -> list[tuple[str, str]]:
    return [(each.theme.public, str(each.theme)) for each in found if each.theme]


@of_pair
@with_own_hand
def one(request, here, theme):
    """All that stands under one heading, some at a time; `none` holds what has no heading."""
    found = rules.theme_of(here.pair, theme) if theme != NONE else None
    if not found and theme != NONE:
        raise Http404
    readable = rules.readable_answers(here.pair)
    begin = whole(request.GET.get("from", "")) or 0
    heading, options = themes.one(here.pair, readable, found, begin, PAGE, easy=here.easy)
    return render(
        request, "voices/theme.html",
        here.context(
            heading=heading, options=options, begin=begin, page=PAGE, errors=[],
            after=begin + PAGE if begin + PAGE < heading.number.all else 0,
        ),
    )  # fmt: skip


@require_POST
@of_pair
@with_own_hand
def move(request, here, answer):
    """Move an answer from one heading to another, add it to one more, or take it out."""
    found = rules.readable_answers(here.pair).filter(pk=answer).first()
    if not found:
        raise Http404
    there, away = (rules.theme_of(here.pair, request.POST.get(name, "")) for name in ("to", "from"))
    if "out" in request.POST and away:
        themes.take_from(found, away, by=here.me)
    elif there:
        themes.put_under(found, there, by=here.me)
        if away and "also" not in request.POST and away.pk != there.pk:
            themes.take_from(found, away, by=here.me)
        messages.info(request, here.page_words("Themes, and what comes first", "moved", theme=str(there)))
    back = reverse("voices:themes", args=[here.pair.public])
    if request.POST.get("page") == "one":
        back = reverse("voices:theme", args=[here.pair.public, away.public if away else NONE])
    return redirect(back + ("?columns" if "columns" in request.GET else ""))


@require_POST
@of_theme
def change(request, here, theme):
    """Rename a heading, put it earlier or later, or take it out."""
    name = " ".join(tidy(request.POST.get("name", "")).split())[: themes.NAME]
    if "earlier" in request.POST or "later" in request.POST:
        themes.move_theme(theme, -1 if "earlier" in request.POST else 1, by=here.me)
    elif "out" in request.POST:
        themes.take_out_theme(theme, by=here.me)
    elif name:
        themes.rename(theme, name, by=here.me)
        return redirect("voices:theme", here.pair.public, theme.public)
    return redirect("voices:themes", here.pair.public)


@require_POST
@of_pair
@with_own_hand
def taken_down(request, here, number):
    """Somebody took down what hung on a wall or lay in a file."""
    notice = rules.taken_back_of(here.pair, number)
    if not notice:
        raise Http404
    if who := tidy(request.POST.get("who", "")).strip()[:120]:
        withdrawal.taken_down(notice, who, by=here.me)
    return redirect("voices:themes", here.pair.public)
