"""The first coordinator, an organisation, a programme and its brief."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.people.organisation import Organisation
from alongside.people.person import Person
from alongside.people.programme import Programme
from alongside.people.setup import may_start, start_link
from alongside.people.tasks import next_in
from alongside.people.tests.cast import come_in, text_of

pytestmark = pytest.mark.django_db


def set_up(client, link):
    client.post(link, {"name": "Marta", "email": "marta@example.org"})
    return client.post(
        f"{link}organisation/", {"name": "St Bride's", "phone": "01632 960 001", "sector": "health"}
    )


def test_the_printed_link_begins_an_organisation_and_signs_its_coordinator_in(client):
    link = start_link()
    assert set_up(client, link)["Location"] == "/come-in/device/"
    assert client.post("/come-in/device/", {"device": "own"})["Location"] == "/programme/new/"
    assert Organisation.objects.get().name == "St Bride's"


def test_the_link_works_once(client):
    link = start_link()
    set_up(client, link)
    assert start_link() is None
    other = Client()
    assert other.get(link).status_code == 410
    assert set_up(other, link).status_code == 410
    assert Organisation.objects.count() == 1


def test_of_two_who_have_the_link_open_the_first_begins_it(client):
    link = start_link()
    other = Client()
    other.post(link, {"name": "Dele", "email": "dele@example.org"})
    set_up(client, link)
    late = other.post(f"{link}organisation/", {"name": "Other", "phone": "1", "sector": "health"})
    assert late.status_code == 410
    assert [p.name for p in Person.objects.all()] == ["Marta"]


def test_the_link_is_for_today_and_cannot_be_made_up():
    link = start_link()
    token = link.split("/")[-2]
    assert may_start(token)
    assert not may_start(token + "x")
    with time_machine.travel(timezone.now() + timezone.timedelta(days=2)):
        assert not may_start(token)


def test_what_was_typed_stays_when_something_is_missing(client):
    page = client.post(start_link(), {"name": "Marta", "email": ""})
    assert 'value="Marta"' in page.content.decode()
    assert "Type your e-mail address." in text_of(page)
    assert 'href="#email"' in page.content.decode()


def test_nothing_is_cut_silently(client):
    page = client.post(start_link(), {"name": "M" * 45, "email": "m@example.org"})
    assert "5 characters longer than the box. Nothing is cut." in text_of(page)
    assert "M" * 45 in page.content.decode()


def test_a_programme_keeps_the_words_that_it_began_with(marta, programme):
    words = programme.words_id
    assert programme.content.sheet("brief").title
    programme.refresh_from_db()
    assert programme.words_id == words


def test_the_brief_is_written_question_by_question(client, marta, programme):
    come_in(client, marta)
    at = f"/programme/{programme.public}/brief/"
    assert client.get(at)["Location"] == f"{at}what/"
    answer = client.post(f"{at}what/", {"b.what": "The first week at home."})
    assert answer["Location"] == f"{at}why-now/"
    programme.refresh_from_db()
    assert programme.brief_answers.text("what") == "The first week at home."


def test_a_list_of_the_brief_takes_another_line_and_lets_one_go(client, marta, programme):
    come_in(client, marta)
    at = f"/programme/{programme.public}/brief/can-change/"
    row, other = "a" * 9 + "1", "b" * 9 + "2"
    first = client.post(at, {"row": row, f"b.can-change/{row}/line": "The letters", "add": "yes"})
    assert first["Location"] == at
    second = client.post(at, {"row": other, f"b.can-change/{other}/line": "The first visit"})
    assert second["Location"] != at
    assert "The letters" in text_of(client.get(at))
    client.post(at, {"take-out": row})
    programme.refresh_from_db()
    assert programme.brief_answers.rows("can-change") == [other]
    assert "The letters" not in str(programme.brief)


def test_adding_an_empty_line_goes_on_and_never_round_for_ever(client, marta, programme):
    come_in(client, marta)
    at = f"/programme/{programme.public}/brief/can-change/"
    answer = client.post(at, {"row": "ccccc33333", "b.can-change/ccccc33333/line": "", "add": "yes"})
    assert answer["Location"] != at


def test_a_day_that_cannot_be_understood_is_said_and_kept(client, marta, programme):
    come_in(client, marta)
    at = f"/programme/{programme.public}/brief/decide-by/"
    typed = {"b.decide-by-day": "31", "b.decide-by-month": "feb", "b.decide-by-year": "2027"}
    page = client.post(at, typed)
    assert "We cannot tell which day this is" in text_of(page)
    assert 'value="feb"' in page.content.decode()


def test_the_brief_lies_sealed_in_its_table(marta, programme):
    from django.db import connection

    programme.write_brief({"texts": {"what": "lavender bus shelter"}, "values": {}, "rows": {}}, by=marta)
    with connection.cursor() as cursor:
        cursor.execute("SELECT brief FROM people_programme")
        assert b"lavender" not in bytes(cursor.fetchone()[0])
    assert Programme.objects.get().brief_answers.text("what") == "lavender bus shelter"


def test_a_programme_of_somebody_else_does_not_exist(client, pair, ben, programme):
    come_in(client, ben)
    for page in ("", "phone/", "brief/what/", "invite/", "brief/preview/"):
        assert client.get(f"/programme/{programme.public}/{page}").status_code == 404
    assert client.get("/programme/new/").status_code == 404
    assert client.get("/roles/").status_code == 404


def test_go_on_leads_to_the_first_page_that_is_still_empty(marta, programme):
    at = f"/programme/{programme.public}/"
    programme.brief_published = None
    programme.describe(safeguarding_name="", safeguarding_phone="", by=marta)
    assert next_in(programme, has_pairs=False)[1] == f"{at}safeguarding/"
    programme.describe(named_phone="", by=marta)
    assert next_in(programme, has_pairs=False)[1] == f"{at}named-person/"


def test_go_on_leads_to_the_question_of_the_brief_after_the_last_that_was_answered(marta, programme):
    programme.brief_published = None
    programme.write_brief({"texts": {"what": "The first week"}, "values": {}, "rows": {}}, by=marta)
    assert next_in(programme, has_pairs=False)[1] == f"/programme/{programme.public}/brief/why-now/"


def test_the_brief_knows_the_number_that_setting_up_asked_for_until_it_says_another(client, marta, programme):
    come_in(client, marta)
    at = f"/programme/{programme.public}/brief/named-person/"
    known = f"{programme.named_person}, {programme.named_phone}"
    assert known in client.get(at).content.decode()
    client.post(at, {"b.named-person": "Ola, 01632 960 077"})
    assert known not in client.get(at).content.decode()


def test_the_page_of_a_programme_says_in_words_who_is_not_named_yet_and_which_words_it_keeps(
    client, marta, programme
):
    programme.describe(safeguarding_name="", safeguarding_phone="", by=marta)
    come_in(client, marta)
    page = text_of(client.get(f"/programme/{programme.public}/"))
    assert "Safeguarding lead: nobody yet" in page
    assert "the day on which it began." in page
    assert "version" not in page
