"""A sentence is shown outside only while its author says yes, and never the whole answer."""

import pytest
from django.urls import reverse

from alongside.voices import covering, moderation, quotes
from alongside.voices.contribution import Answer
from alongside.voices.marks import put_mark
from alongside.voices.tests.said import TELL, a_round_to_read, browser, of_pair, said, text_of


@pytest.fixture
def round(db):
    return a_round_to_read()


@pytest.fixture
def amina(round):
    return browser(round.pair.partner)


@pytest.fixture
def answer(round):
    answer = said(round)
    covering.read_first(answer, [(TELL.index("Anna"), TELL.index("Kowalska") + 8)], by=round.pair.partner)
    return answer


def outside(round) -> list[str]:
    return quotes.in_words(quotes.shown_outside(Answer.objects.filter(contribution__round=round)))


def marked(client, contribution, own=True):
    """A browser in which these answers are open."""
    from django.http import HttpResponse

    response = HttpResponse()
    put_mark(response, contribution, own)
    for name, morsel in response.cookies.items():
        client.cookies[name] = morsel.value
    return client


def ask(round, amina, answer, part="3"):
    amina.post(of_pair(round, "ask-quote", answer.pk), {"part": part})
    return answer.quotes.get()


def test_what_can_be_chosen_are_sentences_of_the_covered_words(round, amina, answer):
    page = amina.get(of_pair(round, "ask-quote", answer.pk))
    assert "Nurse […] was kind." in page.content.decode()
    assert "Kowalska" not in page.content.decode()


@pytest.mark.parametrize("whole", ["Ring on the second day.", "Fine", "", "…"])
def test_a_whole_answer_is_never_a_quote(whole):
    assert whole.strip(" .") not in [part.strip(" .") for part in quotes.sentences(whole)]


def test_one_sentence_gives_its_parts():
    assert quotes.sentences("They were kind, but nobody rang") == ["They were kind", "but nobody rang"]


def test_nothing_is_shown_before_its_author_says_yes_and_nothing_after_a_no(round, amina, answer, client):
    quote = ask(round, amina, answer)
    assert outside(round) == []
    marked(client, answer.contribution)
    page = client.get(reverse("voices:my-quotes", args=[round.short]))
    assert "Then I went home and nobody came." in text_of(page)
    client.post(reverse("voices:say-quote", args=[round.short, quote.pk]), {"say": "no"})
    assert outside(round) == []
    client.post(reverse("voices:say-quote", args=[round.short, quote.pk]), {"say": "yes"})
    assert outside(round) == ["Then I went home and nobody came."]
    client.post(reverse("voices:say-quote", args=[round.short, quote.pk]), {"say": "no"})
    assert outside(round) == []


def test_the_code_alone_says_yes_to_nothing(round, amina, answer, client):
    quote = ask(round, amina, answer)
    marked(client, answer.contribution, own=False)
    client.post(reverse("voices:say-quote", args=[round.short, quote.pk]), {"say": "yes"})
    assert outside(round) == []


def test_nobody_says_yes_for_somebody_else(round, amina, answer, client):
    quote = ask(round, amina, answer)
    marked(client, said(round, "Another person").contribution)
    assert (
        client.post(reverse("voices:say-quote", args=[round.short, quote.pk]), {"say": "yes"}).status_code
        == 404
    )
    assert outside(round) == []


def test_a_yes_ends_when_the_answer_is_held_back_or_the_sentence_is_covered(round, amina, answer):
    quote = ask(round, amina, answer)
    quotes.say(quote, True)
    moderation.not_show(answer, moderation.reasons_of(round)[0], by=round.pair.partner)
    assert outside(round) == []
    moderation.show(answer, by=round.pair.partner)
    assert len(outside(round)) == 1
    home = TELL.index("home")
    covering.read_first(Answer.objects.get(pk=answer.pk), [(home, home + 4)], by=round.pair.partner)
    assert outside(round) == []


def test_a_name_stands_beside_it_only_of_somebody_who_gave_one_and_said_yes(round, amina):
    answer = said(round, "One. Two.", known="named", name="Olu")
    covering.read_first(answer, [], by=round.pair.partner)
    quote = ask(round, amina, answer, "1")
    assert quotes.name_beside(quote) == ""
    quotes.say(quote, True)
    assert quotes.name_beside(quote) == "Olu"
    nameless = said(round, "One. Two.", name="Olu")
    covering.read_first(nameless, [], by=round.pair.partner)
    other = ask(round, amina, nameless, "1")
    quotes.say(other, True)
    assert quotes.name_beside(other) == ""


def test_where_people_were_told_that_nobody_is_quoted_nobody_is_asked(db):
    round = a_round_to_read(quotes="none")
    answer, amina = said(round), browser(round.pair.partner)
    covering.read_first(answer, [], by=round.pair.partner)
    amina.post(of_pair(round, "ask-quote", answer.pk), {"part": "1"})
    assert not answer.quotes.exists()
