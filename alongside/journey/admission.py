"""Who may type live: the same session, the same rules and the same sheets as on the pages."""

import re
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from alongside.journey import progress
from alongside.journey.helped import helper_of
from alongside.journey.process import COMES_BACK, SAFETY_PLAN, WEEK, Way, way_of
from alongside.people.models import Ending, Pair, Person, Support
from alongside.people.rules import my_pair
from alongside.people.signin import keep_awake
from alongside.people.who import Who, who_is_here
from alongside.people.wording import UNKNOWN, knows_the_other
from alongside.portfolio import piece, said
from alongside.portfolio.live_names import part_of, place_named, rules_of
from alongside.portfolio.places import DocumentPlace
from alongside.portfolio.sheet import Mine
from alongside.writing.document import SUPPORTED, TYPED
from alongside.writing.hub import settled
from alongside.writing.sockets import SIGNED_OUT, Admitted, NotHere, Whose, rights_changed

PREFIX = "/write/"
ADDRESS = re.compile(
    r"(?P<pair>[a-z0-9]+)-(?P<sheet>[a-z0-9-]+?)(?:@(?P<occasion>[a-z0-9-]+?))?(?:-(?P<part>mine|kept))?"
)


def socket_name(mine: Mine, place: DocumentPlace) -> str:
    """The last part of the address at which this document is typed live."""
    part = part_of(mine, place)
    return (
        f"{mine.pair.public}-{mine.sheet.key}"
        + (f"@{mine.occasion}" if mine.occasion else "")
        + (f"-{part}" if part else "")
    )


def admit(scope: dict, typed: bool) -> Admitted:
    """Who comes with this handshake, and to which document; `NotHere` for everybody else alike.

    `typed`: they have typed since they were asked last, so a shared device does not go to sleep on them.
    """
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    if not _is_from_us(headers):
        raise NotHere
    request = _request(headers)
    who = who_is_here(request)
    if who is None:
        raise NotHere(SIGNED_OUT)
    if typed:
        keep_awake(request)
        request.session.save()
    named = ADDRESS.fullmatch(scope["path"].removeprefix(PREFIX))
    pair = my_pair(who.person, named["pair"]) if named else None
    if pair is None:
        raise NotHere
    return _admitted(who, pair, named["sheet"], named["occasion"] or "", named["part"] or "", request.session)


def _admitted(who: Who, pair: Pair, sheet: str, occasion: str, part: str, session) -> Admitted:
    definition = pair.content.sheets.get(sheet)
    if (
        definition is None
        or not who.may_open(sheet)
        or not (_is_on_the_way(way_of(pair.content), sheet, occasion) or piece.is_there(pair, sheet, occasion))
    ):
        raise NotHere
    mine = Mine(pair, piece.with_options(definition, pair), who.person, occasion)
    place = place_named(mine, part)
    if place is None or (place.kept and not who.may_read_kept):
        raise NotHere
    helper = helper_of(session, who, sheet)
    typed_by = who.typed_by or helper
    return Admitted(
        place=place.key,
        rules=rules_of(mine, place),
        person=who.person.pk,
        name=who.person.name if knows_the_other(pair, pair.other(who.person)) else UNKNOWN,
        side=pair.side(who.person),
        typed_by=typed_by.pk if typed_by else None,
        how=SUPPORTED if helper else TYPED,
        session=session.session_key,
    )


def _is_on_the_way(way: Way, sheet: str, occasion: str) -> bool:
    """Whether this process has the sheet, on this occasion where it comes back."""
    stops = {(s.sheet, s.occasion) for s in (*way.stops, *way.goodbye())}
    if occasion.startswith(WEEK):
        return sheet in COMES_BACK and sheet in {s.sheet for s in way.review(occasion)}
    return (sheet, occasion) in stops or (sheet, occasion) == (SAFETY_PLAN, "")


def _is_from_us(headers: dict[str, str]) -> bool:
    """A browser says which site asks; a program that is none says nothing."""
    host = headers.get("host", "")
    domain, _port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host or origin in settings.CSRF_TRUSTED_ORIGINS


def _request(headers: dict[str, str]) -> HttpRequest:
    """As much of a request as sign-in asks for."""
    request = HttpRequest()
    try:
        request.COOKIES = {
            name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()
        }
    except CookieError:
        request.COOKIES = {}
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return request


# --- when a right ends, and when what was typed comes to rest


@receiver(post_delete, sender=Session)
def _session_ended(instance, **_):
    rights_changed(Whose(session=instance.pk))


@receiver([post_save, post_delete], sender=Support)
def _help_ended(instance, **_):
    rights_changed(Whose(person=instance.supporter_id))


@receiver([post_save, post_delete], sender=Person)
def _person_changed(instance, **_):
    rights_changed(Whose(person=instance.pk))


@receiver([post_save, post_delete], sender=Ending)
@receiver(post_delete, sender=Pair)
def _pair_ended(instance, sender, **_):
    number = instance.pk if sender is Pair else instance.pair_id
    rights_changed(Whose(pair=number))


@receiver(settled)
def _came_to_rest(place, **_):
    """What was agreed about an older version is asked again, as after a posted form."""
    here = {"pair": place.pair_id, "sheet": place.sheet, "occasion": place.occasion}
    if place.person_id is not None or not said.stands(**here):
        return
    pair = Pair.objects.select_related("programme", "partner", "professional").get(pk=place.pair_id)
    mine = Mine(pair, pair.content.sheets[place.sheet], pair.partner, place.occasion)
    if said.ask_again_after_a_change(mine):
        progress.note(pair)
