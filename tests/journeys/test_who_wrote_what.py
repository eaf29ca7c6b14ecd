"""Who wrote what and when, by paragraph: readable by who may write there, and by nobody else."""

import datetime
import secrets

import pytest
import time_machine
from django.utils import timezone

from alongside.people.models import Pair, Person
from alongside.portfolio.sheet import Mine
from alongside.writing.compaction import join
from alongside.writing.document import SUPPORTED, Document, Row
from alongside.writing.store import document_key
from alongside.writing.tests.live_door import come_to_rest, type_live
from alongside.writing.tests.test_store import typed_live
from tests.journeys.test_versions import address, as_it_is, write

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
AIM = "We want letters that a tired person understands."


@pytest.fixture
def ours(world, db):
    return Pair.objects.get(partner__name="Amina")


@pytest.fixture
def plan(ours):
    Document.objects.filter(pair=ours, sheet="action-plan").delete()
    return Mine(ours, ours.content.sheets["action-plan"], ours.partner)


@pytest.fixture
def profile(ours):
    return Mine(ours, ours.content.sheets["one-page-profile"], ours.partner)


def paragraphs(robot, mine):
    """(words, names and time, paper) of each paragraph on the page."""
    robot.get(address("who-wrote", mine))
    return [
        (own.select_one(".own__words").get_text(), own.select_one(".own__by").get_text(), own["data-side"])
        for own in robot.soup.find("main").select(".own")
    ]


def test_two_peoples_words_in_one_paragraph_have_both_names_and_the_next_paragraph_only_one(plan, ours, come_in):
    write(plan, "aim", "We want letters.", by=ours.partner)
    write(plan, "aim", AIM, by=ours.professional)
    write(plan, "aim", f"{AIM}\n\nAnd calls.", by=ours.partner)
    first, second = paragraphs(come_in("ben"), plan)
    assert (first[0], first[2]) == (AIM, "both")
    assert first[1].startswith("Amina · Ben · today, between ")
    assert (second[0], second[2]) == ("And calls.", ours.side(ours.partner))
    assert second[1].startswith("Amina · today")


def test_what_was_typed_live_and_joined_still_has_both_names(plan, ours, come_in):
    place = document_key(ours, "action-plan")
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=9), tick=False):
        write(plan, "aim", "Letters.", by=ours.partner)
        for words, by, pen in (("Good ", ours.professional, 77), ("Very ", ours.partner, 78)):
            type_live(place, typed_live(Document.objects.get(**place.columns), words, client=pen), by=by)
    document = Document.objects.get(**place.columns)
    come_to_rest(document)
    join(document)
    assert Row.objects.filter(document=document, spans__isnull=False).count() == 1
    [(words, whose, _)] = paragraphs(come_in("amina"), plan)
    assert words == "Very Good Letters."
    assert whose.startswith("Amina · Ben · ")


def test_who_typed_for_somebody_and_who_helped_are_named(plan, ours, come_in):
    leila = Person.objects.create(name="Leila")
    write(plan, "aim", "By hand.", by=ours.partner, typed_by=leila)
    q, token = plan.sheet.question("aim"), as_it_is(plan).see(plan.sheet.question("aim")).token
    changes = {"texts": {"aim": "By hand.\nBeside me."}, "values": {}, "rows": {}}
    as_it_is(plan).post(q, token, secrets.token_hex(8), changes, by=ours.partner, typed_by=leila, how=SUPPORTED)
    first, second = paragraphs(come_in("amina"), plan)
    assert first[1].startswith("Typed by Leila, in Amina's words · ")
    assert second[1].startswith("Amina · With help from Leila · ")


def test_another_day_is_named_with_its_hour(plan, ours, come_in):
    row = write(plan, "aim", AIM, by=ours.partner)
    Row.objects.filter(pk=row.pk).update(at=datetime.datetime(2026, 3, 3, 9, 20, tzinfo=datetime.UTC))
    [(_, whose, _)] = paragraphs(come_in("amina"), plan)
    at = timezone.localtime(datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC))
    assert whose == f"Amina · Tuesday 3 March 2026, between {at:%H}:00 and {at.hour + 1:02}:00"


def test_nobody_reads_here_what_the_other_wrote_on_a_page_of_their_own(profile, come_in):
    write(profile, "matters", "plumsecret", part="line", row="a1b2c3d4e5")
    assert "plumsecret" in " ".join(words for words, *_ in paragraphs(come_in("amina"), profile))
    assert "plumsecret" not in " ".join(words for words, *_ in paragraphs(come_in("ben"), profile))


def test_an_empty_sheet_says_so_and_the_page_has_an_easy_reading(plan, come_in):
    amina = come_in("amina")
    assert paragraphs(amina, plan) == []
    assert "No words are written here yet." in amina.html
    session = amina.client.session
    session["easy"] = True
    session.save()
    assert "There are no words here yet." in amina.get(address("who-wrote", plan)).html


def test_the_page_asks_the_database_twelve_times_at_most(profile, plan, ours, come_in, django_assert_max_num_queries):
    amina = come_in("amina")
    write(profile, "matters", "My garden.", part="line", row="a1b2c3d4e5")
    write(plan, "aim", AIM)
    for mine in (profile, plan):
        with django_assert_max_num_queries(12):
            amina.client.get(address("who-wrote", mine))


def test_the_earlier_versions_lead_to_it(profile, come_in):
    amina = come_in("amina")
    amina.get(address("versions", profile))
    assert amina.soup.find("main").find("a", href=address("who-wrote", profile))
