"""The first coordinator: who you are, then your organisation."""

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.people import signin
from alongside.people.organisation import begin_organisation
from alongside.people.person import introduce
from alongside.people.programme import sectors
from alongside.people.setup import may_start
from alongside.people.views.asking import Asked, Box, email_box, name_box, phone_box
from alongside.people.views.kept import old_link
from alongside.people.views.words import page_words

YOU = "starting"


def start(request, token):
    """Your name and your e-mail address."""
    if not may_start(token):
        return old_link(request)
    you = request.session.get(YOU, {})
    boxes = [
        name_box(
            _("What should we call you?"),
            value=you.get("name", ""),
            hint=_("Your first name is enough."),
            needed=page_words(request, "Setting up", "your-name-needed"),
        ),
        email_box(
            _("Your e-mail address"),
            value=you.get("email", ""),
            hint=page_words(request, "Setting up", "your-email"),
            needed=_("Type your e-mail address."),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        request.session[YOU] = {"name": asked["name"], "email": asked["email"]}
        return redirect("start-organisation", token=token)
    return asked.page(
        where=_("Setting up, 1 of 3"),
        title=_("Begin here"),
        lede=page_words(request, "Setting up", "start-lede"),
    )


def organisation(request, token):
    """Your organisation and the words that it uses."""
    if not may_start(token):
        return old_link(request)
    you = request.session.get(YOU)
    if not you:
        return redirect("start", token=token)
    boxes = [
        Box(
            "name",
            _("What is your organisation called?"),
            needed=_("Type the name of your organisation."),
            most=120,
            autocomplete="organization",
        ),
        phone_box(
            _("Which number can people call?"),
            hint=page_words(request, "Setting up", "number-hint"),
            needed=page_words(request, "Setting up", "number-needed"),
        ),
        Box(
            "sector",
            _("What is it?"),
            kind="choice",
            options=tuple(sectors()),
            hint=page_words(request, "Setting up", "sector-hint"),
            needed=page_words(request, "Setting up", "sector-needed"),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        with transaction.atomic():  # the first of two who press at once begins it
            if not may_start(token):
                return old_link(request)
            person = introduce(you["name"], you["email"])
            begin_organisation(name=asked["name"], phone=asked["phone"], sector=asked["sector"], by=person)
        request.session.pop(YOU)
        signin.sign_in(request, person, way="first coordinator")
        request.session[signin.GOING_TO] = "/programme/new/"
        return redirect("device")
    return asked.page(where=_("Setting up, 2 of 3"), title=_("Your organisation"), back=f"/start/{token}/")
