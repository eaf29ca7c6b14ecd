"""Two people on one device: neither sees the other's words before both are ready."""

import pytest
from django.test import Client

from alongside.people.models import Pair
from alongside.portfolio.models import Shared
from tests.journeys.robot import Robot

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the walk")]


class Device:
    """One browser that two people hold in turn."""

    def __init__(self):
        self.client = Client()

    def get(self, address):
        return self.client.get(address, follow=True)

    def post(self, address, **data):
        return self.client.post(address, data, follow=True)


@pytest.fixture
def two(world):
    """Marlon and Sue, in their first meeting."""
    return Pair.objects.select_related("partner", "professional").get(partner__name="Marlon")


@pytest.fixture
def device():
    return Device()


def come_in(device, world, key):
    link = next(p["sign_in"] for p in world["people"] if p["key"] == key)
    device.post("/" + link.split("/", 3)[3])
    device.post("/come-in/device/", device="shared")


def hand_over(device, pair, numbers=""):
    """Whoever holds the device hands it over, choosing numbers if that is asked."""
    page = device.post(f"/pair/{pair.public}/hand-over/")
    if "numbers" in page.request["PATH_INFO"]:
        page = device.post(f"/pair/{pair.public}/hand-over/numbers/?then=hand-over", numbers=numbers)
    assert page.request["PATH_INFO"] == "/hand-over/"
    return page


def write(device, name, words):
    """Go on as far as this person can, with these words in every box of the sheet. Returns all pages met."""
    robot = Robot(name, device.client)
    robot._words = lambda form: words if "/why-i-am-here/" in robot.at else "Fine."
    met = []
    robot.home()
    while robot.next is not None and "/meeting-1/one-page-profile/" not in str(robot.next.get("href", "")):
        if "/step/profile/" in robot.at:
            break
        robot.press_on()
        met.append(robot.html)
    return met


def test_two_people_walk_through_a_sheet_on_one_device(device, world, two):
    marlon, sue = two.partner, two.professional
    start_again(two)
    come_in(device, world, "marlon")
    write(device, "marlon", "plum in October")
    assert not Shared.objects.filter(pair=two, sheet="why-i-am-here", closed__isnull=True).exists()

    between = hand_over(device, two, "4071").content.decode()
    assert "plum in October" not in between
    assert "Now it is Sue&#39;s turn" in between

    come_in_other_way(device, world, two, sue, "sue", "9302")
    of_sue = write(device, "sue", "rain on the roof")
    opened = [page for page in of_sue if "plum in October" in page]
    before = of_sue[: of_sue.index(opened[0])]
    assert any("rain on the roof" in page for page in before)
    assert Shared.objects.filter(pair=two, sheet="why-i-am-here", closed__isnull=True).count() == 2

    hand_over(device, two)
    device.post(f"/hand-over/{marlon.public}/", numbers="4071")
    assert any("rain on the roof" in page for page in write(device, "marlon", "plum in October"))


def start_again(pair):
    """As on the day when meeting 1 begins: nothing of its sheets is written or shared."""
    from alongside.journey.models import Progress
    from alongside.portfolio.models import Ready, Said

    Progress.objects.filter(pair=pair).exclude(stop__startswith="before").delete()
    for model in (Shared, Ready):
        model.objects.filter(pair=pair, sheet="why-i-am-here").delete()
    Said.objects.filter(pair=pair).exclude(sheet="agreement-to-take-part").delete()


def come_in_other_way(device, world, pair, person, key, numbers):
    """Without numbers of their own yet: by their own way in, and then they choose some."""
    page = device.post("/hand-over/", who=person.public)
    assert "Come in with my paper key" in page.content.decode()
    link = next(p["sign_in"] for p in world["people"] if p["key"] == key)
    page = device.post("/" + link.split("/", 3)[3])
    assert page.request["PATH_INFO"] == f"/pair/{pair.public}/hand-over/numbers/"
    device.post(f"/pair/{pair.public}/hand-over/numbers/", numbers=numbers)


def test_back_does_not_lead_to_the_pages_of_whoever_held_the_device(device, world, two):
    come_in(device, world, "marlon")
    notebook = device.get(f"/pair/{two.public}/")
    assert "no-store" in notebook["Cache-Control"]
    hand_over(device, two, "4071")
    assert device.get(f"/pair/{two.public}/").request["PATH_INFO"] == "/hand-over/"
    assert "no-store" in device.client.get("/hand-over/")["Cache-Control"]


def test_the_session_between_the_two_remembers_who_they_are_and_nothing_else(device, world, two):
    come_in(device, world, "marlon")
    device.get(f"/pair/{two.public}/next/")
    hand_over(device, two, "4071")
    kept = dict(device.client.session)
    kept.pop("easy"), kept.pop("_session_expiry")
    assert kept == {
        "hand_over": {"pair": two.public, "giver": two.partner.public, "taker": two.professional.public}
    }


def test_after_five_wrong_tries_only_the_whole_sign_in_opens_the_pages(device, world, two):
    come_in(device, world, "marlon")
    hand_over(device, two, "4071")
    for _ in range(5):
        page = device.post(f"/hand-over/{two.partner.public}/", numbers="0000")
    assert "tried five times" in page.content.decode()
    page = device.post(f"/hand-over/{two.partner.public}/", numbers="4071")
    assert page.request["PATH_INFO"] == f"/hand-over/{two.partner.public}/"
    assert "_auth_user_id" not in device.client.session


def test_four_tries_and_then_the_right_numbers_open_them(device, world, two):
    """The control of the test above."""
    come_in(device, world, "marlon")
    hand_over(device, two, "4071")
    for _ in range(4):
        device.post(f"/hand-over/{two.partner.public}/", numbers="0000")
    device.post(f"/hand-over/{two.partner.public}/", numbers="4 0 7 1")
    assert device.client.session["_auth_user_id"] == str(two.partner.pk)


def test_numbers_open_nothing_on_a_device_that_nobody_handed_over(device, world, two):
    come_in(device, world, "marlon")
    hand_over(device, two, "4071")
    elsewhere = Client()
    assert elsewhere.post(f"/hand-over/{two.partner.public}/", {"numbers": "4071"}).url == "/"
    assert "_auth_user_id" not in elsewhere.session


def test_a_device_that_was_handed_over_closes_after_a_quiet_quarter_of_an_hour(device, world, two):
    come_in(device, world, "marlon")
    hand_over(device, two, "4071")
    device.post(f"/hand-over/{two.partner.public}/", numbers="4071")
    assert device.client.session.get_expiry_age() == 15 * 60


def test_the_second_of_two_is_asked_second(device, world, two):
    come_in(device, world, "marlon")
    page = hand_over(device, two, "4071").content.decode()
    main = page.split("<main")[1]
    assert main.index("I am Sue") < main.index("I am still Marlon")
    assert main.split("<form", 2)[1].count('rel="next"') == 1


def test_numbers_that_anybody_would_try_first_are_refused(device, world, two):
    come_in(device, world, "marlon")
    address = f"/pair/{two.public}/hand-over/numbers/"
    for numbers in ("1234", "7777", "12", ""):
        assert device.client.post(address, {"numbers": numbers}).status_code == 200
    two.partner.refresh_from_db()
    assert two.partner.hand_pin == ""
    device.post(address, numbers="4071")
    two.partner.refresh_from_db()
    assert two.partner.hand_pin.startswith("pbkdf2")
    assert "4071" not in two.partner.hand_pin
