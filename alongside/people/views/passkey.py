"""A passkey: the device's own lock opens the pages. Needs JavaScript, so nothing else needs it."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alongside.people import limits, signin
from alongside.people.views.own import own_hand
from alongside.privacy.audit import recorded


def options(request):
    """What the browser needs to ask for a passkey."""
    return JsonResponse({"publicKey": dict(auth.begin_authentication(user=None))["publicKey"]})


@require_POST
def come_in(request):
    """The browser's answer signs in whose passkey it is."""
    form = LoginWebAuthnForm(data=request.POST)
    if limits.count("passkey from", limits.address(request)) > 40 or not form.is_valid():
        return redirect("come-in")
    person = form.cleaned_data["credential"].user
    if not person.is_active:
        return redirect("come-in")
    signin.sign_in(request, person, way="passkey")
    return redirect("device")


@own_hand
def add(request):
    """Add a passkey to this person."""
    form = AddWebAuthnForm(data=request.POST, user=request.user) if request.method == "POST" else None
    if form and form.is_valid():
        with recorded("added a passkey", by=request.user, to=request.user):
            auth.WebAuthn.add(request.user, form.cleaned_data["name"], form.cleaned_data["credential"])
        return redirect("ways-in")
    creation = auth.begin_registration(request.user, passwordless=True)
    return render(request, "people/passkey.html", {"creation": creation, "failed": form is not None})
