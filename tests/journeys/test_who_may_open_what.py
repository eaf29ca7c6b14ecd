"""Every address, asked for by everybody: the answers are written here from the decisions, not from the code.

OPEN: a page, or on to another page of this person's. DOOR: the sign-in page. NONE: a page that does not
exist. METHOD: this address is only for forms. Nobody is ever told that something is there but not for them.
"""

import logging
import re
from dataclasses import dataclass

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from alongside.people.models import Invitation
from tests.journeys.asked import Asked
from tests.journeys.cast import EVERYBODY, TWO, Cast

OPEN, DOOR, NONE, METHOD, OLD = "open", "door", "none", "method", "old link"
SIGNED_IN = set(EVERYBODY) - {"signed_out"}
OWN_HAND = SIGNED_IN - {"supporter"}  # somebody acting for another keeps away from what is that person's alone
NOBODY: set[str] = set()
WALKING = TWO | {"supporter"}


@dataclass(frozen=True)
class Row:
    """Who gets in with GET and with POST; without `post` it is the same. `out` is for who is signed out."""

    get: set | str
    post: set | str | None = None
    out: str = DOOR
    at: dict | None = None

    def expected(self, who: str, method: str) -> str:
        allowed = self.get if method == "GET" or self.post is None else self.post
        if isinstance(allowed, str):
            return allowed
        if who in allowed:
            return OPEN
        return self.out if who == "signed_out" else NONE


def everyone(post=None) -> Row:
    return Row(set(EVERYBODY), post)


def coordinator(post=None) -> Row:
    return Row({"coordinator"}, post)


def form_of(who: set) -> Row:
    """An address that only takes a form."""
    return Row(METHOD, who)


PROFILE = {"meeting": "meeting-1", "sheet": "one-page-profile", "question": "matters"}
STORY = {"meeting": "meeting-2", "sheet": "story", "question": "draft"}
PLAN = {"meeting": "meeting-4", "sheet": "action-plan", "question": "i-agree"}
PACE = {"meeting": "meeting-3", "sheet": "own-pace"}
READINESS = {"meeting": "meeting-2", "sheet": "readiness", "question": "today"}

# Address → who gets in. The supporter is acting for the partner, in "my profile" and "what we write together".
TABLE: dict[str, Row | list[Row]] = {
    # what is there for anybody
    "home": everyone(),
    "health": everyone(),
    "components": everyone(METHOD),
    "reading": Row(METHOD, set(EVERYBODY)),
    "come-in": everyone(),
    "account_login": everyone(),
    "account_request_login_code": everyone(),
    "account_signup": everyone(),
    "account_inactive": everyone(),
    "account_confirm_login_code": Row(SIGNED_IN),
    "come-in-link": Row(OLD, at={"token": "nonsense"}),
    "come-in-letter": everyone(),
    "come-in-paper-key": everyone(),
    "mfa_login_webauthn": Row(METHOD, DOOR),
    "passkey-options": everyone(),
    "device": Row(SIGNED_IN),
    "kept": Row(SIGNED_IN),
    "account_logout": Row(METHOD, set(EVERYBODY)),
    "left": everyone(),
    "start": Row(OLD, at={"token": "nonsense"}),
    "start-organisation": Row(OLD, at={"token": "nonsense"}),
    "demo-sign-in": Row(NOBODY, out=NONE, at={"token": "nonsense"}),
    "help": everyone(),
    "about": everyone(),
    "notice": [Row(set(EVERYBODY), at={"notice": "privacy"}), Row(NOBODY, out=NONE, at={"notice": "nonsense"})],
    "what-we-hold": everyone(),
    "leave-now": Row(METHOD, set(EVERYBODY)),
    "file": [Row(NOBODY, METHOD, out=NONE, at={"file": "a" * 24})],
    # each person's own
    "supporters": Row(OWN_HAND),
    "supporter-choose": Row(OWN_HAND),
    "supporter-areas": Row(OWN_HAND),
    "supporter": Row({"partner"}),
    "helping": Row(SIGNED_IN),
    "helping-one": Row({"supporter"}),
    "helping-stop": form_of(SIGNED_IN),
    "facilitating": Row(SIGNED_IN),
    "facilitating-one": Row({"facilitator"}),
    "ways-in": Row(OWN_HAND),
    "my-email": Row(OWN_HAND),
    "my-email-code": Row(OWN_HAND),
    "passkey-add": Row(OWN_HAND),
    "passkey-out": Row(METHOD, NOBODY),
    "leave-everywhere": form_of(OWN_HAND),
    "worries": Row(NOBODY),
    "worry": Row(NOBODY),
    # what a coordinator looks after; this programme's, and nobody else's
    "roles": Row(NOBODY),
    "role-end": Row(METHOD, NOBODY),
    "programme-new": Row(NOBODY),
    "programme": coordinator(),
    "programme-phone": coordinator(),
    "programme-named-person": coordinator(),
    "programme-safeguarding": coordinator(),
    "programme-age": coordinator(),
    "brief": coordinator(),
    "brief-preview": coordinator(),
    "brief-question": [
        Row({"coordinator"}, at={"question": "what"}),
        Row(NOBODY, at={"question": "nonsense"}),
    ],
    "invite": coordinator(),
    "invite-professional": coordinator(),
    "invite-partner": coordinator(),
    "invite-partner-reach": coordinator(),
    "invite-partner-age": coordinator(),
    "invite-partner-guardian": coordinator(),
    "invite-check": coordinator(),
    "programme/<slug:public>/invite/check/": coordinator(),
    "invitation": coordinator(),
    "invitation-letter": coordinator(),
    "invitation-again": Row(METHOD, {"coordinator"}),
    "invitation-guardian": coordinator(),
    "outputs:invitation-letter": coordinator(),
    "outputs:invitation-card": coordinator(),
    "outputs:paper-key-letter": Row(METHOD, NOBODY),  # without the words of a key just made there is no letter
    "sit-down": Row(NOBODY),  # both have an e-mail address of their own
    "paper-key": coordinator(),
    "board": Row({"coordinator", "other_coordinator"}),  # each their own pairs
    "told-by-hand": Row(METHOD, NOBODY),
    "coordinated-pair": coordinator(),
    "coordinated-read": [
        Row({"coordinator"}, at={"sheet": "action-plan"}),
        Row({"coordinator"}, at={"sheet": "what-i-need"}),
        Row(NOBODY, at={"sheet": "one-page-profile"}),
        Row(NOBODY, at={"sheet": "story"}),
    ],
    "coordinated-settle": Row(METHOD, NOBODY),
    "coordinated-booked": Row(METHOD, {"coordinator"}, at={"meeting": "meeting-4"}),
    "coordinated-signed": Row(METHOD, NOBODY),  # both have signed already
    # what a lead and a facilitator look after
    "counts": Row({"lead"}),
    "journey:helping": Row({"facilitator"}),
    "journey:aftercare-task": Row(METHOD, NOBODY),
    # what the two walk
    "facilitator": Row(TWO),
    "pause": Row(TWO),
    "stop": Row(TWO),
    "pair/<slug:public>/pause/": Row(TWO),
    "pair/<slug:public>/end/": Row(TWO),
    "worried": Row(TWO | {"facilitator", "supporter"}),
    "worried-sent": Row(TWO | {"facilitator", "supporter"}),
    "journey:pair": Row(WALKING),
    "journey:next": Row(WALKING),
    "journey:not-today": Row(WALKING),
    "journey:step": Row(WALKING, at={"meeting": "meeting-1", "step": "profiles"}),
    "journey:skip-step": Row(METHOD, WALKING, at={"meeting": "meeting-1", "step": "profiles"}),
    "journey:meeting": Row(WALKING, at={"meeting": "meeting-1"}),
    "journey:spoken": Row(WALKING, at={"meeting": "meeting-1", "what": "opening"}),
    "journey:between": everyone(),
    "journey:take-device": everyone(),
    "journey:hand-over": Row(METHOD, TWO),
    "journey:numbers": Row(TWO),
    "journey:story-can-wait": Row(METHOD, WALKING, at={"meeting": "meeting-2"}),
    "journey:to-facilitator": [Row(METHOD, TWO, at=PROFILE), Row(METHOD, {"partner"}, at=STORY)],
    "journey:what-else": [Row(TWO, at=READINESS), Row(NOBODY, at=PROFILE)],
    "journey:clock": [Row(TWO, at=PACE), Row(NOBODY, at=PROFILE)],
    "journey:sheet": [Row(WALKING, at=PROFILE), Row(TWO, at=STORY)],
    "journey:step-of": [Row(WALKING, at=PROFILE), Row(TWO, at=STORY)],
    "journey:end": [Row(WALKING, TWO, at=PROFILE), Row(TWO, at=STORY)],
    "journey:read": [Row(WALKING, at=PROFILE), Row(TWO, at=STORY)],
    "journey:close": [Row(METHOD, TWO, at=PROFILE), Row(METHOD, TWO, at=STORY)],
    "journey:out": [Row(METHOD, WALKING, at=PROFILE), Row(METHOD, TWO, at=STORY)],
    "journey:say": Row(TWO, at=PLAN),
    "journey:take-back": Row(METHOD, TWO, at=PLAN),
    "journey:question": [
        Row(WALKING, at=PROFILE),
        Row({"partner"}, at=STORY),
        Row(NOBODY, at=PROFILE | {"question": "nonsense"}),
        Row(TWO, at=READINESS),
    ],
    "journey:box": [
        Row(METHOD, TWO, at=PROFILE | {"question": "do-not-ask"}),
        Row(METHOD, NOBODY, at=READINESS),  # the others always see it
    ],
    "journey:turn": [
        Row(METHOD, WALKING, at=PLAN | {"question": "aim"}),
        Row(METHOD, NOBODY, at=PROFILE),  # on a page of one's own there is nobody to take turns with
    ],
    "journey:versions": [Row(WALKING, at=PROFILE), Row(TWO, at=STORY)],
    "journey:who-wrote": [Row(WALKING, at=PROFILE), Row(TWO, at=STORY)],
    "journey:since": [Row(WALKING, at=PROFILE), Row(TWO, at=STORY)],
    "journey:version": Row(NOBODY, at=PROFILE | {"version": "nonsense"}),
    "journey:bring-back": Row(METHOD, NOBODY, at=PROFILE | {"version": "nonsense"}),
    "journey:hide-version": Row(METHOD, NOBODY, at=PROFILE | {"version": "nonsense"}),
    "journey:plan": Row(WALKING),
    "journey:plan-action": Row(NOBODY, at={"row": "nonsense"}),
    "journey:row": [Row(NOBODY, at=PROFILE | {"row": "nonsense"})],
    "journey:move-row": [Row(METHOD, NOBODY, at=PROFILE | {"row": "nonsense", "what": "earlier"})],
    "outputs:papers": Row(WALKING),
    "outputs:print-profile": Row(WALKING),
    "outputs:paper": [
        Row(WALKING, at={"key": "brief"}),
        Row(WALKING, at={"key": "profile-left"}),
        Row(TWO, at={"key": "communication"}),
        Row(TWO, at={"key": "feedback"}),
        Row(NOBODY, at={"key": "nonsense"}),
    ],
    "outputs:booklet": [Row(WALKING, at=PROFILE), Row(TWO, at=STORY)],
    "outputs:round-booklets": Row(WALKING, TWO),
    "outputs:round-poster": Row(WALKING),
    "outputs:round-cards": Row(WALKING),
    # what the two ask and decide; a helper may type where the person ticked it, and opens or closes nothing
    "voices:asking": Row(WALKING),
    "voices:begin": [
        Row(METHOD, TWO, at={"sheet": "round"}),
        Row(METHOD, TWO, at={"sheet": "idea"}),
        Row(METHOD, NOBODY, at={"sheet": "story"}),
    ],
    "voices:piece": Row(WALKING),
    "voices:ready": form_of(TWO),
    "voices:open": form_of(TWO),
    "voices:change-front": Row(TWO),
    "voices:close": Row(TWO),
    "voices:try": Row(WALKING),
    "voices:try-page": [
        Row(WALKING, at={"rest": "q/tell/"}),
        Row(WALKING, at={"rest": "last/"}),
        Row(NOBODY, at={"rest": "here/"}),
    ],
    "voices:questions": Row(WALKING),
    "voices:question": [
        Row(WALKING, at={"question": "first-night"}),
        Row(NOBODY, at={"question": "nonsense"}),
    ],
    # while people answer, nothing is added, moved or taken out
    "voices:bank": Row(NOBODY),
    "voices:question-kinds": Row(NOBODY),
    "voices:question-new": Row(NOBODY, at={"kind": "short"}),
    "voices:question-move": Row(METHOD, NOBODY, at={"question": "first-night", "what": "earlier"}),
    # somebody asks for others, or types what stands on paper
    "voices:talk": Row({"partner"}),
    "voices:call": coordinator(),
    "voices:note": Row(NOBODY, out=NONE),
    "voices:all-at-once": Row(NOBODY, out=NONE),
    "voices:type-in": Row(TWO | {"coordinator"}),
    "voices:type-box": Row(NOBODY, at={"key": "tell"}),
    "voices:type-end": Row(NOBODY),
    "voices:compare": Row(NOBODY),
    # what came in for a round: Amina reads first, nobody who helps one of the two reads it
    "voices:read-next": Row(TWO),
    "voices:take-over": form_of(TWO),
    "voices:read-one": Row({"partner"}),  # nobody has read it yet
    "voices:answer-file": Row(NOBODY, METHOD),  # it is words
    "voices:write-down": Row(METHOD, NOBODY),
    "voices:danger": Row({"partner"}),
    "voices:read-cards": Row(TWO),
    "voices:read-lines": Row(TWO),
    "voices:not-show-card": Row({"partner"}),
    "voices:not-show": Row({"partner"}),
    "voices:not-shown-log": Row(TWO),
    "voices:themes": Row(TWO),
    "voices:theme": [Row(TWO), Row(TWO, at={"theme": "none"}), Row(NOBODY, at={"theme": "nonsense"})],
    "voices:change-theme": form_of(TWO),
    "voices:move-answer": form_of(TWO),
    "voices:ask-quote": Row(TWO),
    "voices:quotes": Row(TWO),
    "voices:taken-down": Row(METHOD, NOBODY),  # nobody took anything back
    "voices:ideas": Row(TWO),
    "voices:choose-again": form_of(TWO),
    "voices:co-designers": Row(TWO),
    "voices:end-co-designer": Row(METHOD, NOBODY),  # nobody designs with them
    "voices:design-link": Row(NOBODY, out=NONE, at={"token": "nonsense"}),
    "voices:designing": Row(NOBODY),
    "voices:designing-ideas": Row(NOBODY),
    "voices:designing-idea": Row(NOBODY),
    "voices:second-look": Row(NOBODY, out=NONE, at={"token": "nonsense"}),
    "voices:second-looks": coordinator(),
    # the numbers of a round; everybody reads them only when it is over and its sheet says so
    "voices:bring": Row(TWO),
    "voices:results": Row(WALKING),
    "voices:results-cards": Row(WALKING),
    "voices:take": Row(WALKING, TWO),
    "voices:take-file": Row(WALKING, METHOD, at={"file": "columns.csv"}),
    "voices:public-results": Row(NOBODY, out=NONE),
    "voices:public-results-cards": Row(NOBODY, out=NONE),
    "voices:public-take": Row(NOBODY, out=NONE),
    "voices:public-take-file": Row(NOBODY, METHOD, at={"file": "columns.csv"}, out=NONE),
    # without a code nobody sees anybody's own words: everybody is sent to where a code is typed
    "voices:my-quotes": everyone(),
    "voices:say-quote": Row(METHOD, set(EVERYBODY)),
    "voices:not-shown": everyone(),
    "voices:ask-again": Row(METHOD, set(EVERYBODY)),
    # anybody answers an open round, and without a mark of their own finds nobody's words
    "voices:front": everyone(),
    "voices:reading": Row(METHOD, set(EVERYBODY)),
    "voices:known": everyone(),
    "voices:known-as": [
        Row(set(EVERYBODY), at={"how": "named"}),
        Row(NOBODY, out=NONE, at={"how": "nonsense"}),
    ],
    "voices:asked": [
        Row(set(EVERYBODY), at={"key": "tell"}),
        Row(set(EVERYBODY), at={"key": "cards"}),
        Row(NOBODY, out=NONE, at={"key": "nonsense"}),
    ],
    "voices:own-card": Row(METHOD, set(EVERYBODY), at={"key": "cards"}),
    "voices:last": everyone(),
    "voices:clear": Row(METHOD, set(EVERYBODY)),
    "voices:here": Row(TWO | {"coordinator"}),
    "voices:thanks": everyone(),
    "voices:second-key": Row(METHOD, set(EVERYBODY)),
    "voices:send-code": Row(METHOD, set(EVERYBODY)),
    "voices:late": everyone(),
    "voices:mine": everyone(),
    "voices:add-line": Row(METHOD, set(EVERYBODY)),
    "voices:take-back": everyone(),
    "voices:take-back-one": Row(METHOD, set(EVERYBODY), at={"key": "tell"}),
    "voices:own-file": Row(NOBODY, out=NONE, at={"file": "a" * 24}),
    "voices:come-back": everyone(),
    "voices:reading-of-code": Row(METHOD, set(EVERYBODY)),
    # what came of it: the two tell everyone, everybody reads it, the coordinator tells by hand
    "voices:tell": form_of(TWO),
    "voices:take-down": Row(TWO),
    "voices:read-view": Row(METHOD, NOBODY),  # nobody saw it differently
    "voices:happened": everyone(),
    "voices:felt": Row(METHOD, set(EVERYBODY)),
    "voices:other-view": Row(METHOD, set(EVERYBODY)),
    "voices:stop": Row(NOBODY, out=NONE, at={"token": "nonsense"}),
    "voices:public": everyone(),
    "voices:public-reading": Row(METHOD, set(EVERYBODY)),
    "voices:wall": everyone(),
    "voices:feed": everyone(),
    "voices:people-to-tell": coordinator(),
    "voices:mark-told": Row(METHOD, NOBODY),  # nobody waits to be told
    "voices:mark-all-told": Row(METHOD, {"coordinator"}, at={"how": "letter"}),
    "outputs:poster": Row(NOBODY, out=NONE),  # nothing was chosen for it
    "outputs:said-and-done": everyone(),
    "outputs:letter-run": Row(NOBODY),
    "outputs:letter-addresses": Row(NOBODY),
}
# What everybody may open is told by nobody: there is nothing about it to find out.
EVERYBODYS = {
    "voices:public", "voices:public-reading", "voices:wall", "voices:feed", "outputs:poster", "outputs:said-and-done",
}  # fmt: skip


def routes(patterns=None, space="") -> list[tuple[str, set]]:
    """Every named address of the product with the names in it."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            found.append((space + (pattern.name or str(pattern.pattern)), set(pattern.pattern.converters)))
        else:
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += routes(pattern.url_patterns, inside)
    return found


ROUTES = dict(routes())


@pytest.fixture
def cast(world, db):
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # a line for each 404 would bury the answer
    cast = Cast()
    cast.asked = {pair.pk: Asked(pair) for pair in (cast.pair, cast.other_pair)}
    yield cast
    logging.getLogger("django.request").setLevel(logging.NOTSET)


def address(name: str, row: Row, cast: Cast, pair=None) -> str:
    """The address of this row for a pair, or for a pair that does not exist."""
    pair = pair or cast.pair
    invitation = Invitation.objects.get(pair=pair, person=pair.partner)
    facilitating = pair.facilitating.first()
    pks = {
        "supporter": cast.support["supporter"].pk,
        "helping-one": cast.support["supporter"].pk,
        "facilitating-one": facilitating.pk if facilitating else NO_SUCH,
    }
    found = {"person": pair.partner.public, "pair": pair.public, "helped": pair.public}
    found["pk"] = pks.get(name, invitation.pk if "invitation" in name else NO_SUCH)
    found["public"] = pair.programme.public if name.startswith(PROGRAMMES) else pair.public
    found |= cast.asked[pair.pk].names_of(name)
    found |= row.at or {}
    if "<" in name:
        return "/" + name.replace("<slug:public>", found["public"])
    return reverse(name, kwargs={key: found[key] for key in ROUTES[name]})


NO_SUCH = 10**6
PROGRAMMES = (
    "programme", "brief", "invit", "outputs:invit", "outputs:paper-key", "sit-down", "paper-key", "coordinated",
    "voices:second-looks",
    "voices:public", "voices:wall", "voices:feed", "voices:people-to-tell", "voices:mark", "outputs:poster",
    "outputs:said-and-done", "outputs:letter-",
)  # fmt: skip


def answer_of(response) -> str:
    """The same word for what came back as stands in the table."""
    status = response.status_code
    if status == 404:
        return NONE
    if status in (301, 302, 303):
        return DOOR if response["Location"].startswith("/come-in/") else OPEN
    if status in (200, 204, 409, 422):
        return OPEN
    return {405: METHOD, 410: OLD}.get(status, f"status {status}")


def rows_of(name: str) -> list[Row]:
    row = TABLE.get(name, [])
    return row if isinstance(row, list) else [row]


def test_every_address_has_a_row():
    missing = sorted(set(ROUTES) - set(TABLE))
    gone = sorted(set(TABLE) - set(ROUTES))
    assert not missing, f"Say in TABLE who may open these, with GET and with POST: {', '.join(missing)}."
    assert not gone, f"Take these out of TABLE, they are no addresses any more: {', '.join(gone)}."


def test_everybody_gets_the_answer_that_the_decisions_say(cast):
    wrong = []
    for name in ROUTES:
        for row in rows_of(name):
            where = address(name, row, cast)
            for method in ("GET", "POST"):
                for who in EVERYBODY:
                    got = answer_of(cast.ask(who, method, where))
                    if got != row.expected(who, method):
                        wrong.append(f"{who}: {method} {name} {row.at or ''} is {got}, not {row.expected(who, method)}")
    assert not wrong, "\n".join(wrong)


NOBODYS = "n0n5en5e77"


def page_of(response) -> str:
    """A page without what is new on each page."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode())
    return re.sub(r'nonce="[^"]+"', "", text)


def of_the_other_pair(cast: Cast):
    """Each address of the other pair and of its programme, with what makes it theirs."""
    for name, names in ROUTES.items():
        for row in rows_of(name) if "public" in names and name not in EVERYBODYS else ():
            public = cast.other_pair.programme.public if name.startswith(PROGRAMMES) else cast.other_pair.public
            yield address(name, row, cast, cast.other_pair), public


def test_what_is_somebody_elses_cannot_be_told_from_what_is_not_there(cast):
    strangers = ["partner", "professional", "supporter", "stranger", "coordinator", "lead", "facilitator"]
    told = []
    for there, public in of_the_other_pair(cast):
        for who in strangers:
            theirs = cast.ask(who, "GET", there)
            missing = cast.ask(who, "GET", there.replace(public, NOBODYS))
            same_words = page_of(theirs).replace(public, NOBODYS) == page_of(missing)
            if theirs.status_code != missing.status_code or not same_words:
                told.append(f"{who} can tell that {there} is there")
    assert not told, "\n".join(told)


def test_the_check_finds_a_rule_that_is_open_to_everybody(cast, monkeypatch):
    """The control: with one rule broken, the first check fails."""
    from alongside.kit.prepared import Prepared
    from alongside.people.pair import Pair

    anybodys = Prepared(lambda person, public: Pair.objects.filter(public=public))
    monkeypatch.setattr("alongside.people.rules._walked_by_named", anybodys)
    row = rows_of("journey:not-today")[0]
    got = answer_of(cast.ask("stranger", "GET", address("journey:not-today", row, cast)))
    assert got != row.expected("stranger", "GET")


def test_a_new_address_without_a_row_is_missed(monkeypatch):
    monkeypatch.setitem(ROUTES, "a-new-page", set())
    with pytest.raises(AssertionError, match="Say in TABLE who may open these.*a-new-page"):
        test_every_address_has_a_row()


def test_a_helper_who_is_no_longer_wanted_is_on_pages_of_their_own(cast):
    """Even with the session from before, and from the next page on."""
    page = cast.sit_down("supporter").get("/").content.decode()
    assert "Amina" in page
    page = cast.sit_down("former_supporter").get("/").content.decode()
    assert "Amina" not in page
