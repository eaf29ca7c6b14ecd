"""A facilitator whom a pair invited: reads what was opened, keeps the time, rings afterwards."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from alongside.journey import aftercare
from alongside.journey.models import AftercareTask
from alongside.people.models import Facilitating, Pair
from alongside.people.pair import end_facilitating
from alongside.portfolio import facilitator, rules
from alongside.portfolio.sheet import Mine

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the walk")]


@pytest.fixture
def amina_ben(world):
    """Marta facilitates; Amina opened her story, her preferences and her safety plan to her."""
    return Pair.objects.get(partner__name__startswith="Amina")


@pytest.fixture
def marta(amina_ben):
    return Facilitating.objects.get(pair=amina_ben).person


@pytest.fixture
def browser(world):
    """A function that brings somebody of the demo to their home page."""
    links = {p["key"]: "/" + p["sign_in"].split("/", 3)[3] for p in world["people"]}

    def come_in(key):
        client = Client()
        client.post(links[key])
        client.post("/come-in/device/", {"device": "own"})
        return client

    return come_in


def mine(pair, person, sheet, occasion=""):
    return Mine(pair, pair.content.sheets[sheet], person, occasion)


def one_line_of(answers) -> str:
    """A line long enough to be found on a page and nowhere else."""
    return max((t for t in answers.texts.values()), key=len).splitlines()[0][:60].strip()


def page_of(client, pair):
    return client.get(f"/helping/pair/{pair.public}/").content.decode()


def shown(words: str, page: str) -> bool:
    return words in html.unescape(page)


def test_the_home_page_shows_the_pairs_that_invited_them(browser, amina_ben):
    home = browser("marta").get("/").content.decode()
    assert f"/helping/pair/{amina_ben.public}/" in home
    assert "Pairs that invited you" in home


def test_the_page_of_a_pair_has_the_words_and_the_show(browser, amina_ben):
    page = page_of(browser("marta"), amina_ben)
    for words in (
        "Run of show",
        "When it gets too much",
        "What to leave alone",
        "A card that both take home",
    ):
        assert words in page
    assert "{" not in page.split("<main")[1].split("</main>")[0]


def test_the_page_asks_the_database_the_same_however_many_sheets_are_open(
    browser, amina_ben, django_assert_max_num_queries
):
    client = browser("marta")
    with django_assert_max_num_queries(16):
        page_of(client, amina_ben)


def test_the_facilitator_reads_the_story_that_its_owner_opened(browser, amina_ben):
    story = mine(amina_ben, amina_ben.partner, "story").shared()
    assert shown(one_line_of(story), page_of(browser("marta"), amina_ben))


def test_taken_out_the_facilitator_reads_it_no_more(browser, amina_ben):
    """The control of the test above, by the owner's own button."""
    story = mine(amina_ben, amina_ben.partner, "story").shared()
    address = f"/pair/{amina_ben.public}/meeting-2/story/"
    amina = browser("amina")
    assert "Take the facilitator out" in amina.get(f"{address}read/").content.decode()
    amina.post(f"{address}facilitator/", {"take-out": "yes"})
    assert not shown(one_line_of(story), page_of(browser("marta"), amina_ben))
    amina.post(f"{address}facilitator/", {"let": "yes"})
    assert shown(one_line_of(story), page_of(browser("marta"), amina_ben))


def not_opened(pair):
    """Shared between the two, and not with their facilitator."""
    return [
        mine(pair, pair.partner, "one-page-profile"),
        mine(pair, pair.professional, "one-page-profile"),
        mine(pair, pair.partner, "why-i-am-here"),
        mine(pair, pair.partner, "story-feedback"),
    ]


def test_what_was_not_opened_is_not_there(browser, amina_ben, marta):
    page = page_of(browser("marta"), amina_ben)
    for sheet in not_opened(amina_ben):
        assert not shown(one_line_of(sheet.shared()), page), sheet
        assert not rules.may_read(marta, sheet)
        assert rules.may_read(amina_ben.other(sheet.me), sheet)


def test_the_search_finds_a_rule_that_lets_everything_through(browser, amina_ben, monkeypatch):
    """The control: with the owner's say switched off, what was not opened is found by the same search."""
    monkeypatch.setattr(facilitator, "lets_read", lambda *_: True)
    page = page_of(browser("marta"), amina_ben)
    assert any(shown(one_line_of(sheet.shared()), page) for sheet in not_opened(amina_ben))


def test_the_other_of_the_two_cannot_open_what_is_not_theirs(browser, amina_ben):
    ben = browser("ben")
    story = f"/pair/{amina_ben.public}/meeting-2/story/"
    assert ben.post(f"{story}facilitator/", {"let": "yes"}).status_code == 404
    assert "Let our facilitator read it" not in ben.get(f"{story}read/").content.decode()


def test_nothing_wider_than_the_sheet_says_can_be_opened(browser, amina_ben):
    pitch = f"/pair/{amina_ben.public}/meeting-3/pitch/facilitator/"
    assert browser("amina").post(pitch, {"let": "yes"}).status_code == 404


def test_on_a_joint_sheet_either_closes_and_both_open(amina_ben, marta):
    amina, ben = (mine(amina_ben, p, "pair-agreement") for p in (amina_ben.partner, amina_ben.professional))
    assert rules.may_read(marta, amina)
    facilitator.take_out(amina, by=amina.me)
    assert not rules.may_read(marta, amina)
    facilitator.let_read(amina, by=amina.me)
    assert not rules.may_read(marta, ben)
    facilitator.let_read(ben, by=ben.me)
    assert rules.may_read(marta, ben)


def test_another_facilitator_cannot_tell_that_the_page_exists(browser, amina_ben):
    client = browser("ansel")
    there = client.get(f"/helping/pair/{amina_ben.public}/")
    nowhere = client.get("/helping/pair/nosuchpair/")
    assert (there.status_code, nowhere.status_code) == (404, 404)


def test_a_facilitator_cannot_open_the_pages_of_the_two(browser, amina_ben):
    client = browser("marta")
    for address in (
        "",
        "meeting-2/story/read/",
        "meeting-1/one-page-profile/read/",
        "meeting-2/readiness/read/",
    ):
        assert client.get(f"/pair/{amina_ben.public}/{address}").status_code == 404


def test_neither_of_the_two_opens_the_page_of_the_facilitator(browser, amina_ben):
    assert browser("ben").get(f"/helping/pair/{amina_ben.public}/").status_code == 404


def test_when_it_ends_everything_closes(browser, amina_ben, marta):
    end_facilitating(Facilitating.objects.get(pair=amina_ben), by=amina_ben.partner)
    assert browser("marta").get(f"/helping/pair/{amina_ben.public}/").status_code == 404
    assert not rules.may_read(marta, mine(amina_ben, amina_ben.partner, "story"))


def test_a_new_facilitator_does_not_inherit_what_was_opened_to_the_last(amina_ben, marta, world):
    end_facilitating(Facilitating.objects.get(pair=amina_ben), by=amina_ben.partner)
    ansel = Facilitating.objects.exclude(person=marta).first().person
    now = timezone.now()
    Facilitating.objects.create(pair=amina_ben, person=ansel, asked_by=marta, both_agreed=now, accepted=now)
    story = mine(amina_ben, amina_ben.partner, "story")
    assert not rules.may_read(ansel, story)
    assert not rules.may_read(ansel, mine(amina_ben, amina_ben.partner, "safety-plan"))
    facilitator.let_read(story, by=amina_ben.partner)
    assert rules.may_read(ansel, story)


# --- the safety plan


def test_an_opened_safety_plan_is_for_the_facilitator_and_never_for_the_other(browser, amina_ben, marta):
    plan = mine(amina_ben, amina_ben.partner, "safety-plan")
    words = one_line_of(plan.to_share())
    assert shown(words, page_of(browser("marta"), amina_ben))
    assert rules.may_read(marta, plan)
    assert not rules.may_read(amina_ben.professional, plan)
    ben = browser("ben")
    for address in ("read/", "", "versions/", "say/share-plan/", "q/pause-sign/"):
        page = ben.get(f"/pair/{amina_ben.public}/meeting-2/safety-plan/{address}", follow=True)
        assert not shown(words, page.content.decode()), address


def test_its_owner_closes_it_again(browser, amina_ben):
    plan = mine(amina_ben, amina_ben.partner, "safety-plan")
    amina = browser("amina")
    assert amina.get(f"/pair/{amina_ben.public}/meeting-2/safety-plan/end/", follow=True).status_code == 200
    amina.post(f"/pair/{amina_ben.public}/meeting-2/safety-plan/say/share-plan/", {"say": "mine"})
    assert not shown(one_line_of(plan.to_share()), page_of(browser("marta"), amina_ben))


def test_a_change_after_opening_stays_with_its_owner(browser, amina_ben):
    """What was opened is the plan as it was then."""
    plan = mine(amina_ben, amina_ben.partner, "safety-plan")
    question = plan.sheet.question("pause-sign")
    changes = {"texts": {"pause-sign": "Marmalade on the windowsill"}, "values": {}, "rows": {}}
    plan.post(question, plan.see(question).token, "newform1", changes, by=plan.me)
    assert "Marmalade" not in page_of(browser("marta"), amina_ben)
    facilitator.say_who_sees_plan(plan, "facilitator-only", by=plan.me)
    assert "Marmalade" in page_of(browser("marta"), amina_ben)


def test_the_step_of_the_story_offers_a_plan_and_a_pause_to_each_of_the_two(browser, amina_ben):
    for key in ("amina", "ben"):
        page = browser(key).get(f"/pair/{amina_ben.public}/meeting-2/step/story-begins/").content.decode()
        assert "Make a safety plan, if you want one" in page
        assert f"/pair/{amina_ben.public}/pause/" in page
        assert "You choose whether to tell it" in page


# --- readiness


def test_the_first_answer_of_readiness_is_seen_and_nothing_else_of_it(amina_ben, marta, world):
    card = mine(amina_ben, amina_ben.partner, "readiness", "meeting-2")
    assert rules.readiness_for(marta, card)
    assert not rules.may_read(marta, card)
    stranger = Facilitating.objects.exclude(person=marta).first().person
    assert rules.readiness_for(stranger, card) == ""


# --- aftercare


def test_after_a_story_each_of_the_two_is_rung_a_day_and_a_week_later(amina_ben):
    aftercare.begin(amina_ben, "meeting-2")
    found = {(t.person_id, t.after) for t in AftercareTask.objects.filter(pair=amina_ben)}
    wanted = {(p.pk, a) for p in amina_ben.two for a in aftercare.rings_wanted_by(amina_ben, p)}
    assert found == wanted
    assert (amina_ben.professional_id, "day") in found
    assert (amina_ben.professional_id, "week") in found


def test_closing_a_meeting_twice_asks_for_no_second_ring(amina_ben):
    aftercare.begin(amina_ben, "meeting-2")
    before = AftercareTask.objects.count()
    aftercare.begin(amina_ben, "meeting-2")
    assert AftercareTask.objects.count() == before > 0


def test_a_meeting_without_a_story_asks_for_no_ring(amina_ben):
    """The control of the test above it."""
    aftercare.begin(amina_ben, "meeting-4")
    assert not AftercareTask.objects.filter(pair=amina_ben).exists()


def test_somebody_who_said_not_to_ask_is_not_rung(amina_ben):
    plan = mine(amina_ben, amina_ben.partner, "safety-plan")
    question = plan.sheet.question("ask-after")
    ticks = {f"ask-after/{o.key}": True if o.key == "not-ask" else None for o in question.options}
    plan.post(
        question, plan.see(question).token, "newform2", {"texts": {}, "values": ticks, "rows": {}}, by=plan.me
    )
    assert aftercare.rings_wanted_by(amina_ben, plan.me) != [], "what is not opened yet changes nothing"
    facilitator.say_who_sees_plan(plan, "facilitator-only", by=plan.me)
    aftercare.begin(amina_ben, "meeting-2")
    rung = set(AftercareTask.objects.filter(pair=amina_ben).values_list("person_id", flat=True))
    assert rung == {amina_ben.professional_id}


def test_a_task_stands_on_the_facilitators_page_and_closes_with_a_tap(browser, amina_ben):
    aftercare.begin(amina_ben, "meeting-2")
    client = browser("marta")
    home = client.get("/").content.decode()
    assert "Rings to make" in home
    task = AftercareTask.objects.filter(pair=amina_ben).first()
    client.post(f"/aftercare/{task.pk}/", {"done": "yes"})
    task.refresh_from_db()
    assert task.done
    assert task.by_id
    assert f"/aftercare/{task.pk}/" not in client.get("/").content.decode()


def test_nobody_else_sees_or_closes_a_task(browser, amina_ben):
    aftercare.begin(amina_ben, "meeting-2")
    task = AftercareTask.objects.filter(pair=amina_ben).first()
    for key in ("ansel", "ben", "ruth"):
        assert browser(key).post(f"/aftercare/{task.pk}/", {"done": "yes"}).status_code == 404, key
    task.refresh_from_db()
    assert task.done is None


def test_without_a_facilitator_the_ring_is_the_coordinators(browser, amina_ben):
    aftercare.begin(amina_ben, "meeting-2")
    end_facilitating(Facilitating.objects.get(pair=amina_ben), by=amina_ben.partner)
    coordinator = amina_ben.programme.coordinator
    assert aftercare.tasks_of(coordinator).filter(pair=amina_ben).exists()


def test_not_reached_comes_back_tomorrow(amina_ben, marta):
    aftercare.begin(amina_ben, "meeting-2")
    task = AftercareTask.objects.filter(pair=amina_ben, after="week").first()
    aftercare.try_tomorrow(task, by=marta)
    assert task.done is None
    assert task.due < task.met + aftercare.AFTER["week"]
