"""The addresses of papers: the list of what a pair can take with them, each PDF, and a booklet to write in."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alongside.journey.views.here import of_pair, of_sheet
from alongside.outputs import documents, profile

THEMES = {"plain": _("Plain"), "ruled": _("Ruled"), "margin": _("Margin"), "leaf": _("Leaf"), "bold": _("Bold")}


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows; nothing of it is kept by anybody in between."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@of_pair
def papers(request, here):
    """What the two can print or take with them now."""
    return render(request, "outputs/papers.html", here.context(documents=documents.documents(here)))


@of_pair
def paper(request, here, key):
    """One document, in large print if it is asked for."""
    large = request.GET.get("print") == "large"
    found = next((d for d in documents.documents(here, large=large) if d.key == key), None)
    if not found:
        raise Http404
    return pdf(found.make(), key)


@of_sheet
def booklet(request, here):
    """This sheet on paper, to be filled in with a pen."""
    return pdf(documents.the_booklet(here, request.GET.get("print") == "large"), here.sheet.key)


@of_pair
def print_profile(request, here):
    """How my profile comes out on one page: the theme, the size, and which lines would fall off."""
    answers = documents.readable(here, documents.PROFILE, here.me)
    if answers is None:
        raise Http404
    theme = request.GET.get("theme", "plain")
    theme = theme if theme in profile.THEMES else "plain"
    small = request.GET.get("size") == "12"
    data = documents.profile_data(here, here.me, answers)
    smallest = 12 if small else 14
    if "pdf" in request.GET:
        size = 12 if small and profile.fits(data, 14, theme) else None
        return pdf(documents.the_profile(here, here.me, answers, theme=theme, size=size), "profile")
    context = here.context(
        themes=THEMES, theme=theme, small=small,
        falls_off=profile.fits(data, smallest, theme), size=profile.size_of(data, theme, smallest),
    )  # fmt: skip
    return render(request, "outputs/print_profile.html", context)
