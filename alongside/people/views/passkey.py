"""A passkey: the device's own lock opens the pages. Needs JavaScript, so nothing else needs it."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people import limits, rules, signin
from alongside.people.views.kept import said


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


@signin.signed_in
def add(request):
    """Add a passkey to this person, under a name that tells their devices apart."""
    if not rules.may_sign(request.who):
        return said(request, _("Only they can do this"), _("A passkey belongs to one person."), status=403)
    person = request.who.person
    form = AddWebAuthnForm(data=request.POST, user=person) if request.method == "POST" else None
    if form and form.is_valid():
        flows.add_authenticator(
            request, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        return redirect("ways-in")
    creation = auth.begin_registration(person, passwordless=True)
    return render(request, "people/passkey.html", {"creation": creation, "failed": form is not None})
