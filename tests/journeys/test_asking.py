"""Two people plan a round, try it, both say yes, and it opens: by links and forms alone, and in a browser."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.journeys.test_in_a_browser import chromium, server, visitor

pytestmark = pytest.mark.xdist_group("a browser")

TAKEN = ("waiting", "people-told", "keep")
USED = chromium, server, visitor


# --- by links and forms alone


@pytest.fixture
def asking(come_in, pair):
    """Amina and Ben, whose plan is signed, and where they ask."""
    base = urlsplit(pair("amina-ben")["url"]).path.rstrip("/")
    return come_in("amina"), come_in("ben"), f"{base}/asking/"


def goes_on_until(robot, wanted: str, most=80) -> None:
    for _ in range(most):
        if re.search(wanted, robot.at):
            return
        robot.press_on()
    raise AssertionError(f"never came to {wanted}: {robot.visited[-5:]}")


def post(robot, address: str, **data):
    return robot._arrive(robot.client.post(address, data, follow=True))


def begin(robot, asking: str) -> str:
    """A new round; the address of its own page."""
    post(robot, f"{asking}begin/round/")
    piece = re.search(r"piece-[a-z0-9]+", robot.at)[0]
    return f"{asking}{piece}/"


def test_a_pair_at_work_finds_the_way_to_asking(asking):
    amina, _ben, base = asking
    for page in ("/", base.replace("asking/", ""), base.replace("asking/", "plan/")):
        assert f'href="{base}"' in amina.get(page).html
    assert "Asking other people" in amina.get(base).soup.h1.text


def test_the_sheet_of_a_round_is_a_sheet_like_any_other(asking):
    amina, ben, base = asking
    round = begin(amina, base)
    piece = round.split("/")[-2]
    assert re.search(rf"/{piece}/round/q/name/$", amina.at)
    box = next(name for name in re.findall(r'name="([^"]+)"', amina.html) if name.endswith(".name"))
    seen = amina.soup.find("input", attrs={"name": "seen"})["value"]
    post(amina, amina.at, **{"seen": seen, "form": "a1", box: "Mornings at the desk"})
    assert amina.at.endswith("/q/purpose/")
    assert "People see these words" in amina.html
    assert "data-write=" in amina.html
    ben.get(round)
    assert ben.soup.h1.text == "Mornings at the desk"
    assert "Mornings at the desk" in ben.get(f"{round.replace('/asking', '')}round/read/").html
    assert ben.get(f"{round.replace('/asking', '')}round/versions/").response.status_code == 200


def test_two_people_come_from_a_new_round_to_one_that_people_answer(asking):
    amina, ben, base = asking
    round = begin(amina, base)
    goes_on_until(amina, "/asking/piece-")  # through every question, the reading page and its yes
    assert "At least one question" in amina.html or "at least one question" in amina.html
    for key in TAKEN:
        post(ben, f"{round}questions/bank/", take=key)
    amina.get(round)
    assert "Is it ready from your side?" in amina.html
    amina.press_on()
    assert "It waits for a yes from Ben." in amina.html
    assert amina.next is None
    ben.get(round).press_on()
    assert "You have both said yes." in ben.html
    ben.press_on()
    short = re.search(r"/r/([a-z0-9]{6})", ben.html)[1]
    assert "How people can answer" in ben.html
    assert Client().get(f"/r/{short}/").status_code == 200


def test_a_helper_sees_rounds_where_the_person_ticked_it_and_opens_none(asking, world, pair):
    from alongside.people.models import Pair, Person
    from alongside.people.supporter import accept_to_help, choose_supporter

    amina, _ben, base = asking
    begin(amina, base)
    partner = Pair.objects.get(partner__name="Amina").partner
    for areas, status in ((["profile"], 404), (["together"], 200)):
        helper = Person.objects.create(name=f"Helper in {areas[0]}")
        support = choose_supporter(helper, areas=areas, by=partner)
        accept_to_help(support, by=helper)
        client = Client()
        client.force_login(helper)
        session = client.session
        session["supporting"] = support.pk
        session.save()
        assert client.get(base).status_code == status
        assert client.post(f"{base}begin/round/").status_code == 404


# --- in a browser, with scripts and without


@pytest.mark.parametrize("scripts", [True, False])
def test_two_people_plan_try_and_open_a_round_in_a_browser(visitor, scripts):
    amina, ben = (visitor(name, java_script_enabled=scripts) for name in ("amina", "ben"))
    amina.open("{amina-ben}/asking/")
    amina.page.get_by_role("button", name="Begin a round").click()
    piece = re.search(r"piece-[a-z0-9]+", amina.page.url)[0]
    _go_on_until(amina, "/asking/piece-")
    round = f"{{amina-ben}}/asking/{piece}/"

    for key in TAKEN:
        ben.open(f"{round}questions/bank/")
        take = ben.page.locator(f"button[name=take][value={key}]")
        group = ben.page.locator("details").filter(has=take)
        if not take.is_visible():
            group.locator("summary").click()
        take.click()
    ben.page.get_by_role("button", name="Earlier").last.click()
    assert "It is number 2 now." in ben.page.inner_text("main")

    ben.open(round)
    ben.page.get_by_role("link", name="See it as they will").click()
    assert "Nothing that is written here is kept" in ben.page.inner_text("main")
    _go_on_until(ben, "/try/thanks/")
    ben.page.get_by_role("link", name="Note who tried it").click()
    assert "/q/tried-with/" in ben.page.url

    for one in (amina, ben):
        one.open(round)
        one.page.get_by_role("button", name="Yes, it is ready").click()
    ben.page.get_by_role("button", name="Open it").click()
    address = re.search(r"/r/[a-z0-9]{6}", ben.page.inner_text("main"))[0]
    stranger = visitor("", java_script_enabled=scripts, width=360)
    stranger.open(f"{address}/")
    assert stranger.page.locator("h1").count() == 1
    assert "12 June 2027" in stranger.page.inner_text("main")  # the day on which the two said that it begins


def _go_on_until(one, wanted: str, most=80) -> None:
    for _ in range(most):
        if re.search(wanted, one.page.url):
            return
        one.go_on()
    raise AssertionError(f"never came to {wanted}, but to {one.page.url}")
