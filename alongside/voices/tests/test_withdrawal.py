"""Words that are taken back are nowhere, and nobody learns whose they were."""

import pytest

from alongside.privacy import files
from alongside.voices import covering, moderation, quotes, themes, withdrawal
from alongside.voices.contribution import AGREE, Reach, Vote
from alongside.voices.models import InTheme, Quote, Reading, TakenBack, Transcript
from alongside.voices.tests.said import a_card, a_round_to_read, browser, of_pair, said, text_of


@pytest.fixture
def round(db):
    return a_round_to_read()


def a_whole_answer(round):
    """Read, in a theme, quoted with a yes, with a sound, a vote, a card and a way to reach them."""
    file = files.store(b"RIFF....", kind="audio/ogg", owner=None)
    answer = said(round, "Zebedee came. Then nobody.", file=file, known="contactable", name="Zebedee")
    Transcript.objects.create(answer=answer, words="Zebedee came. Then nobody.", by=round.pair.partner)
    covering.read_first(answer, [], by=round.pair.partner)
    theme = themes.begin_theme("Nights", pair=round.pair, by=round.pair.partner)
    themes.put_under(answer, theme, by=round.pair.partner)
    quotes.say(quotes.ask_for(answer, "Then nobody.", by=round.pair.partner), True)
    Vote.objects.create(contribution=answer.contribution, statement=round.statements.first(), value=AGREE)
    Reach.objects.create(contribution=answer.contribution, how="email", address="z@example.org")
    return answer, file, theme


def test_everything_of_one_person_goes_and_the_code_stays(round):
    answer, file, theme = a_whole_answer(round)
    contribution, there = answer.contribution, file.path()
    assert there.exists()
    gone = withdrawal.take_back(contribution)
    assert gone.quotes == 1
    for model in (Reading, Transcript, InTheme, Quote, Reach):
        assert not model.objects.exists(), model.__name__
    contribution.refresh_from_db()
    assert contribution.withdrawn
    assert not contribution.name
    assert not contribution.votes.exists()
    assert not files.StoredFile.objects.filter(pk=file.pk).exists()


def test_the_bytes_of_a_sound_go_with_it(round, django_capture_on_commit_callbacks):
    answer, file, _ = a_whole_answer(round)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawal.take_back(answer.contribution)
    assert not file.path().exists()


def test_one_answer_goes_and_the_others_stay(round):
    answer, _, theme = a_whole_answer(round)
    from alongside.voices.contribution import Answer

    other = Answer.objects.create(contribution=answer.contribution, question="whom", words="The pharmacist")
    withdrawal.take_back_answer(answer)
    assert list(answer.contribution.answers.all()) == [other]
    assert not theme.answers.exists()


def test_the_two_learn_that_somebody_did_and_not_who(round):
    answer, _, _ = a_whole_answer(round)
    withdrawal.take_back(answer.contribution)
    for person in round.pair.two:
        page = browser(person).get(of_pair(round, "themes"))
        assert "Somebody has taken back what they said." in text_of(page)
        assert "Zebedee" not in page.content.decode()
    (notice,) = TakenBack.objects.all()
    assert {field.name for field in TakenBack._meta.fields} == {
        "id",
        "round",
        "day",
        "quotes",
        "down_by",
        "down_on",
    }
    browser(round.pair.partner).post(of_pair(round, "taken-down", notice.pk), {"who": "Ruth"})
    assert "Taken down by Ruth" in text_of(browser(round.pair.professional).get(of_pair(round, "themes")))


def test_what_was_never_sent_goes_without_a_notice(round):
    answer = said(round, sent=False)
    withdrawal.take_back(answer.contribution)
    assert not TakenBack.objects.exists()


def test_a_card_that_others_voted_on_loses_its_words_and_keeps_its_number(round):
    card = a_card(round, "Zebedee says so.")
    author, other = card.contribution, said(round).contribution
    moderation.show(card, by=round.pair.partner)
    Vote.objects.create(contribution=other, statement=card, value=AGREE)
    withdrawal.take_back(author)
    card.refresh_from_db()
    assert (card.words, card.state, card.contribution, card.number) == ("", "not-shown", None, 90)


def test_taking_back_twice_is_taking_back_once(round):
    answer, _, _ = a_whole_answer(round)
    withdrawal.take_back(answer.contribution)
    assert withdrawal.take_back(answer.contribution).answers == 0
    assert TakenBack.objects.count() == 1
