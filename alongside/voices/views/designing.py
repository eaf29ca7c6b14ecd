"""Designing with others: the two make a link; whoever says yes sees ideas and headings, and nothing else of theirs."""

from functools import cached_property, wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.people import signin
from alongside.people.here import Here
from alongside.people.person import introduce
from alongside.people.views.asking import Asked, name_box
from alongside.people.views.words import page_words, reads_easy
from alongside.people.wording import names_for
from alongside.voices import idea as ideas
from alongside.voices import rules, themes
from alongside.voices.views.here import of_pair
from alongside.voices.views.ideas import add_line, choose, page, page_of, piece_or_404
from alongside.voices.views.reading import with_own_hand

SECTION, KIND = "Designing with others", "co-designer"


# --- for the two


@of_pair
@with_own_hand
def co_designers(request, here):
    """Whom the two invited; a first name makes a link."""
    asked = Asked(
        request, [name_box(here.page_words(SECTION, "name"), needed=here.page_words(SECTION, "name-needed"))]
    )
    if asked.good:
        ideas.ask_to_design(introduce(asked["name"], ""), pair=here.pair, by=here.me)
        return redirect("voices:co-designers", here.pair.public)
    rows = [(each, link_for(each)) for each in rules.co_designers_of(here.pair)]
    return render(
        request, "voices/co_designers.html", here.context(rows=rows, box=asked.boxes[0], errors=asked.errors),
        status=422 if asked.errors else 200,
    )  # fmt: skip


@require_POST
@of_pair
@with_own_hand
def end(request, here, number):
    """The two end it; what was brought in stays."""
    found = rules.co_designers_of(here.pair).filter(pk=number).first()
    if not found:
        raise Http404
    ideas.end(found, by=here.me)
    return redirect("voices:co-designers", here.pair.public)


def link_for(designer) -> str:
    """The address that asks somebody to design with a pair, and brings them back later."""
    return settings.BASE + reverse("voices:design-link", args=[signin.token(KIND, designer.pk)])


# --- for whoever is asked


def asked(request, token):
    """Yes or no, on a page with a button: the link alone signs nobody in."""
    kind, key = signin.read_token(token) or ("", 0)
    found = rules.asked_to_design(key) if kind == KIND else None
    if not found:
        raise Http404
    request.programme = found.pair.programme
    names = {"partner": found.pair.partner.name, "professional": found.pair.professional.name}
    if request.method == "POST":
        if "no" in request.POST:
            ideas.end(found, by=found.person)
            return render(
                request, "voices/design_no.html", {"said": page_words(request, SECTION, "thanks-no")}
            )
        ideas.say_yes(found)
        signin.sign_in(request, found.person, way="a link to design together")
        return redirect("voices:designing", found.pair.public)
    said = {
        key: page_words(request, SECTION, key, **names)
        for key in ("ask-title", "ask-text", "ask-add", "ask-yes", "ask-no")
    }
    return render(request, "voices/design_asked.html", {"said": said, "easy": reads_easy(request)})


class Beside(Here):
    """The pair as somebody beside it meets it: both by name, and no side of their own."""

    @cached_property
    def names(self) -> dict[str, str]:
        two = {"partner": self.pair.partner.name, "professional": self.pair.professional.name}
        return names_for(self.pair.programme, self.me, None) | two

    @property
    def side(self) -> str:
        return "others"

    @property
    def other_name(self) -> str:
        return ""

    def name_of(self, person) -> str:
        return person.name

    def half(self, person) -> dict:
        return {"letter": person.letter, "empty": False, "name": person.name}


def designing_with(view):
    """A page for somebody who said yes to designing with this pair; for anybody else it does not exist."""

    @wraps(view)
    def fetched(request, public, *args, **kwargs):
        if not request.who:
            return signin.to_the_door(request)
        found = None if request.who.support else rules.designs_with(request.who.person, public)
        if not found or not found.said_yes:
            raise Http404
        request.programme = found.pair.programme
        return view(request, Beside(found.pair, request.who, reads_easy(request)), found, *args, **kwargs)

    return fetched


@designing_with
def home(request, here, designer):
    """What they may see: ideas, and what people said under headings, covered."""
    if request.method == "POST":
        ideas.end(designer, by=designer.person)
        return redirect("/")
    found = themes.board(here.pair, rules.readable_answers(here.pair), easy=here.easy)
    return render(
        request, "voices/designing.html", here.context(headings=[each for each in found if each.theme])
    )


@designing_with
def all_ideas(request, here, designer):
    """The ideas of the pair, and one's own dots."""
    if request.method == "POST":
        return choose(request, here, designer.person, "voices:designing-ideas", designer)
    return page(request, here, designer.person, designer=designer)


@designing_with
def one_idea(request, here, designer, idea):
    """One idea with both columns; a line for either of them."""
    piece = piece_or_404(here, idea)
    if request.method == "POST":
        add_line(request, here, designer, piece)
        return redirect("voices:designing-idea", here.pair.public, piece.public)
    shown = page_of(here, piece) | {"back": reverse("voices:designing-ideas", args=[here.pair.public])}
    return render(
        request, "voices/idea.html", here.context(**shown, idea=piece, edit=False, designer=designer)
    )
