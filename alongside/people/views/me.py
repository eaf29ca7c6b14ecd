"""How I come in: my e-mail address, my passkeys, my paper key, and leaving everywhere."""

from allauth.mfa.models import Authenticator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people import email_address, limits, rules, signin
from alongside.people.views.asking import Asked, Box, email_box, figures
from alongside.people.views.own import own_hand
from alongside.people.views.words import Words, page_words


@own_hand
def ways_in(request):
    """Every way in that I have, and how to get another."""
    return render(
        request,
        "people/ways_in.html",
        {
            "me": request.user,
            "passkeys": rules.passkeys_of(request.user),
            "words": Words(request),
            "times": signin.times_of_coming_in(request.user),
        },
    )


@own_hand
def email(request):
    """A new e-mail address, which has to answer first."""
    words = Words(request)
    asked = Asked(
        request,
        [
            email_box(
                _("Your e-mail address"),
                value=request.user.email or "",
                needed=_("Type your e-mail address."),
            )
        ],
    )
    if asked.good and limits.count("address", str(request.user.pk)) > 5:
        asked.wrong("email", words("when-something-does-not-work", "too-many-codes"))
    if asked.good:
        email_address.ask(request, asked["email"].lower(), words.content)
        return redirect("my-email-code")
    return asked.page(
        title=_("Your e-mail address"),
        lede=page_words(request, "Ways in", "new-email"),
        button=_("Send me a code"),
        back="/me/",
        next=False,
    )


@own_hand
def email_code(request):
    """The code that went to the new address."""
    address = email_address.asked(request)
    if not address:
        return redirect("my-email")
    words = Words(request)
    asked = Asked(
        request,
        [
            Box(
                "code",
                _("The six numbers"),
                kind="code",
                needed=page_words(request, "Ways in", "code-needed"),
            )
        ],
    )
    if asked.good:
        if email_address.keep(request, figures(asked["code"]), by=request.user):
            return redirect("ways-in")
        if not email_address.asked(request):
            return redirect("my-email")
        asked.wrong("code", words("when-something-does-not-work", "wrong-code"))
    return asked.page(
        title=_("Type your code"),
        lede=_("We have sent it to %(address)s.") % {"address": address},
        back="/me/email/",
        next=False,
    )


@require_POST
@own_hand
def passkey_out(request, pk):
    """A passkey that opens nothing any more."""
    get_object_or_404(rules.passkeys_of(request.user), pk=pk, type=Authenticator.Type.WEBAUTHN).delete()
    return redirect("ways-in")


@require_POST
@own_hand
def everywhere(request):
    """End every session of mine, on every device."""
    request.user.sign_out_everywhere()
    signin.leave(request)
    return redirect("left")
