"""What every page's frame needs to know: who is here, which reading, the menu, the way out."""

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.kit.templates import at


def shell(request):
    """Context of `kit/page.html`: see there for the names."""
    who = getattr(request, "who", None)
    easy = request.session.get("easy", False) if hasattr(request, "session") else False
    if not who:
        return _frame(None, easy, [(_("Sign in"), reverse("come-in"))], "")
    match = getattr(request, "resolver_match", None)
    public = match.kwargs.get("public") if match else None
    menu = [(_("Home"), reverse("home"))]
    if public and match.view_name.startswith("journey:"):
        menu.append((_("Our notebook"), reverse("journey:pair", args=[public])))
    if help_page := at("help"):
        menu.append((_("Help"), help_page))
    helping = who.person.name if who.support else ""
    return _frame(who.person, easy, menu, "https://www.bbc.co.uk/weather") | {"helping": helping}


def _frame(person, easy, menu, exit_address) -> dict:
    return {
        "person": person,
        "easy": easy,
        "organisation_name": "",
        "menu": menu,
        "exit_address": exit_address,
    }
