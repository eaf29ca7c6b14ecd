"""What every page's frame needs to know: who is here, which reading, the menu, the way out."""


def shell(request):
    """Context of `kit/page.html`, see there."""
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "person": person if signed_in else None,
        "easy": request.session.get("easy", False) if hasattr(request, "session") else False,
        "organisation_name": "",
        "menu": [],
        "exit_address": "",
    }
