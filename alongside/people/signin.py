"""Coming in without a password, and how long a session lasts on this device."""

import functools
import time

from allauth.mfa.models import Authenticator
from django.contrib.auth import login, logout
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.people import kept_post
from alongside.people.person import Person
from alongside.privacy.audit import AuditLine, recorded

QUIET, OWN = 15 * 60, 30 * 24 * 3600
BACKEND = "django.contrib.auth.backends.ModelBackend"
GOING_TO, SHARED, SEEN = "going_to", "shared_device", "seen_on"
HANDED_OVER = "hand_over"  # the two of a pair pass this device to and fro
SALT, CAME_IN = "come in", "came in: "


# --- who comes in


def sign_in(request, person: Person, *, way: str, by: Person | None = None):
    """Begin a session; until the person says whose device this is, it is treated as shared.

    `by` is the coordinator who signed them in, where they did not do it themselves.
    """
    going_to = None if request.user.is_authenticated else request.session.get(GOING_TO)
    login(request, person, backend=BACKEND)
    request.session.pop("supporting", None)
    if going_to:
        request.session[GOING_TO] = going_to
    request.session[SHARED] = True
    request.session["easy"] = person.easy or request.session.get("easy", False)
    request.session.set_expiry(QUIET)
    with recorded(f"{CAME_IN}{way}", by=by or person, to=person):
        pass


def remember_device(request, *, shared: bool):
    """Fifteen quiet minutes on a device that others use, thirty days on one's own."""
    request.session[SHARED] = shared
    request.session.set_expiry(QUIET if shared else OWN)


def leave(request):
    """End this session, and what it kept."""
    logout(request)


def has_way_in(person: Person) -> bool:
    """Whether this person can come in by a code, a paper key or a passkey of their own."""
    return bool(person.email or person.paper_words) or Authenticator.objects.filter(user=person).exists()


def times_of_coming_in(person: Person, most: int = 10):
    """When this person came in last and how, for them alone to see."""
    lines = AuditLine.objects.filter(kind=Person._meta.label, thing=str(person.pk), verb__startswith=CAME_IN)
    return [
        (line.at, line.verb.removeprefix(CAME_IN), line.by if line.by_id != person.pk else None)
        for line in lines.select_related("by").order_by("-at")[:most]
    ]


# --- where they were going


def go_on_to(request, address: str | None):
    """Remember the page that somebody wanted before they came in."""
    if address and is_ours(request, address):
        request.session[GOING_TO] = address


def next_address(request) -> str:
    return request.session.pop(GOING_TO, None) or "/"


def is_ours(request, address: str) -> bool:
    """An address of this site, never somebody else's."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def signed_in(view):
    """Only for somebody who has come in; what a POST wrote is kept until they have come in again."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.who:  # lazy, so it never "is" None
            return to_the_door(request)
        return view(request, *args, **kwargs)

    return guarded


def to_the_door(request):
    """The sign-in page, knowing where this person was going and what they had typed.

    On a device that two people pass on, Back of whoever held it leads to the page between the two.
    """
    if HANDED_OVER in request.session:
        return redirect("/")
    kept = request.method == "POST" and kept_post.keep(request)
    go_on_to(request, request.get_full_path() if request.method in ("GET", "HEAD") else None)
    return redirect(reverse("come-in") + ("?why=timed-out" if kept else ""))


# --- links


def sign_in_link(person: Person, base: str, *, seconds: int = 3600) -> str:
    """An address with one button that signs this person in, as often as wanted until it runs out."""
    until = int(timezone.now().timestamp()) + seconds
    return base + reverse("come-in-link", args=[token("person", person.public, until)])


def token(kind: str, key, until: int = 0) -> str:
    """Signed, so that nobody can make one; `until` 0 leaves the end to what it points to."""
    return signing.dumps([kind, key, until], salt=SALT)


def read_token(text: str) -> tuple[str, object] | None:
    """Kind and key of a link, or None for one that is wrong or has run out."""
    try:
        kind, key, until = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return None if until and timezone.now().timestamp() > until else (kind, key)


# --- every answer


def keep_awake(request) -> None:
    """Quiet time is counted by the minute on a shared device, and by the day on one's own: not by the press."""
    now = int(time.time() // 60) if request.session.get(SHARED) else timezone.localdate().toordinal()
    if request.session.get(SEEN) != now:
        request.session[SEEN] = now


def finish(request, response: HttpResponse) -> HttpResponse:
    """Keep a session alive while it is used, and a signed-in page out of every cache."""
    person_id = request.session.get("_auth_user_id")
    if not person_id:
        return response
    keep_awake(request)
    if request.method == "POST" and "was_kept" in request.POST:
        kept_post.take(request)
    kept_post.remember_who(request, response, person_id)
    patch_cache_control(response, no_store=True, private=True)
    return response
