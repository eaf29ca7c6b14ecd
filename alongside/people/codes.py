"""A six-figure code by e-mail, bound to the browser that asked for it.

django-allauth makes, keeps and checks the code; the pages and the words are ours. Whoever asks
gets the same answer in the same time, whether or not their address is known.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.shortcuts import redirect

from alongside.kit import messages
from alongside.people import limits, signin
from alongside.people.organisation import organisation_here
from alongside.people.person import Person
from alongside.people.programme import content_of_sector

TRIES, ASKED, ASKED_FROM_HERE = 5, 6, 40


class TooMany(Exception):
    """Too many codes were asked for, or five did not fit; it stops for fifteen minutes."""


def ask(request, email: str):
    """Send a code to this address, if it is known."""
    if (
        limits.tried("wrong code", email) >= TRIES
        or limits.count("code", email) > ASKED
        or limits.count("code from", limits.address(request)) > ASKED_FROM_HERE
    ):
        raise TooMany
    person = Person.objects.filter(email__iexact=email, active=True).first()
    if person is None:
        _send(email, "000000", known=False)  # takes as long as for one that is known
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=email)


def asked_here(request) -> LoginCodeVerificationProcess | None:
    """The code that this browser asked for; None if another one did, or nobody."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return LoginCodeVerificationProcess(stage) if stage else None


def address_of(asked) -> str:
    return asked.state["email"]


def fits(asked, typed: str) -> bool:
    """Whether this is the code; raises `TooMany` once five did not fit."""
    email = address_of(asked)
    if limits.tried("wrong code", email) >= TRIES:
        raise TooMany
    if asked.user and compare_user_code(actual=typed, expected=asked.code):
        limits.forget("wrong code", email)
        return True
    last = limits.count("wrong code", email) >= TRIES
    if not asked.record_invalid_attempt() or last:
        raise TooMany
    return False


def send_again(request, asked):
    """A new code to the same address; the one before does not work any more."""
    if not asked.can_resend or limits.count("code", address_of(asked)) > ASKED:
        raise TooMany
    asked.resend()


def _send(email: str, code: str, *, known: bool = True):
    here = organisation_here()
    content = content_of_sector(here.sector if here else "health")
    message = content.message("code", "E-mail", code=code, sender_name="Alongside")
    messages.send(email, message["subject"], message["body"], sender=message["from"], known=known)


class Adapter(DefaultAccountAdapter):
    """Ties django-allauth to our pages, our words and our sessions."""

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        signin.sign_in(request, user, way="code")

    def post_login(self, request, user, **kwargs):
        return redirect("device")

    def add_message(self, *args, **kwargs):
        """The pages say what happened."""

    def send_mail(self, template_prefix, email, context):
        _send(email, context["code"])


class PasskeyAdapter(DefaultMFAAdapter):
    """A passkey is a way in, not a second step after another one."""

    def is_mfa_enabled(self, user, types=None):
        kinds = set(types or Authenticator.Type.values) - {Authenticator.Type.WEBAUTHN}
        return super().is_mfa_enabled(user, list(kinds))

    def _get_site_name(self):
        return "Alongside"

    def _get_user_identifier(self, user):
        return user.name
