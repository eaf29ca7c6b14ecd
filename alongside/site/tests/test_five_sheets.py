"""A coordinator reads five sheets. Every other word that anybody wrote is nowhere for them, or for others."""

import re

import pytest
from django.test import Client

from alongside.journey import progress
from alongside.journey.models import Progress
from alongside.journey.process import way_of
from alongside.journey.tests import cast
from alongside.kit.fields import new_row_id
from alongside.people.organisation import Role, give_role
from alongside.people.pair import accept_to_facilitate, agree_to_facilitator, ask_facilitator
from alongside.people.person import introduce
from alongside.people.tests.cast import come_in, farah

FIVE = {"agreement-to-take-part", "what-i-need", "needs-met", "action-plan"}  # and the brief, which is not theirs


def fill_everything(pair) -> dict[str, set[str]]:
    """A word of its own in every box of every sheet, of both; sheet → its words."""
    found: dict[str, set[str]] = {}
    for stop in way_of(pair.content).stops:
        for person in pair.two:
            Progress.objects.get_or_create(pair=pair, stop=stop.key, person=person)
            if not stop.spoken:
                found.setdefault(stop.sheet, set()).update(fill(pair, stop.sheet, person, stop.occasion))
    progress.note(pair)
    return found


def fill(pair, sheet, person, occasion) -> set[str]:
    at = cast.mine(pair, sheet, person, occasion)
    if at.joint and person == pair.professional:
        return set()
    texts, rows = {}, []
    for question in at.questions:
        row = new_row_id() if question.kind == "list" else ""
        rows += [f"{question.key}/{row}"] if row else []
        names = question.texts(row) if row else question.texts()
        texts |= {name: f"canary{new_row_id()}" for name in names}
    cast.write(at, texts=texts, rows=rows)
    return set(texts.values())


def everything_on_pages_of(person) -> str:
    """All pages that this person can find from their home page."""
    client = come_in(Client(), person)
    seen, waiting, words = set(), ["/"], []
    while waiting:
        address = waiting.pop()
        if address in seen or "leave" in address or address.startswith("/static"):
            continue
        seen.add(address)
        answer = client.get(address, follow=True)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            html = answer.content.decode()
            words.append(html)
            waiting += re.findall(r'href="(/[^"#]*)"', html)
    assert len(seen) > 2
    return "\n".join(words)


@pytest.fixture
def canaries(pair):
    return fill_everything(pair)


def found(canaries, words) -> set[str]:
    """The sheets of which a word is on those pages."""
    return {sheet for sheet, written in canaries.items() if any(word in words for word in written)}


def test_a_coordinator_finds_words_of_the_sheets_that_say_so_and_of_no_other(pair, marta, canaries):
    assert found(canaries, everything_on_pages_of(marta)) == FIVE - {"action-plan"}


def test_a_plan_opens_to_the_coordinator_when_both_have_signed(pair, amina, ben, marta, canaries):
    cast.sign(pair, amina)
    assert "action-plan" not in found(canaries, everything_on_pages_of(marta))
    cast.sign(pair, ben)
    progress.note(pair)
    assert found(canaries, everything_on_pages_of(marta)) == FIVE


def test_a_plan_that_is_changed_closes_until_both_have_signed_again(pair, ben, marta, client):
    row = cast.at_work(pair)
    come_in(client, marta)
    address = f"/programme/{pair.programme.public}/pair/{pair.public}/read/action-plan/"
    assert client.get(address).status_code == 200
    cast.write(cast.mine(pair, "action-plan", ben), texts={f"actions/{row}/action": "Unsigned words"})
    assert client.get(address).status_code == 404


def test_a_lead_a_stranger_and_the_facilitator_find_no_word_that_was_not_opened(pair, amina, ben, marta, canaries):
    lead = introduce("Lena", "lena@example.org")
    give_role(Role.LEAD, lead, organisation=pair.programme.organisation, by=marta)
    facilitator = farah(pair.programme, by=marta)
    asked = ask_facilitator(pair, facilitator, by=amina)
    agree_to_facilitator(asked, by=ben)
    accept_to_facilitate(asked, by=facilitator)
    for person in (lead, introduce("Hester", "hester@example.org")):
        assert found(canaries, everything_on_pages_of(person)) == set(), person
    for sheet in found(canaries, everything_on_pages_of(facilitator)):
        assert pair.content.sheets[sheet].visible == "us and our facilitator"
        assert pair.content.sheets[sheet].for_ == "both"


def test_the_search_finds_words_that_may_be_read(pair, amina, canaries):
    """The control: for Amina the same search finds what she wrote."""
    assert "one-page-profile" in found(canaries, everything_on_pages_of(amina))


@pytest.mark.parametrize("sheet", ["one-page-profile", "story", "how-was-today", "readiness", "ending", "nowhere"])
def test_the_address_of_any_other_sheet_does_not_exist_for_a_coordinator(pair, marta, client, canaries, sheet):
    come_in(client, marta)
    address = f"/programme/{pair.programme.public}/pair/{pair.public}/read/{sheet}/"
    assert client.get(address).status_code == 404


def test_what_is_kept_back_of_what_i_need_is_kept_from_the_coordinator(pair, amina, marta, client):
    cast.write(cast.mine(pair, "what-i-need", amina), texts={"own-words": "canaryneeds"})
    row = amina.needs.get()
    address = f"/programme/{pair.programme.public}/pair/{pair.public}/read/what-i-need/"
    come_in(client, marta)
    assert "canaryneeds" in client.get(address).content.decode()
    row.kept = ["own-words"]
    row.save()
    assert "canaryneeds" not in client.get(address).content.decode()
    assert "canaryneeds" not in client.get("/pairs/").content.decode()


def test_the_words_of_a_meeting_place_stay_with_the_two(pair, amina, marta, client):
    come_in(client, amina)
    form = {"on-day": "27", "on-month": "3", "on-year": "2027", "time": "canarytime", "place": "canaryplace"}
    client.post(f"/pair/{pair.public}/meeting-1/when/", form)
    words = everything_on_pages_of(marta)
    assert "27 March 2027" in words
    assert "canarytime" not in words
    assert "canaryplace" not in words


def test_a_pair_that_has_not_signed_can_be_recorded_on_paper_by_the_coordinator(pair, amina, marta, client):
    cast.write_a_plan(pair)
    come_in(client, marta)
    client.post(f"/programme/{pair.programme.public}/pair/{pair.public}/signed/{amina.public}/")
    assert cast.mine(pair, "action-plan", amina).said()["i-agree"].how == "paper"


def test_nobody_else_is_signed_for(pair, marta, client):
    cast.write_a_plan(pair)
    come_in(client, marta)
    address = f"/programme/{pair.programme.public}/pair/{pair.public}/signed/{marta.public}/"
    assert client.post(address).status_code == 404
