"""What somebody with bad intentions tries first; each was tried by hand before it was written down."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alongside.people import signin
from alongside.people.models import Invitation, TakingPart
from alongside.portfolio.models import LeftOut, OpenedBox, Said, Shared
from alongside.portfolio.sheet import Mine
from alongside.privacy import files
from alongside.site import demo
from tests.journeys.cast import EVERYBODY, Cast

ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)"]


@pytest.fixture
def cast(world, db):
    return Cast()


def at(cast, name, meeting="meeting-1", sheet="one-page-profile", *more):
    return reverse(f"journey:{name}", args=[cast.pair.public, meeting, sheet, *more])


def demo_link(world, key="amina") -> str:
    return next(p["sign_in"] for p in world["people"] if p["key"] == key).removeprefix("http://testserver")


# --- coming in


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_coming_in(address, world, db):
    browser = Client()
    browser.get("/come-in/", {"next": address})
    browser.post(demo_link(world))
    assert browser.post("/come-in/device/", {"device": "own"})["Location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere_by_changing_the_reading(address, db):
    assert Client().post("/reading/", {"reading": "easy", "back": address})["Location"] == "/"


def test_a_session_from_before_coming_in_is_worth_nothing(world, db):
    """Somebody who set a cookie in another's browser is not in that person's pages afterwards."""
    browser = Client()
    browser.get("/come-in/", {"next": "/help/"})
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post(demo_link(world))
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != before
    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = before
    assert planted.get("/me/")["Location"].startswith("/come-in/")


def test_leaving_makes_a_copied_cookie_worthless(cast):
    cookie = cast.sit_down("partner").cookies[settings.SESSION_COOKIE_NAME].value
    cast.client.post("/leave/")
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert copied.get("/me/")["Location"].startswith("/come-in/")


def test_an_invitation_that_was_answered_opens_nothing_again(cast):
    asked = Invitation.objects.get(pair=cast.pair, person=cast.pair.partner)
    browser = Client()
    browser.post(asked.link.removeprefix(settings.BASE))
    assert browser.get("/me/")["Location"].startswith("/come-in/")


def test_a_link_cannot_be_made_up_and_runs_out(cast):
    made_up = signin.token("person", cast.pair.partner.public)[:-3] + "abc"
    run_out = signin.token("person", cast.pair.partner.public, until=1)
    for token in (made_up, run_out):
        assert Client().post(reverse("come-in-link", args=[token])).status_code == 410


def test_demo_links_open_nothing_where_there_is_no_demo(world, db, monkeypatch):
    link = demo_link(world)
    monkeypatch.setattr(demo, "MARK", Path("/nowhere/demo"))
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404


# --- what every answer says to the browser


@pytest.mark.parametrize("page", ["/", "/me/", "/help/", "pair", "papers", "pdf", "nothing"])
def test_a_personal_page_stays_with_the_person(page, cast):
    pages = {
        "pair": reverse("journey:pair", args=[cast.pair.public]),
        "papers": reverse("outputs:papers", args=[cast.pair.public]),
        "pdf": reverse("outputs:paper", args=[cast.pair.public, "brief"]),
        "nothing": "/pair/nothing/",
    }
    head = cast.sit_down("partner").get(pages.get(page, page)).headers
    policy = head["Content-Security-Policy"]
    assert "no-store" in head["Cache-Control"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert head["X-Frame-Options"] == "DENY"
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Referrer-Policy"] == "same-origin"
    assert head["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "testserver.evil.example"])
def test_another_host_is_not_answered(host, db):
    assert Client(headers={"host": host}).get("/").status_code == 400


def test_a_form_from_elsewhere_changes_nothing(cast):
    cookie = cast.sit_down("partner").cookies
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = cookie
    answer = browser.post(
        reverse("stop", args=[cast.pair.public]), headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert not hasattr(type(cast.pair).objects.get(pk=cast.pair.pk), "ending")


# --- files


def test_a_file_of_somebody_else_is_not_there(cast):
    file = files.store(b"picture", kind="image/webp", owner=cast.other_pair.partner)
    for who in set(EVERYBODY) - {"other_partner"}:
        assert cast.sit_down(who).get(reverse("file", args=[file.pk])).status_code == 404
    assert cast.sit_down("other_partner").get(reverse("file", args=[file.pk])).status_code == 200


def test_a_helper_gets_a_file_only_where_the_person_ticked(cast):
    file = files.store(b"sound", kind="audio/ogg", owner=cast.pair.partner)
    address = reverse("file", args=[file.pk])
    assert cast.sit_down("partner").get(address).status_code == 200
    assert cast.sit_down("supporter").get(address).status_code == 404
    mine = Mine(cast.pair, cast.pair.content.sheets["one-page-profile"], cast.pair.partner)
    question = mine.sheet.question("picture")
    changes = {"texts": {}, "values": {"picture": file.pk}, "rows": {}}
    mine.post(question, mine.see(question).token, "form", changes, by=mine.me)
    assert cast.sit_down("supporter").get(address).status_code == 200


# --- a helper, for whom some things are not theirs to do


def test_a_helper_cannot_sign_share_close_or_open_a_box(cast):
    counted = (Said, Shared, OpenedBox, LeftOut)
    before = [model.objects.count() for model in counted]
    helper = cast.sit_down("supporter")
    tried = {
        at(cast, "say", "meeting-4", "action-plan", "i-agree"): {"say": "agree"},
        at(cast, "take-back", "meeting-4", "action-plan", "i-agree"): {},
        at(cast, "read", "meeting-4", "action-plan"): {"say": "agree"},
        at(cast, "end"): {"share": "yes"},
        at(cast, "close"): {"open": "yes"},
        at(cast, "box", "meeting-1", "one-page-profile", "do-not-ask"): {"open": "yes"},
        at(cast, "out", "meeting-2", "story"): {},
    }
    for address, data in tried.items():
        assert helper.post(address, data).status_code == 404, address
    assert [model.objects.count() for model in counted] == before
    assert Shared.objects.filter(pair=cast.pair, person=cast.pair.partner, closed=None).exists()


def test_a_helper_does_not_leave_out_a_step_of_another_area(cast):
    helper = cast.sit_down("supporter")
    helper.post(reverse("journey:skip-step", args=[cast.pair.public, "meeting-2", "story-begins"]))
    assert not LeftOut.objects.filter(pair=cast.pair, sheet="story").exists()


def test_a_helper_does_not_answer_an_invitation(cast):
    before = TakingPart.objects.get(pair=cast.pair, person=cast.pair.partner)
    cast.support["supporter"].areas = ["needs"]
    cast.support["supporter"].save()
    where = at(cast, "question", "before", "agreement-to-take-part", "answer")
    helper = cast.sit_down("supporter")
    form = BeautifulSoup(helper.get(where).content, "html.parser").main.form
    data = {box["name"]: box.get("value", "") for box in form("input", type="hidden")}
    assert not form.find(value="decline")
    no = {f"{data['seen'].partition('.')[0]}.answer": "decline"}
    assert "You cannot say yes or no" in helper.post(where, data | no).content.decode()
    now = TakingPart.objects.get(pair=cast.pair, person=cast.pair.partner)
    assert (now.answer, now.answers) == (before.answer, before.answers)
    assert not hasattr(type(cast.pair).objects.get(pk=cast.pair.pk), "ending")


# --- blind reveal


def test_nobody_opens_alone_what_opens_together(world, db, come_in):
    """The button "share my page as it is now" is pressed where it does not stand yet."""
    pair = next(p for p in world["pairs"] if p["key"] == "marlon-sue")
    address = pair["url"].removeprefix("http://testserver") + "meeting-1/one-page-profile/close/"
    before = Shared.objects.count()
    assert come_in("sue").client.post(address, {"open": "yes"}).status_code == 404
    assert Shared.objects.count() == before


def test_what_only_i_read_is_not_shared_by_a_form_that_says_so(cast):
    before = Shared.objects.count()
    cast.sit_down("partner").post(at(cast, "end", "meeting-1", "how-was-today"), {"share": "yes"})
    assert Shared.objects.count() == before


def test_two_who_press_at_once_are_ready_once_and_sign_once(tmp_path):
    """On a database in a file, with a thread and a connection for each press."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.two_at_once"],
        env={**os.environ, "ALONGSIDE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "alongside.site.settings"},
        cwd=settings.ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["ready"] == {"wrong": [], "ready": 2, "open": 2}
    assert told["sign"] == {"wrong": [], "said": 2, "signed": True}
