"""What every page's frame needs to know: who is here, which reading, the menu, the way out."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.kit.templates import at
from alongside.people.views.words import page_words, reads_easy


def shell(request):
    """Context of `kit/page.html`: see there for the names.

    Pages that people open without an account bring a frame of their own, and nobody asks who is here.
    """
    easy = reads_easy(request)
    words = {"page_words": partial(page_words, request)}
    own = getattr(request, "frame", None)
    if own is not None:
        return _frame(None, easy, [], "") | words | own
    who = getattr(request, "who", None)
    if not who:
        return _frame(None, easy, [(_("Sign in"), reverse("come-in"))], "") | words
    helping = who.person.name if who.support else ""
    programme = getattr(request, "programme", None)  # views that have one at hand leave it here
    here = programme.organisation if programme else None
    exit_address = here.exit_page if here else "https://www.bbc.co.uk/weather"
    frame = _frame(who.person, easy, _menu(request), exit_address)
    return frame | words | {"helping": helping, "organisation_name": here.name if here else ""}


def _menu(request) -> list[tuple[str, str]]:
    """Where this person can go from here; no question to the database."""
    match = getattr(request, "resolver_match", None)
    public = match.kwargs.get("public") if match else None
    menu = [(_("Home"), reverse("home"))]
    if public and match.view_name.startswith("journey:"):
        menu.append((_("Our notebook"), reverse("journey:pair", args=[public])))
    if getattr(request, "looks_after", False):
        menu.append((_("Pairs"), reverse("board")))
    if help_page := at("help"):
        menu.append((_("Help"), help_page))
    return menu


def _frame(person, easy, menu, exit_address) -> dict:
    return {
        "person": person,
        "easy": easy,
        "organisation_name": "",
        "menu": menu,
        "exit_address": exit_address,
    }
