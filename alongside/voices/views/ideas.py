"""Ideas: a page for each, with good and worry side by side and no answers; and the dots that say what comes first."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy
from alongside.portfolio.piece import with_options
from alongside.portfolio.reading import read_out
from alongside.voices import idea as ideas
from alongside.voices import rules
from alongside.voices.views.here import of_pair
from alongside.voices.views.piece import PAGES
from alongside.voices.views.reading import with_own_hand

BESIDE = {"idea", "how", "good", "worry"}
LINE = 400  # letters in one line of a co-designer


@dataclass(frozen=True)
class Listed:
    """One idea in the list: where it is, my dots, and all dots once they are counted."""

    pk: int
    public: str
    title: str
    address: str
    mine: int
    dots: int


def idea(request, here):
    """The page of one idea, for the two."""
    return render(
        request, "voices/idea.html", here.context(**page_of(here, here.piece), edit=True, designer=None)
    )


PAGES["idea"] = idea


def page_of(here, piece) -> dict:
    """What stands on the page of an idea: both columns from everybody, and what the two wrote together."""
    joint, each, lines = rules.idea_of(piece)
    sheet = with_options(here.content.sheet("idea"), here.pair)
    columns: dict[str, list] = {"good": [], "worry": []}
    for person, answers in each.items():
        for key, column in columns.items():
            side = here.pair.side(person)
            column += [
                (side, answers.text(f"{key}/{row}/line"), here.name_of(person))
                for row in answers.full_rows(key)
            ]
    for line in lines:
        columns[line.side].append(("others", line.words, here.page_words("Ideas", "by-designer")))
    rest = tuple(q for q in sheet.questions if q.key not in BESIDE)
    counted = ideas.count(here.pair) if ideas.is_counted(here.pair) else None
    return {
        "title": joint.text("idea"), "how": joint.text("how"), **columns,
        "blocks": read_out(rest, joint, say=here.say, easy=here.easy),
        "dots": None if counted is None else counted.get(piece.pk, 0),
        "back": reverse("voices:ideas", args=[here.pair.public]),
    }  # fmt: skip


@of_pair
@with_own_hand
def listed(request, here):
    """Every idea of the two; what comes first, once everybody has put their dots."""
    if request.method == "POST":
        return choose(request, here, here.me, "voices:ideas", None)
    return page(request, here, here.me)


def page(request, here, person, *, designer=None, errors=(), status=200):
    """The list of ideas with the dots of this person; the same page for somebody who designs with the two."""
    pair, mine = here.pair, ideas.my_dots(here.pair, person)
    choosing = ideas.Choosing.of(pair)
    counted = choosing.counted
    dots, found = ideas.count(pair, choosing), rules.ideas_of(pair)
    titles = rules.titles_of(pair, found)
    where = "voices:designing-idea" if designer else "voices:piece"
    rows = [
        Listed(
            p.pk, p.public, titles[p.pk], reverse(where, args=[pair.public, p.public]), mine.get(p.pk, 0),
            dots.get(p.pk, 0),
        )
        for p in found
    ]  # fmt: skip
    rows.sort(key=lambda row: -row.dots)
    return render(
        request, "voices/ideas.html",
        here.context(
            ideas=rows, counted=counted and bool(rows), put=person.pk in choosing.put, each=ideas.EACH, errors=errors,
            waits=_waits(here, person, choosing), choices=_choices(here), designer=designer,
            designer_home=here.page_words("Designing with others", "home"),
            choose_at="voices:designing-ideas" if designer else "voices:ideas",
        ),
        status=status,
    )  # fmt: skip


def _choices(here) -> list[tuple[str, str]]:
    return [
        ("0", here.page_words("Ideas", "left-empty")),
        *((str(n), str(n)) for n in range(1, ideas.EACH + 1)),
    ]


def _waits(here, person, choosing) -> list[str]:
    """Who has still to put theirs, by name; never how."""
    return [
        here.name_of(each) if each in here.pair.two else each.name
        for each in rules.who_has_not_put(choosing)
        if each != person
    ]


def choose(request, here, person, there: str, designer):
    """Put these dots, if there are enough of them."""
    found = {p: request.POST.get(f"dots-{p.public}", "0") for p in rules.ideas_of(here.pair)}
    dots = {p: int(n) for p, n in found.items() if n in {str(k) for k in range(ideas.EACH + 1)}}
    all_dots = sum(dots.values())
    if all_dots > ideas.EACH:
        words = here.page_words("Ideas", "too-many", number=all_dots, most=ideas.EACH)
        first = next(iter(found)).public
        return page(request, here, person, designer=designer, errors=[(f"dots-{first}", words)], status=422)
    ideas.put_dots(dots, pair=here.pair, by=person)
    return redirect(there, here.pair.public)


@require_POST
@of_pair
@with_own_hand
def again(request, here):
    """All dots go back."""
    if ideas.is_counted(here.pair):
        ideas.choose_again(here.pair, by=here.me)
    return redirect("voices:ideas", here.pair.public)


def add_line(request, here, designer, piece) -> None:
    """One line of a co-designer, on one of the two sides."""
    words, side = tidy(request.POST.get("words", "")).strip()[:LINE], request.POST.get("side")
    if words and side in (ideas.Side.GOOD, ideas.Side.WORRY):
        ideas.say_side(piece, side, words, by=designer)


def piece_or_404(here, public: str):
    found = next((p for p in rules.ideas_of(here.pair) if p.public == public), None)
    if not found:
        raise Http404
    return found
