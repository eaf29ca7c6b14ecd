"""What people can read about this place, and what we hold about them."""

import pytest

from alongside.journey.tests import cast
from alongside.people.models import Programme
from alongside.people.tests.cast import come_in, text_of
from alongside.site.notices import NOTICES


@pytest.mark.django_db
@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("reading", ["plain", "easy"])
def test_a_stranger_reads_every_notice_in_both_readings(client, notice, reading):
    client.post("/reading/", {"reading": reading, "back": "/"})
    page = client.get(f"/about/{notice}/")
    assert page.status_code == 200
    assert "{" not in text_of(page)
    assert len(text_of(page)) > 300


@pytest.mark.django_db
def test_easy_read_is_another_text(client):
    plain = text_of(client.get("/about/privacy/"))
    client.post("/reading/", {"reading": "easy", "back": "/"})
    assert "looks after your information" not in plain
    assert text_of(client.get("/about/privacy/")) != plain


def test_a_notice_has_the_facts_of_the_programme_and_no_line_without_them(pair, amina, client):
    come_in(client, amina)
    page = text_of(client.get("/about/privacy/"))
    assert "Ask Marta on 01632 960 001" in page
    assert "data protection officer" not in page


def test_a_name_in_a_notice_is_words_and_no_markup(pair, amina, client):
    Programme.objects.update(named_person="<b>Joanna</b>")
    come_in(client, amina)
    html = client.get("/about/terms/").content.decode()
    assert "&lt;b&gt;Joanna&lt;/b&gt;" in html
    assert "<b>Joanna" not in html


@pytest.mark.django_db
def test_a_notice_that_does_not_exist_is_not_there(client):
    assert client.get("/about/everything/").status_code == 404


def test_what_we_hold_counts_what_somebody_wrote_and_shows_none_of_it(pair, amina, client):
    cast.write(cast.mine(pair, "why-i-am-here", amina), texts={"hope": "canarywhy"})
    come_in(client, amina)
    page = text_of(client.get("/what-we-hold/"))
    assert "Sheets of your own, sealed: 1" in page
    assert "Times that you saved something on a sheet, sealed: 1" in page
    assert "amina@example.org" in page
    assert "canarywhy" not in page


def test_what_we_hold_about_me_is_not_what_we_hold_about_the_other(pair, amina, ben, client):
    cast.write(cast.mine(pair, "why-i-am-here", amina), texts={"hope": "canarywhy"})
    come_in(client, ben)
    page = text_of(client.get("/what-we-hold/"))
    assert "Sheets of your own" not in page
    assert "amina@example.org" not in page


@pytest.mark.django_db
def test_a_stranger_reads_what_we_would_hold(client):
    page = text_of(client.get("/what-we-hold/"))
    assert "We hold nothing about somebody who only looks." in page
    assert "How it is removed:" in page
