"""Covering: what the first reader takes out, nobody else reads; everything else stays as it was said."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.privacy.audit import AuditLine
from alongside.voices import covering, listening, rules
from alongside.voices.covering import COVERED
from alongside.voices.tests.said import TELL, a_round_to_read, at, browser, said, text_of

ANNA = (TELL.index("Anna"), TELL.index("Kowalska") + len("Kowalska"))
ANNA_POSTED = [f"{TELL.index('Anna')}-{TELL.index('Anna') + 4}", f"{TELL.index('Kowalska')}-{ANNA[1]}"]


# --- plain text


def test_two_words_beside_each_other_become_one_mark():
    assert covering.without(TELL, covering.joined(TELL, covering.places(ANNA_POSTED))).startswith(
        "Nurse […] was kind."
    )


def test_a_mark_tells_nothing_about_the_length_of_what_it_covers():
    short, long = "Jo came.", "Wilhelmina came."
    assert covering.without(short, [(0, 2)]) == covering.without(long, [(0, 10)]) == "[…] came."


def test_names_numbers_and_addresses_are_worth_a_look_and_the_first_word_of_a_sentence_is_not():
    text = "The nurse Anna rang. She said: write to anna.k@home.example or ring 07700 900 123. I did. Anna is kind."
    looked = {word.words for word in covering.words_of(text) if word.look}
    assert looked == {"Anna", "anna.k@home.example", "07700", "900", "123"}


def test_a_year_a_dose_and_a_time_are_not_taken_for_a_phone_number():
    assert not covering.worth_a_look("I took 40 mg at 7.30 in 2024 and went home.")


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))))
def test_whatever_is_covered_the_rest_stays_letter_by_letter(text, ranges):
    covered = covering.joined(text, ranges)
    pieces = covering.in_pieces(text, covered)
    assert "".join(piece for piece, _ in pieces) == text
    assert covering.without(text, covered) == "".join(
        COVERED if hidden else piece for piece, hidden in pieces
    )
    assert covering.joined(text, covered) == covered


@given(st.text())
def test_the_words_to_press_and_what_is_between_them_are_the_whole_text(text):
    words = covering.words_of(text)
    last = words[-1].end + len(words[-1].after) if words else 0
    assert "".join(w.before + w.words + w.after for w in words) + text[last:] == text
    assert all(text[w.start : w.end] == w.words for w in words)


@pytest.mark.parametrize("typed", [["x"], ["5"], ["9999999999-3"], ["-1-4"], ["7-3"], [""]])
def test_places_that_are_none_cover_nothing(typed):
    assert covering.joined("Nurse Anna", covering.places(typed)) == []


# --- who reads what


@pytest.fixture
def round(db):
    return a_round_to_read()


@pytest.fixture
def amina(round):
    return browser(round.pair.partner)


@pytest.fixture
def ben(round):
    return browser(round.pair.professional)


def test_the_other_cannot_tell_that_an_answer_is_there_before_it_was_read(round, amina, ben):
    answer = said(round)
    missing = ben.get(at(round, "read-one", answer.pk + 1))
    there = ben.get(at(round, "read-one", answer.pk))
    assert (there.status_code, missing.status_code) == (404, 404)
    assert text_of(there) == text_of(missing)
    assert "Kowalska" in amina.get(at(round, "read-one", answer.pk)).content.decode()


def test_the_other_reads_it_after_the_first_without_what_is_covered(round, amina, ben):
    answer = said(round)
    amina.post(at(round, "read-one", answer.pk), {"cover": ANNA_POSTED})
    page = ben.get(at(round, "read-one", answer.pk)).content.decode()
    assert "Kowalska" not in page
    assert "was kind" in page
    ben.post(at(round, "read-one", answer.pk))
    answer.reading.refresh_from_db() if hasattr(answer, "reading") else answer.refresh_from_db()
    assert rules.to_read_too(round.pair.professional, round).count() == 0


def test_the_other_cannot_cover_or_uncover(round, amina, ben):
    answer = said(round)
    amina.post(at(round, "read-one", answer.pk), {"cover": ANNA_POSTED})
    ben.post(at(round, "read-one", answer.pk), {"cover": [], "under": "1"})
    page = ben.get(at(round, "read-one", answer.pk)).content.decode()
    assert "Kowalska" not in page
    assert 'name="cover"' not in page


def test_opening_the_words_under_a_cover_again_is_written_down(round, amina):
    answer = said(round)
    amina.post(at(round, "read-one", answer.pk), {"cover": ANNA_POSTED})
    assert "Kowalska" not in amina.get(at(round, "read-one", answer.pk)).content.decode()
    amina.post(at(round, "read-one", answer.pk), {"under": "1"})
    assert "Kowalska" in amina.get(at(round, "read-one", answer.pk)).content.decode()
    assert AuditLine.objects.filter(
        verb="looked under a cover", by=round.pair.partner, thing=str(answer.pk)
    ).exists()


def test_what_the_other_did_not_see_stays_covered_once_they_have_read_it(round, amina, ben):
    answer = said(round)
    amina.post(at(round, "read-one", answer.pk), {"cover": ANNA_POSTED})
    amina.post(at(round, "read-one", answer.pk), {"under": "1"})
    amina.post(at(round, "read-one", answer.pk), {"cover": ANNA_POSTED[:1]})
    answer.refresh_from_db()
    assert "Kowalska" in covering.for_others(answer)
    ben.post(at(round, "read-one", answer.pk))
    for posted in ([], ANNA_POSTED[1:]):
        amina.post(at(round, "read-one", answer.pk), {"under": "1"})
        amina.post(at(round, "read-one", answer.pk), {"cover": posted})
    answer.refresh_from_db()
    assert "Anna" not in covering.for_others(answer)
    assert "Kowalska" not in covering.for_others(answer)


def test_a_supporter_never_reads_other_peoples_words(round, amina):
    from alongside.people.person import introduce
    from alongside.people.supporter import accept_to_help, choose_supporter

    helper = introduce("Sam", "sam@example.org")
    support = choose_supporter(helper, areas=["together", "profile"], by=round.pair.partner)
    accept_to_help(support, by=helper)
    client, answer = browser(helper), said(round)
    session = client.session
    session["supporting"] = support.pk
    session.save()
    for page in ("read-next", "not-shown-log", "read-cards"):
        assert client.get(at(round, page)).status_code == 404
    assert client.get(at(round, "read-one", answer.pk)).status_code == 404


def test_in_turns_each_of_the_two_reads_first_on_every_other_day(db):
    round = a_round_to_read(reads_first="in-turns")
    from alongside.voices.who_reads import first_reader

    today = timezone.localdate()
    first, then = (first_reader(round, today + datetime.timedelta(days=n)) for n in (0, 1))
    assert {first.pk, then.pk} == {round.pair.partner_id, round.pair.professional_id}
    answer = said(round)
    covering.read_first(answer, [ANNA], by=then)
    assert not rules.reads_uncovered(first, answer)
    assert rules.reads_uncovered(then, answer)


def test_where_somebody_else_was_named_neither_of_the_two_reads_before_people_are_told(db):
    round = a_round_to_read(reads_first="somebody-else")
    answer, amina = said(round), browser(round.pair.partner)
    assert amina.get(at(round, "read-one", answer.pk)).status_code == 404
    amina.post(at(round, "take-over"))
    assert amina.get(at(round, "read-one", answer.pk)).status_code == 200
    assert round.front_changes.get().what == "Who reads first was changed: it is Amina now."


def test_what_was_not_said_to_count_is_read_by_nobody(round, amina):
    answer = said(round, sent=False)
    assert amina.get(at(round, "read-one", answer.pk)).status_code == 404
    assert "Nobody has answered yet" in text_of(amina.get(at(round, "read-next")))


def test_answers_come_in_an_order_that_is_not_theirs_and_stays(round):
    came = [said(round, f"Number {n}").pk for n in range(30)]
    met = [answer.pk for answer in rules.to_read_first(round.pair.partner, round)]
    assert met == sorted(came)
    assert met != came
    assert met == [answer.pk for answer in rules.to_read_first(round.pair.partner, round)]


def test_a_page_says_the_day_and_no_time_and_nothing_of_how_it_came(round, amina):
    answer = said(round, way="phone", days_ago=1)
    page = amina.get(at(round, "read-one", answer.pk))
    words = page.content.decode()
    assert "phone" not in text_of(page)
    assert str(answer.contribution_id) not in words
    assert not {"Last-Modified", "ETag"} & set(page.headers)


def test_changed_words_are_read_anew_and_the_old_ones_are_nowhere(round, amina, ben):
    answer = said(round)
    amina.post(at(round, "read-one", answer.pk), {"cover": ANNA_POSTED})
    answer.words = "Something else about Kowalska"
    answer.save()  # by whatever way, also one that forgets to say so
    answer.refresh_from_db()
    assert covering.for_others(answer) is None
    assert "Kowalska" not in ben.get(at(round, "read-one", answer.pk)).content.decode()


def test_a_long_answer_is_read_in_parts_and_what_was_covered_before_stays_covered(round, amina):
    text = " ".join(f"word{n}" for n in range(covering.PART + 50))
    answer = said(round, text)
    first = amina.post(at(round, "read-one", answer.pk), {"cover": ["0-5"]})
    assert first["Location"].endswith("?part=2")
    start = text.index(f"word{covering.PART + 3}")
    amina.post(first["Location"], {"cover": [f"{start}-{start + 7}", "6-11"]})
    answer.refresh_from_db()
    words = covering.for_others(answer)
    assert words.startswith("[…] word1 word2")
    assert f"word{covering.PART + 3} " not in words


def test_its_author_sees_which_words_were_covered(round):
    answer = said(round)
    covering.read_first(answer, [ANNA], by=round.pair.partner)
    for_author = covering.for_author(answer)
    assert for_author.number == 2
    assert ("Anna Kowalska", True) in for_author.pieces


def test_a_worry_goes_to_the_named_lead_with_the_number_of_the_answer_and_to_nobody_else(round, amina):
    answer = said(round)
    amina.post(at(round, "danger", answer.pk), {"words": "He said that he will be hit tonight."})
    concern = round.pair.programme.concerns.get()
    assert f"{answer.pk:,}".replace(",", " ") in concern.words["words"]
    assert "hit tonight" in concern.words["words"]
    assert TELL not in concern.words["words"]


# --- sound


def a_sound(round, *, hear):
    from alongside.privacy import files

    file = files.store(b"RIFF....", kind="audio/ogg", owner=None)
    return said(round, None, "say", file=file, hear_sound=hear), file


def test_a_voice_that_should_not_be_heard_is_heard_by_the_first_reader_alone_and_goes_when_the_words_are_checked(
    round, amina, ben
):
    answer, file = a_sound(round, hear=False)
    there = at(round, "answer-file", answer.pk)
    amina.post(at(round, "write-down", answer.pk), {"words": "Anna came at eight."})
    amina.post(at(round, "read-one", answer.pk), {"cover": ["0-4"]})
    assert (amina.get(there).status_code, ben.get(there).status_code) == (200, 404)
    assert (
        covering.for_others(rules.answer_to_open(round.pair.professional, round, answer.pk))
        == "[…] came at eight."
    )
    amina.post(at(round, "write-down", answer.pk), {"checked": "1"})
    assert amina.get(there).status_code == 404
    answer.refresh_from_db()
    assert answer.file is None
    assert type(file).objects.filter(pk=file.pk).count() == 0


def test_a_voice_that_may_be_heard_stays_and_the_other_hears_it_after_the_first(round, amina, ben):
    answer, _ = a_sound(round, hear=True)
    there = at(round, "answer-file", answer.pk)
    assert ben.get(there).status_code == 404
    amina.post(at(round, "read-one", answer.pk))
    assert ben.get(there).status_code == 200
    listening.write_down(answer, "It was late.", by=round.pair.partner)
    listening.checked(answer, by=round.pair.partner)
    answer.refresh_from_db()
    assert answer.file


def test_the_first_reader_may_keep_a_sound_or_a_picture_to_themselves(round, amina, ben):
    answer, _ = a_sound(round, hear=True)
    amina.post(at(round, "read-one", answer.pk), {"file": "keep-file"})
    assert ben.get(at(round, "answer-file", answer.pk)).status_code == 404


# --- what was said beside the answers


def test_a_line_said_later_is_covered_by_the_first_reader_before_the_two_read_it(round, amina, ben):
    from alongside.voices.answering import add_a_line, say_late
    from alongside.voices.felt import other_views

    add_a_line(said(round).contribution, "answer", "Kowalska said no.")
    say_late(round, "Kowalska again.")
    assert other_views(round.pair) == []
    assert "Kowalska" not in ben.get(at(round, "read-lines")).content.decode()
    for _line in range(2):
        page = amina.get(at(round, "read-lines")).content.decode()
        line = page.split('name="line" value="')[1].split('"')[0]
        assert "Kowalska" in page
        ben.post(at(round, "read-lines"), {"line": line})
        amina.post(at(round, "read-lines"), {"line": line, "cover": ["0-8"]})
    assert sorted(view.shown for view in other_views(round.pair)) == ["[…] again.", "[…] said no."]
    assert "Nothing more was said" in amina.get(at(round, "read-lines")).content.decode()


def test_a_page_asks_a_dozen_questions_at_most_however_much_came_in(round, amina, django_assert_max_num_queries):
    for n in range(40):
        covering.read_first(said(round, f"Number {n}"), [], by=round.pair.partner)
    answer = said(round)
    amina.get(at(round, "read-next"))
    for page in (at(round, "read-next"), at(round, "read-one", answer.pk), at(round, "not-shown-log")):
        with django_assert_max_num_queries(12):
            amina.get(page)
