"""A conversation that was held elsewhere comes over, or one sentence says why not."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.kit.upload import LARGEST_FORM, NothingHuge
from alongside.voices.bring import MOST_ON_A_PAGE, bring, study_in
from alongside.voices.contribution import BROUGHT, NOT_SHOWN, Contribution, Statement, Vote
from alongside.voices.counting import renew
from alongside.voices.polis import BadStudy
from alongside.voices.round import Round
from alongside.voices.snapshot import newest
from alongside.voices.tests.said import a_round_to_read, browser, of_pair

pytestmark = pytest.mark.django_db

COMMENTS = (
    "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    "1,0,7,2,1,1,The hall should open earlier\n"
    "2,1,0,0,0,-1,Buy my soap\n"
    "3,2,0,1,1,1,Toast helps\n"
)
VOTES = (
    "timestamp,comment-id,voter-id,vote\n1,0,7,1\n2,0,8,1\n3,0,9,-1\n4,2,7,1\n5,2,8,-1\n9,2,8,0\n6,1,9,1\n"
)
WORDS = {"name": "Mornings", "asked": "What helps?", "source": "Fernley schools, CC BY 4.0"}


def files(comments=COMMENTS, votes=VOTES):
    return SimpleUploadedFile("comments.csv", comments.encode()), SimpleUploadedFile(
        "votes.csv", votes.encode()
    )


def packed(way=zipfile.ZIP_DEFLATED, **named: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, text in named.items():
            archive.writestr(f"study/{name}.csv", text)
    return SimpleUploadedFile("study.zip", out.getvalue())


@pytest.fixture
def pair(db):
    return a_round_to_read().pair


@pytest.fixture
def brought(pair) -> Round:
    return bring(study_in(*files()), pair=pair, by=pair.partner, **WORDS)


def test_cards_and_votes_are_there_and_the_last_vote_counts(brought):
    assert [card.words for card in brought.statements.all()][::2] == [
        "The hall should open earlier",
        "Toast helps",
    ]
    assert sorted(Vote.objects.filter(statement__number=2).values_list("value", flat=True)) == [0, 1]


def test_what_was_not_shown_there_is_not_shown_here(brought):
    assert brought.statements.get(number=1).state == NOT_SHOWN
    assert not Vote.objects.filter(statement__number=1).exists()


def test_its_people_have_no_code_and_no_number_of_theirs(brought):
    people = Contribution.objects.filter(round=brought)
    assert {(person.way, person.code) for person in people} == {(BROUGHT, "")}
    assert not {7, 8, 9} & {person.pk for person in people}


def test_a_card_that_a_voter_wrote_is_theirs(brought):
    assert brought.statements.get(number=0).contribution is not None
    assert brought.statements.get(number=2).contribution is None


def test_it_is_closed_named_and_says_where_it_is_from(brought):
    fresh = Round.objects.get(pk=brought.pk)
    assert fresh.state == "closed"
    assert fresh.piece.title() == "Mornings"
    assert fresh.source == "Fernley schools, CC BY 4.0"


def test_one_zip_file_with_both_does_too(pair):
    study = study_in(packed(comments=COMMENTS, votes=VOTES), None)
    assert len(study.votes.people) == 3


def test_the_page_brings_it_over(pair):
    cards, votes = files()
    answer = browser(pair.partner).post(_at(pair), {**WORDS, "cards": cards, "votes": votes})
    assert answer.status_code == 302
    round = Round.objects.exclude(source="").get()
    assert answer["Location"].endswith(f"{round.piece.public}/results/")
    renew(round)
    assert newest(round).figures["people"] is None  # three people


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(pair):
    answer = browser(pair.partner).post(_at(pair), {**WORDS, "source": "  "})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "under which licence. Without that it cannot stay here" in text
    assert "What helps?" in text
    assert not Round.objects.exclude(source="").exists()


def _at(pair) -> str:
    class Of:
        pass

    of = Of()
    of.pair = pair
    return of_pair(of, "bring")


@pytest.mark.parametrize(
    ("comments", "votes", "says"),
    [
        ("a,b\n1,2\n", VOTES, "has no column comment-id"),
        (COMMENTS, "a,b\n1,2\n", "has no column"),
        (COMMENTS, VOTES + "9,77,7,1\n", "a vote on statement “77”"),
        (COMMENTS, VOTES + "9,0,7,5\n", "a vote is 1, -1 or 0"),
        (COMMENTS, VOTES + "9,0,7\n", "has 3 columns"),
        (COMMENTS, "", "is empty"),
        ("", VOTES, "is empty"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_one_sentence_and_nothing_is_kept(pair, comments, votes, says):
    cards, votes = files(comments, votes)
    answer = browser(pair.partner).post(_at(pair), {**WORDS, "cards": cards, "votes": votes})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Statement.objects.filter(round__source="Fernley schools, CC BY 4.0").exists()


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("study.zip", b"PK\x03\x04nonsense"), "is broken"),
        (packed(comments=COMMENTS), "no votes.csv in this ZIP"),
        (SimpleUploadedFile("comments.csv", COMMENTS.encode()), "only one of"),
    ],
)
def test_half_of_it_or_a_broken_zip_is_refused(file, says):
    with pytest.raises(BadStudy, match=says):
        study_in(file, None)


def test_a_zip_file_with_a_password_is_said_to_have_one():
    content = bytearray(packed(comments=COMMENTS, votes=VOTES).read())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the mark in the list of what is in it
    with pytest.raises(BadStudy, match="locked with a password"):
        study_in(SimpleUploadedFile("study.zip", bytes(content)), None)


def test_a_zip_file_that_is_packed_in_another_way_is_not_called_broken():
    with pytest.raises(BadStudy, match="ordinary ZIP file"):
        study_in(packed(zipfile.ZIP_LZMA, comments=COMMENTS, votes=VOTES), None)


def test_a_broken_zip_file_is_one_sentence_whatever_is_broken_in_it():
    whole, dice, refused = packed(comments=COMMENTS, votes=VOTES).read(), random.Random(7), 0
    for _ in range(3000):
        content = bytearray(whole)
        for _ in range(dice.choice((1, 2, 4))):
            content[dice.randrange(4, len(content))] = dice.randrange(256)
        try:
            study_in(SimpleUploadedFile("study.zip", bytes(content)), None)
        except BadStudy:
            refused += 1
    assert refused > 2000


def test_a_mistake_of_ours_is_not_put_down_to_the_zip_file(monkeypatch):
    def stumbles(*_):
        raise NotImplementedError

    monkeypatch.setattr("alongside.voices.bring.read", stumbles)
    with pytest.raises(NotImplementedError):
        study_in(packed(comments=COMMENTS, votes=VOTES), None)


def test_a_zip_file_that_unpacks_to_very_much_is_read_only_as_far_as_is_allowed(monkeypatch):
    monkeypatch.setattr("alongside.voices.polis.LARGEST", 100_000)
    with pytest.raises(BadStudy, match="is larger than"):
        study_in(packed(comments=COMMENTS, votes=VOTES + "9,0,7,1\n" * 200_000), None)


def test_a_study_that_takes_too_long_for_a_page_is_for_the_command(monkeypatch):
    monkeypatch.setattr("alongside.voices.bring.MOST_ON_A_PAGE", 3)
    with pytest.raises(BadStudy, match="bin/alongside bring"):
        study_in(*files())
    assert MOST_ON_A_PAGE > 100_000


def test_a_gigabyte_is_refused_by_the_size_it_says_it_has():
    with pytest.raises(RequestDataTooBig):
        NothingHuge().handle_raw_input(None, {}, LARGEST_FORM + 1, b"")
    assert NothingHuge().handle_raw_input(None, {}, LARGEST_FORM, b"") is None


def test_numbers_of_cards_that_are_no_numbers_are_given_anew(pair):
    comments, votes = (
        text.replace(",0,7", ",x,7").replace(",0,8", ",x,8").replace(",0,9", ",x,9")
        for text in (COMMENTS, VOTES)
    )
    round = bring(study_in(*files(comments, votes)), pair=pair, by=pair.partner, **WORDS)
    assert list(round.statements.values_list("number", flat=True)) == [1, 2, 3]


def test_the_real_study_comes_over_whole(pair):
    folder = Path("tests/material/opinions/london.youth.policing")
    named = {name: (folder / f"{name}.csv").read_text() for name in ("comments", "votes")}
    round = bring(study_in(packed(**named), None), pair=pair, by=pair.partner, **WORDS)
    renew(Round.objects.get(pk=round.pk))
    assert newest(round).figures["people"]["all"] == 26
    assert len(newest(round).figures["cards"]["of"]) == 36
