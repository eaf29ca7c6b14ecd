"""Booklets, talks and calls: the same questions and rules, another way and a named hand."""

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from alongside.people.person import introduce
from alongside.people.tests.cast import text_of
from alongside.voices import codes, gathering, rules, withdrawal
from alongside.voices.contribution import CONVERSATION, PAPER, PHONE, Answer, Contribution
from alongside.voices.tests.plans import address, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def marta(pair):
    return signed_in(pair.programme.coordinator)


def at(round, *more) -> str:
    return f"/r/{round.short}/" + "".join(f"{part}/" for part in more)


def words_in(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def printed(client, round, **said) -> tuple[str, list[str]]:
    """The words of the booklets, and their codes in order."""
    response = client.post(address(round, "booklets"), {"number": "2", **said})
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    words = words_in(response.content)
    return words, list(dict.fromkeys(re.findall(r"Code ([a-z]+ [a-z]+ [a-z]+ [a-z]+)", words)))


# --- on paper


def test_each_booklet_has_a_code_at_every_foot_and_on_its_strip(opened, ben):
    words, found = printed(ben, opened)
    assert len(found) == 2
    for code in found:
        foot = words.count(f"Code {code}")
        assert foot >= 3
        assert words.count(code) == foot + 1
    pages = [int(n) for n in re.findall(r"Page \d+ of (\d+)", words)]
    assert set(pages) == {len(pages) // 2}
    assert f"/r/{opened.short}" in "".join(words.split())  # an address may go over two lines


def test_a_booklet_asks_everything_in_the_same_order(opened, ben):
    words, _found = printed(ben, opened)
    first = " ".join(words.split("That was the last question")[0].split())
    asked = [" ".join(q.ask.split()) for q in opened.asked()]
    places = [first.index(ask) for ask in asked]
    assert places == sorted(places)
    for said in (
        "We change how the first week",
        "Ruth Ansah, head of the ward",
        "The number of beds",
        "call 999",
    ):
        assert said in first


def test_big_print_and_easy_read(opened, ben):
    words, _found = printed(ben, opened, form=["big", "easy"])
    assert "Who was with you?" in words
    assert "We want to know how your first week at home" in " ".join(words.split())
    plain, _found = printed(ben, opened)
    assert len(re.findall(r"Page \d+ of", words)) > len(re.findall(r"Page \d+ of", plain))


def test_a_printed_booklet_is_a_contribution_without_a_word(opened, ben):
    _words, found = printed(ben, opened)
    rows = Contribution.objects.filter(round=opened)
    assert {row.code for row in rows} == {codes.fingerprint(code) for code in found}
    assert {(row.way, row.sent, row.by_id) for row in rows} == {(PAPER, None, None)}
    assert rules.sent_by_round([opened]) == {}


@pytest.mark.parametrize("number", ["0", "61", "many", ""])
def test_only_so_many_at_once(opened, ben, number):
    assert ben.post(address(opened, "booklets"), {"number": number}).status_code == 422
    assert not Contribution.objects.exists()


def test_nothing_is_printed_of_a_round_that_is_planned(round, ben):
    for page in ("booklets", "poster.pdf", "cards.pdf"):
        assert ben.get(address(round) + page + ("" if "." in page else "/")).status_code == 404


def test_the_poster_and_the_cards_have_the_address(opened, ben):
    for page in ("poster.pdf", "cards.pdf"):
        words = words_in(ben.get(address(opened) + page).content)
        assert f"/r/{opened.short}" in "".join(words.split())
        assert "The first week at home" in " ".join(words.split())


# --- typed in


ON_PAPER = {
    "first-night": "family",
    "helped": ["call", "list"],
    "clear": "good",
    "days": "3",
    "whom": "The night nurse",
    "tell": "Bring your own pilow",  # as it stands there
    "say": "It was quiet",
}


def open_booklet(client, round, code) -> str:
    response = client.post(at(round, "paper"), {"code": code.upper().replace(" ", ", ")})
    assert response.status_code == 302, text_of(response)
    return response.url


def type_all(client, round, page, **other):
    """Go through every box of a booklet, as it stands on paper."""
    said = {**ON_PAPER, **other}
    while "/q/" in page:
        shown = client.get(page)
        assert shown.status_code == 200
        key = page.rstrip("/").split("/")[-1]
        html = shown.content.decode()
        seen = re.search(r'name="seen" value="([^"]*)"', html)
        data = {"seen": seen[1]} if seen else {}
        if key == "cards":
            data |= {f"card-{card.pk}": "agree" for card in round.statements.all()}
        elif key == "show":
            data["passed"] = "not-readable"
        elif key in said:
            data[f"{seen[1]}.{key}"] = said[key]
            data[f"{seen[1]}.{key}.shown"] = "1"
        page = client.post(page, data).url
    return page


def test_a_booklet_is_typed_in_by_a_named_person_and_counts(opened, ben):
    _words, (code, _other) = printed(ben, opened)
    end = type_all(ben, opened, open_booklet(ben, opened, code))
    page = text_of(ben.get(end))
    assert "Bring your own pilow" in page
    assert "Not readable" in page
    ben.post(end, {"name": ""})
    row = Contribution.objects.get(code=codes.fingerprint(code))
    assert row.sent
    assert row.by_id == opened.pair.professional_id
    assert row.gathered
    answers = {a.question: a for a in row.answers.all()}
    assert answers["first-night"].picked == ["family"]
    assert sorted(answers["helped"].picked) == [
        "call",
        "list",
    ]
    assert answers["days"].number == 3
    assert answers["tell"].words == "Bring your own pilow"
    assert answers["say"].words == "It was quiet"
    assert answers["show"].passed == gathering.NOT_READABLE
    assert row.votes.count() == 3
    assert "in already" in text_of(ben.post(at(opened, "paper"), {"code": code}))


def test_a_code_that_is_none_and_one_of_another_round_read_the_same(opened, ben):
    Contribution.objects.create(round=opened, code=codes.fingerprint("apple river stone moon"))
    for code in ("nothing of the kind", "apple river stone moon", ""):
        page = ben.post(at(opened, "paper"), {"code": code})
        assert page.status_code == 422
        assert "There is no booklet with this code" in text_of(page)


def test_a_name_on_paper_is_kept_only_as_its_person_wrote_it(opened, ben):
    _words, (code, _other) = printed(ben, opened)
    end = type_all(ben, opened, open_booklet(ben, opened, code))
    ben.post(end, {"name": "Olu"})
    row = Contribution.objects.get(code=codes.fingerprint(code))
    assert (row.known, row.name) == ("named", "Olu")


def test_typed_twice_it_counts_when_both_are_the_same(opened, amina, ben):
    _words, (code, _other) = printed(ben, opened)
    ben.post(at(opened, "paper"), {"twice": "yes"})
    end = type_all(ben, opened, open_booklet(ben, opened, code))
    assert "waits" in ben.post(end, {}).url
    row = Contribution.objects.get(code=codes.fingerprint(code))
    assert row.sent is None
    assert "let somebody else" in text_of(ben.post(at(opened, "paper"), {"code": code})).lower()
    end = type_all(amina, opened, open_booklet(amina, opened, code))
    assert "done" in amina.post(end, {}).url
    row.refresh_from_db()
    assert row.sent
    assert row.by_id == opened.pair.professional_id


def test_boxes_that_differ_are_compared_one_by_one(opened, amina, ben):
    _words, (code, _other) = printed(ben, opened)
    ben.post(at(opened, "paper"), {"twice": "yes"})
    ben.post(type_all(ben, opened, open_booklet(ben, opened, code)), {})
    end = type_all(amina, opened, open_booklet(amina, opened, code), tell="Bring your own pillow", days="8")
    compare = amina.post(end, {}).url
    page = text_of(amina.get(compare))
    assert "Boxes that differ: 2" in page
    assert "3" in page
    assert "8" in page
    amina.post(compare, {"question": "days", "stands": "second"})
    page = text_of(amina.get(compare))
    assert "Bring your own pilow" in page
    assert "Bring your own pillow" in page
    amina.post(compare, {"question": "tell", "stands": "first"})
    assert "done" in amina.get(compare).url
    row = Contribution.objects.get(code=codes.fingerprint(code))
    answers = {a.question: a for a in row.answers.all()}
    assert row.sent
    assert answers["days"].number == 8
    assert answers["tell"].words == "Bring your own pilow"


def test_only_the_two_and_their_coordinator_type_booklets(opened, ben, marta):
    _words, (code, _other) = printed(ben, opened)
    assert marta.get(at(opened, "paper")).status_code == 200
    assert signed_in(introduce("Hester", "hester@example.org")).get(at(opened, "paper")).status_code == 404
    assert Client().get(at(opened, "paper")).status_code == 302
    box = open_booklet(ben, opened, code)
    assert marta.get(box).status_code == 404  # it is not her turn at this one


# --- a conversation, a call


def begin(client, round, page="talk", **said):
    return client.post(at(round, page), {"yes": "1", "form": "a1b2", **said})


def test_a_talk_is_answered_on_the_same_pages_and_marked(opened, amina):
    assert "May I tell you what this is" in text_of(amina.get(at(opened, "talk")))
    begun = begin(amina, opened)
    assert begun.url.startswith(at(opened))
    row = Contribution.objects.get()
    assert (row.way, row.by_id, row.sent) == (CONVERSATION, opened.pair.partner_id, None)
    page = amina.get(at(opened, "q", "tell"))
    assert 'This says "gathered by Amina".' in page.content.decode().replace("&#34;", '"')
    seen = re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]
    amina.post(at(opened, "q", "tell"), {"seen": seen, f"{seen}.tell": "They sent me home at night"})
    assert Answer.objects.get().words == "They sent me home at night"
    amina.post(at(opened, "last"), {})
    row.refresh_from_db()
    assert row.sent
    assert row.code
    assert row.gathered
    assert "Next person" in text_of(amina.get(at(opened, "thanks")))


def test_a_no_keeps_nothing(opened, amina):
    page = amina.post(at(opened, "talk"), {"no": "1"}, follow=True)
    assert "Nothing is kept" in text_of(page)
    assert not Contribution.objects.exists()


def test_pressed_twice_it_is_one_talk(opened, amina):
    begin(amina, opened)
    begin(amina, opened)
    assert Contribution.objects.count() == 1


def test_the_next_talk_begins_empty(opened, amina):
    begin(amina, opened)
    amina.post(at(opened, "talk"), {"next": "1"})
    assert "gathered by" not in amina.get(at(opened, "q", "tell")).content.decode()


def test_an_own_note_stays_apart_from_the_answers(opened, amina, ben):
    begin(amina, opened)
    amina.post(at(opened, "note"), {"note": "She looked at the door"})
    row = Contribution.objects.get()
    assert gathering.note_of(row, opened.pair.partner) == "She looked at the door"
    assert not row.answers.exists()
    assert ben.get(at(opened, "note")).status_code == 404


def test_the_coordinator_types_a_call_and_only_the_coordinator(opened, marta, amina):
    page = text_of(marta.get(at(opened, "call")))
    assert "They said yes" in page
    assert "Is this a good moment" in page
    begin(marta, opened, "call")
    row = Contribution.objects.get()
    assert (row.way, row.by_id) == (PHONE, opened.pair.programme.coordinator_id)
    assert "Typed by Marta, from the phone" in marta.get(at(opened, "q", "tell")).content.decode()
    assert amina.get(at(opened, "call")).status_code == 404


def test_nobody_but_the_partner_holds_a_talk(opened, ben, marta):
    for client in (ben, marta):
        assert client.get(at(opened, "talk")).status_code == 404
        assert begin(client, opened).status_code == 404
    assert not Contribution.objects.exists()


def test_taking_back_takes_the_note_and_the_second_typing_too(opened, amina):
    begin(amina, opened)
    amina.post(at(opened, "note"), {"note": "She looked at the door"})
    row = Contribution.objects.get()
    gathering.Typing.objects.create(contribution=row, second=True, boxes={"tell": {"words": "At night"}})
    withdrawal.take_back(row)
    assert not row.askers_notes.exists()
    assert [typing.boxes for typing in row.typings.all()] == [{}]


def test_where_the_line_is_bad_all_questions_are_sent_from_one_page(opened, amina, ben):
    begin(amina, opened)
    page = amina.get(at(opened, "talk", "all"))
    html = page.content.decode()
    seen = dict(re.findall(r'name="seen-([a-z-]+)" value="([^"]*)"', html))
    data = {f"seen-{key}": mark for key, mark in seen.items()}
    said = {"tell": "At night", "days": "4", "first-night": "nobody"}
    data |= {f"{seen[key]}.{key}": words for key, words in said.items()}
    data |= {f"card-{card.pk}": "disagree" for card in opened.statements.all()}
    sent = amina.post(at(opened, "talk", "all"), data, headers={"X-Answer": "1"})
    assert (sent.status_code, sent["X-Next"]) == (204, at(opened, "last"))
    again = amina.post(at(opened, "talk", "all"), data)  # it had come, and only the answer was lost
    assert again.url == at(opened, "last")
    row = Contribution.objects.get()
    answers = {a.question: a for a in row.answers.all()}
    assert set(answers) == set(said)
    assert answers["tell"].words == "At night"
    assert answers["days"].number == 4
    assert [vote.value for vote in row.votes.all()] == [-1, -1, -1]
    assert ben.get(at(opened, "talk", "all")).status_code == 404


def test_one_number_that_cannot_be_understood_keeps_everything_else(opened, amina):
    begin(amina, opened)
    html = amina.get(at(opened, "talk", "all")).content.decode()
    seen = dict(re.findall(r'name="seen-([a-z-]+)" value="([^"]*)"', html))
    data = {f"seen-{key}": mark for key, mark in seen.items()}
    data |= {f"{seen['tell']}.tell": "At night", f"{seen['days']}.days": "many"}
    page = amina.post(at(opened, "talk", "all"), data)
    assert page.status_code == 422
    assert "many" in page.content.decode()
    assert [a.words for a in Answer.objects.all()] == ["At night"]
