"""Held back only by a reason that people could read before; with a log for both, and a second look for its author."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from alongside.kit import messages
from alongside.voices import covering, moderation, rules
from alongside.voices.contribution import NOT_SHOWN, SHOWN
from alongside.voices.tests.said import TELL, a_card, a_round_to_read, at, browser, of_pair, said, text_of


@pytest.fixture
def round(db):
    round = a_round_to_read()
    round.front["values"]["reasons/hate"] = True
    round.front["texts"]["own-reasons/rowaaaaaa9/line"] = "It names the ward on the news"
    round.front["rows"]["own-reasons/rowaaaaaa9"] = "z"
    round.save()
    return round


@pytest.fixture
def amina(round):
    return browser(round.pair.partner)


@pytest.fixture
def ben(round):
    return browser(round.pair.professional)


def read(round, words=TELL, covered=()):
    answer = said(round, words)
    covering.read_first(answer, covered, by=round.pair.partner)
    return answer


def held_back(round, key="threat", answer=None):
    answer = answer or read(round)
    reason = next(each for each in moderation.reasons_of(round) if each.key == key)
    moderation.not_show(answer, reason, by=round.pair.partner)
    return answer


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_only_published_reasons_hold_anything_back(round, amina):
    assert [reason.key for reason in moderation.reasons_of(round)] == ["threat", "hate", "own-rowaaaaaa9"]
    answer = read(round)
    for made_up in ("selling", "", "nonsense"):
        assert amina.post(at(round, "not-show", answer.pk), {"reason": made_up}).status_code == 422
    assert moderation.is_shown(answer)
    amina.post(at(round, "not-show", answer.pk), {"reason": "own-rowaaaaaa9"})
    assert not moderation.is_shown(answer)


def test_only_whoever_read_it_first_holds_it_back(round, ben):
    answer = read(round)
    assert ben.post(at(round, "not-show", answer.pk), {"reason": "threat"}).status_code == 404
    assert moderation.is_shown(answer)


def test_what_is_held_back_stands_under_no_heading_and_cannot_be_quoted(round, amina):
    answer = held_back(round)
    assert not rules.readable_answers(round.pair).filter(pk=answer.pk).exists()
    assert amina.get(of_pair(round, "ask-quote", answer.pk)).status_code == 404
    moderation.show(answer, by=round.pair.partner)
    assert rules.readable_answers(round.pair).filter(pk=answer.pk).exists()


def test_what_nobody_ever_held_back_is_shown(round):
    answer = read(round)
    assert rules.readable_answers(round.pair).filter(pk=answer.pk).exists()


def test_both_see_the_log_with_reasons_and_numbers_and_no_words(round, amina, ben):
    held_back(round), held_back(round, "hate"), read(round)
    for reader in (amina, ben):
        page = text_of(reader.get(at(round, "not-shown-log")))
        assert "It threatens someone: 1" in page
        assert "Shown: 1" in page
        assert "Not shown: 2" in page
        assert "Kowalska" not in page


def test_a_card_is_seen_by_others_once_it_was_shown_and_never_before(round, amina):
    card = a_card(round)
    assert not round.statements.filter(pk=card.pk, state=SHOWN).exists()
    assert "Put a kettle" in text_of(amina.get(at(round, "read-cards")))
    amina.post(at(round, "read-cards"), {"card": card.pk, "show": "1"})
    card.refresh_from_db()
    assert card.state == SHOWN
    assert card.contribution_id


def test_a_card_is_held_back_by_a_reason_and_the_other_does_not_read_it_before(round, amina, ben):
    card = a_card(round)
    assert "Put a kettle" not in ben.get(at(round, "read-cards")).content.decode()
    assert ben.post(at(round, "read-cards"), {"card": card.pk, "show": "1"}).status_code == 302
    card.refresh_from_db()
    assert card.state != SHOWN
    amina.post(at(round, "not-show-card", card.pk), {"reason": "hate"})
    card.refresh_from_db()
    assert card.state == NOT_SHOWN
    (told,) = moderation.not_shown_for(card.contribution)
    assert told.reason.key == "hate"
    assert told.thing == card


def test_its_author_is_told_the_reason_and_others_are_not_told_of_it(round):
    answer = held_back(round)
    (told,) = moderation.not_shown_for(answer.contribution)
    assert told.reason.words == "It threatens someone"
    assert told.may_ask
    assert moderation.not_shown_for(said(round).contribution) == []


def test_asking_again_tells_the_coordinator_that_there_is_something_and_nothing_of_it(round):
    answer = held_back(round)
    mail.outbox.clear()
    moderation.ask_again(moderation.not_shown_for(answer.contribution)[0].moderation)
    messages.wait_until_sent()
    (message,) = mail.outbox
    assert message.to == ["marta@example.org"]
    assert "Kowalska" not in message.body
    assert str(answer.pk) not in message.body
    page = browser(round.pair.programme.coordinator).get(
        reverse("voices:second-looks", args=[round.pair.programme.public])
    )
    assert "Joanna Ellis" in text_of(page)
    assert "Kowalska" not in page.content.decode()


def test_the_link_shows_the_covered_words_once_and_its_author_reads_the_outcome(round):
    answer = held_back(round, answer=read(round, covered=[(TELL.index("Anna"), TELL.index("Kowalska") + 8)]))
    (told,) = moderation.not_shown_for(answer.contribution)
    moderation.ask_again(told.moderation)
    told.moderation.refresh_from_db()
    link, joanna = path_of(moderation.second_look_link(told.moderation)), Client()
    page = joanna.get(link)
    assert "was kind" in text_of(page)
    assert "Kowalska" not in page.content.decode()
    assert joanna.post(link, {"shown": "no"}).status_code == 422  # a no needs its reason
    joanna.post(link, {"shown": "no", "because": "It still threatens her."})
    (told,) = moderation.not_shown_for(answer.contribution)
    assert told.outcome.words == "It still threatens her."
    assert not told.may_ask
    assert joanna.get(link).status_code == 404


def test_a_second_look_that_says_yes_shows_it(round):
    answer = held_back(round)
    (told,) = moderation.not_shown_for(answer.contribution)
    moderation.ask_again(told.moderation)
    told.moderation.refresh_from_db()
    Client().post(path_of(moderation.second_look_link(told.moderation)), {"shown": "yes"})
    assert moderation.is_shown(answer)
    assert moderation.not_shown_for(answer.contribution) == []


def test_a_link_that_nobody_asked_for_opens_nothing(round):
    answer = held_back(round)
    from django.core import signing

    made_up = signing.dumps(
        [moderation.not_shown_for(answer.contribution)[0].moderation.pk, 1], salt="another"
    )
    for token in (made_up, "nonsense"):
        assert Client().get(reverse("voices:second-look", args=[token])).status_code == 404


def test_what_its_author_changed_is_not_held_back_any_more(round):
    answer = held_back(round)
    covering.said_anew(answer)
    assert moderation.is_shown(answer)
    assert moderation.not_shown_for(answer.contribution) == []
