"""A passkey in a real browser, with an authenticator that the browser pretends to have."""

import pytest
from allauth.mfa.models import Authenticator

from alongside.kit.tests.browser import launching
from alongside.people.signin import sign_in_link
from alongside.people.tests import cast

HAS_ONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def at_a_browser(do, *, script=True):
    """Run `do(page)` at a browser; nothing asks the database meanwhile, because Playwright runs a loop."""
    with launching() as launch:
        context = launch().new_context(java_script_enabled=script)
        page = context.new_page()
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": HAS_ONE})
        return do(page)


@pytest.fixture
def marta(transactional_db):
    return cast.marta()[0]


def test_a_passkey_is_added_and_then_opens_the_pages_without_a_code(live_server, marta):
    link = sign_in_link(marta, live_server.url)

    def add_leave_and_come_back(page):
        page.goto(link)
        page.get_by_role("button", name="Come in").click()
        page.get_by_role("button", name="No, it is mine").click()
        page.goto(f"{live_server.url}/me/passkey/")
        page.get_by_role("button", name="Add a passkey").click()
        page.wait_for_url("**/me/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{live_server.url}/come-in/")
        page.get_by_role("button", name="Come in with a passkey").click()
        page.wait_for_url("**/come-in/device/")
        page.goto(f"{live_server.url}/me/")
        return page.get_by_role("heading", level=1).inner_text()

    assert at_a_browser(add_leave_and_come_back) == "How I come in"
    assert Authenticator.objects.get().user == marta


def test_a_code_by_e_mail_is_enough_for_somebody_who_has_a_passkey(client, marta, mailoutbox):
    import re

    from alongside.kit import messages

    Authenticator.objects.create(user=marta, type="webauthn", data={"name": "phone", "credential": {}})
    client.post("/come-in/", {"email": "marta@example.org"})
    messages.wait_until_sent()
    code = re.search(r"\d{6}", mailoutbox[-1].body)[0]
    assert client.post("/come-in/code/", {"code": code})["Location"] == "/come-in/device/"
    assert client.session["_auth_user_id"] == str(marta.pk)


def test_without_script_no_passkey_is_offered(live_server, marta):
    def look(page):
        page.goto(f"{live_server.url}/come-in/")
        return page.get_by_role("button", name="Come in with a passkey").is_visible()

    assert at_a_browser(look, script=False) is False
    assert at_a_browser(look) is True
