"""Every version is kept: read as it was, what changed since, and brought back by who may write it."""

import datetime
import secrets

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from alongside.journey import meeting as meetings
from alongside.people.models import Pair, Person
from alongside.people.supporter import accept_to_help, choose_supporter
from alongside.portfolio import said, share
from alongside.portfolio.models import Shared
from alongside.portfolio.sheet import Mine
from alongside.writing.document import Row

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture
def ours(world, db):
    return Pair.objects.get(partner__name="Amina")


@pytest.fixture
def profile(ours):
    return Mine(ours, ours.content.sheets["one-page-profile"], ours.partner)


@pytest.fixture
def plan(ours):
    return Mine(ours, ours.content.sheets["action-plan"], ours.partner)


def as_it_is(mine):
    """The same sheet, read anew."""
    return Mine(mine.pair, mine.sheet, mine.me)


def write(mine, question, words, *, part="", row="", by=None, typed_by=None):
    """Post words into a text, or into a part of a row, as somebody who sees what is there."""
    mine, q = as_it_is(mine), mine.sheet.question(question)
    seen = mine.see(q)
    name = f"{question}/{row}/{part}" if row else question
    add = [f"{question}/{row}"] if row and row not in seen.answers.rows(question) else []
    changes = {"texts": {name: words}, "values": {}, "rows": {"add": add} if add else {}}
    mine.post(q, seen.token, secrets.token_hex(8), changes, by=by or mine.me, typed_by=typed_by)
    return Row.objects.order_by("-pk").first()


def later(**gap):
    """What was written until now was written a while ago."""
    for row in Row.objects.all():
        Row.objects.filter(pk=row.pk).update(at=row.at - datetime.timedelta(**gap))


def address(name, mine, *more):
    sheet = mine.sheet.key
    way = {"one-page-profile": "meeting-1", "action-plan": "meeting-4", "story": "meeting-2"}
    return reverse(f"journey:{name}", args=[mine.pair.public, way[sheet], sheet, *more])


def versions_of(robot, mine):
    """The addresses of the versions on the page, the newest first."""
    robot.get(address("versions", mine))
    found = robot.soup.find("main").select(".row-page a")
    return [link["href"] for link in found]


def words_of(robot, at):
    return " ".join(BeautifulSoup(robot.get(at).html, "html.parser").find("main").get_text(" ").split())


def test_a_version_reads_as_it_was_and_can_be_brought_back(plan, come_in):
    later(hours=2)
    write(plan, "aim", "Letters that a tired person understands.")
    later(hours=2)
    write(plan, "aim", "Nothing of the sort.")
    amina = come_in("amina")
    newest, before, *_ = versions_of(amina, plan)
    assert "Letters that a tired person understands." in words_of(amina, before)
    assert "Nothing of the sort." not in words_of(amina, before)
    bring_back = next(f for f in amina.soup.find("main").find_all("form") if f["action"].endswith("/back/"))
    amina.post(bring_back)
    assert as_it_is(plan).joint_answers().text("aim") == "Letters that a tired person understands."
    assert "Brought back as it was on" in amina.html
    again = versions_of(amina, plan)
    assert "brought back" in amina.soup.select_one(".row-page").get_text()
    assert "Nothing of the sort." in words_of(amina, again[1])


def test_what_is_brought_back_of_a_joint_sheet_is_agreed_again(plan, ours, come_in):
    write(plan, "aim", "One aim.")
    later(hours=2)
    write(plan, "aim", "Another aim.")
    for person in ours.two:
        said.say(Mine(ours, plan.sheet, person), "i-agree", "agree", by=person)
    amina = come_in("amina")
    amina.client.post(address("bring-back", plan, versions_of(amina, plan)[1].rstrip("/").split("/")[-1]))
    assert not as_it_is(plan).said()


def test_the_other_reads_versions_of_a_joint_sheet_and_sees_whose_they_are(plan, ours, come_in):
    later(hours=2)
    write(plan, "aim", "Amina wrote this aim.", by=ours.partner)
    ben = come_in("ben")
    found = versions_of(ben, plan)
    assert "Amina" in " ".join(li.get_text() for li in ben.soup.select(".row-page"))
    assert "Amina wrote this aim." in words_of(ben, found[0])


def test_of_the_others_own_sheet_only_shared_versions_exist(profile, come_in):
    share.share(as_it_is(profile), by=profile.me)
    later(hours=2)
    write(profile, "matters", "plumsecret", part="line", row="a1b2c3d4e5")
    ben = come_in("ben")
    for at in versions_of(ben, profile):
        assert "plumsecret" not in words_of(ben, at)
    amina = come_in("amina")
    own = [at for at in versions_of(amina, profile) if "/v" not in at.split("versions")[1]]
    assert any("plumsecret" in words_of(amina, at) for at in own)
    for at in own:  # her versions under her addresses are his own, or nothing, to him
        assert "plumsecret" not in ben.client.get(at).content.decode()


def test_an_old_shared_version_is_read_until_its_owner_hides_it(profile, come_in):
    write(profile, "matters", "oldplum", part="line", row="a1b2c3d4e5")
    share.share(as_it_is(profile), by=profile.me)
    write(profile, "matters", "newplum", part="line", row="a1b2c3d4e5")
    share.share(as_it_is(profile), by=profile.me)
    ben, amina = come_in("ben"), come_in("amina")
    old = (
        Shared.objects.filter(**profile.where(), person=profile.me, closed__isnull=False)
        .order_by("-pk")
        .first()
    )
    at = address("version", profile, f"v{old.version_id}")
    assert "oldplum" in words_of(ben, at)
    assert ben.client.post(address("hide-version", profile, f"v{old.version_id}")).status_code == 404
    amina.client.post(address("hide-version", profile, f"v{old.version_id}"))
    assert ben.client.get(at).status_code == 404
    assert "newplum" in ben.get(address("read", profile)).html


def test_closing_a_page_closes_every_version_of_it(profile, come_in):
    write(profile, "matters", "oldplum", part="line", row="a1b2c3d4e5")
    share.share(as_it_is(profile), by=profile.me)
    share.share(as_it_is(profile), by=profile.me)
    rows = list(Shared.objects.filter(**profile.where(), person=profile.me))
    share.close(profile, by=profile.me)
    ben = come_in("ben")
    for row in rows:
        assert ben.client.get(address("version", profile, f"v{row.version_id}")).status_code == 404
    share.share(as_it_is(profile), by=profile.me)  # open again: only what is open now
    assert ben.client.get(address("version", profile, f"v{rows[0].version_id}")).status_code == 404


def test_the_reading_page_says_what_changed_since_we_last_met(profile, ours, come_in):
    write(profile, "matters", "My mornings are slow.", part="line", row="a1b2c3d4e5")
    share.share(as_it_is(profile), by=profile.me)
    week = timezone.now() - datetime.timedelta(days=7)
    Shared.objects.filter(**profile.where()).update(at=week)
    meetings.arrange(ours, "meeting-4", on=timezone.localdate() - datetime.timedelta(days=2), by=profile.me)
    write(profile, "matters", "My evenings are slow.", part="line", row="a1b2c3d4e5")
    ben = come_in("ben")
    assert (
        "changed since we last met" not in ben.get(address("read", profile)).html
    )  # she has not shared it again
    share.share(as_it_is(profile), by=profile.me)
    words = words_of(ben, address("read", profile))
    assert "Amina changed since we last met" in words
    assert "It said My mornings are slow. Now it says My evenings are slow." in words


def test_what_changed_in_a_joint_sheet_is_said_in_words(plan, ours, come_in):
    write(plan, "aim", "Letters in plain words.")
    later(days=6)
    meetings.arrange(ours, "meeting-4", on=timezone.localdate() - datetime.timedelta(days=2), by=ours.partner)
    write(plan, "aim", "Letters in plain words, by June.")
    words = words_of(come_in("ben"), address("since", plan))
    assert "Now it says Letters in plain words, by June." in words
    assert "Our aim in one sentence It said Letters in plain words." in words


def test_words_that_somebody_else_typed_say_so_on_the_reading_page(profile, come_in):
    helper = Person.objects.create(name="Leila")
    write(profile, "matters", "My garden, every day.", part="line", row="a1b2c3d4e5", typed_by=helper)
    share.share(as_it_is(profile), by=profile.me)
    words = words_of(come_in("ben"), address("read", profile))
    assert "My garden, every day. Typed by Leila, in Amina's words" in words
    assert words.count("Typed by Leila") == 1


def test_the_list_of_versions_says_who_typed(plan, ours, come_in):
    later(hours=2)
    write(plan, "aim", "By hand of a helper.", typed_by=Person.objects.create(name="Leila"))
    assert "Typed by Leila, in Amina's words" in words_of(come_in("ben"), address("versions", plan))


def test_a_helper_sees_no_version_of_what_is_kept_unless_told_so(ours, come_in, client):
    story = Mine(ours, ours.content.sheets["story"], ours.partner)
    kept = next(q for q in story.questions if q.keep_to_myself and q.kind in ("long", "short"))
    later(hours=2)
    write(story, kept.key, "keptplum")
    helper = Person.objects.create(name="Leila")
    support = choose_supporter(helper, areas=["story"], by=ours.partner)
    accept_to_help(support, by=helper)
    client.force_login(helper)
    session = client.session
    session["supporting"] = support.pk
    session.save()

    def seen():
        page = client.get(address("versions", story))
        found = BeautifulSoup(page.content, "html.parser").find("main").select(".row-page a")
        return any("keptplum" in client.get(link["href"]).content.decode() for link in found)

    assert not seen()
    support.also_kept = True
    support.save()
    assert seen()


def test_a_person_who_is_not_of_the_pair_finds_no_versions(plan, come_in):
    for name in ("versions", "since"):
        assert come_in("kasia").client.get(address(name, plan)).status_code == 404


@pytest.mark.parametrize("version", ["0", "99999", "1-2-3-4", "v1", "v999999", "x", "0-0"])
def test_a_version_that_is_not_there_is_a_page_that_does_not_exist(plan, come_in, version):
    amina = come_in("amina")
    for name, ask in (("version", amina.client.get), ("bring-back", amina.client.post)):
        assert ask(address(name, plan, version)).status_code == 404
