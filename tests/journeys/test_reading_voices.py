"""What came in is read with care: a word that was covered is nowhere for anybody but the first reader."""

import logging

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from alongside.kit import messages
from alongside.kit.tests.browser import launching
from alongside.people.signin import sign_in_link
from alongside.portfolio.piece import begin_piece
from alongside.voices import covering, idea, marks, moderation, quotes, themes
from alongside.voices.tests.cast import an_open_round
from alongside.voices.tests.said import a_card, a_round_to_read, said
from tests.journeys.cast import EVERYBODY, Cast
from tests.journeys.test_in_a_browser import AXE, RULES
from tests.journeys.test_who_may_open_what import ROUTES

NAME = "Zqbabececa"
WORDS = f"Doctor {NAME} sat down. Nobody else ever sat down. Ring on the second day."
WHERE = (WORDS.index(NAME), WORDS.index(NAME) + len(NAME))


@pytest.fixture
def cast(world, db):
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    yield Cast()
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture
def answer(cast):
    """Read by both, with the name covered; under a heading, quoted with a yes. Another like it is held back."""
    round = an_open_round(cast.pair)
    answer, held, amina = said(round, WORDS), said(round, WORDS), cast.pair.partner
    for each in (answer, held):
        covering.read_first(each, [WHERE], by=amina)
        covering.read_too(each.reading, by=cast.pair.professional)
    themes.put_under(answer, themes.begin_theme("Sitting down", pair=cast.pair, by=amina), by=amina)
    quotes.say(quotes.ask_for(answer, f"Doctor {covering.COVERED} sat down.", by=amina), True)
    line = moderation.not_show(held, moderation.reasons_of(round)[0], by=amina)
    moderation.ask_again(line)
    answer.held, answer.second_look = held, moderation.second_look_link(line)
    return answer


def addresses(answer) -> list[str]:
    """Every address of the room voices that can be filled in with what there is of this round."""
    round = answer.contribution.round
    known = {
        "piece": round.piece.public, "short": round.short, "question": "tell", "key": "tell", "programme": "none",
        "theme": answer.themes.get().theme.public, "number": answer.quotes.get().pk, "kind": "long", "sheet": "round",
        "card": round.statements.first().pk, "what": "later", "how": "named", "way": "link",
        "contribution": answer.contribution_id,
    }  # fmt: skip
    found = ["/" + answer.second_look.split("/", 3)[3]]
    for name, needed in ROUTES.items():
        if not name.startswith("voices:") or not needed <= {*known, "public", "answer"}:
            continue
        for public in (round.pair.public, round.pair.programme.public):
            for each in (answer, answer.held):
                names = known | {"public": public, "answer": each.pk}
                found.append(reverse(name, kwargs={key: names[key] for key in needed}))
    return list(dict.fromkeys(found))


def seen_by(client, answer) -> list[str]:
    """Addresses on which this browser comes across the name, in the page, its head or where it leads."""
    found = []
    for address in addresses(answer):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if NAME.encode() in body or NAME in str(response.headers):
            found.append(address)
    return found


def test_a_covered_word_is_nowhere_for_anybody(cast, answer, caplog):
    assert len(addresses(answer)) > 40
    mail.outbox.clear()
    caplog.set_level(logging.DEBUG)
    for who in EVERYBODY:
        assert seen_by(cast.sit_down(who), answer) == [], who
    messages.wait_until_sent()
    assert NAME not in caplog.text
    assert not any(NAME in str(message.message()) for message in mail.outbox)


def test_somebody_else_who_answered_and_the_code_alone_do_not_show_it_either(cast, answer):
    for contribution, own in (
        (said(answer.contribution.round).contribution, True),
        (answer.contribution, False),
    ):
        client, response = Client(), HttpResponse()
        marks.put_mark(response, contribution, own)
        client.cookies.update(response.cookies)
        assert seen_by(client, answer) == []


def test_it_stands_in_no_table_as_it_was_said(answer):
    """Sealed where it is kept, and in no other column."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held = b" ".join(bytes_of(value) for row in cursor.fetchall() for value in row)
            assert NAME.encode() not in held, table


def bytes_of(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_the_first_reader_finds_it_again_where_they_ask_for_it_and_nowhere_else(cast, answer):
    amina = cast.sit_down("partner")
    there = reverse(
        "voices:read-one", args=[cast.pair.public, answer.contribution.round.piece.public, answer.pk]
    )
    amina.post(there, {"under": "1"})
    assert seen_by(amina, answer) == [there]


def test_the_search_finds_a_word_that_was_not_covered(cast, answer, monkeypatch):
    """The control: with a cover that covers nothing, the same search finds it for the other of the two."""
    answer.reading.covered, answer.reading.words = [], WORDS
    answer.reading.save()
    found = seen_by(cast.sit_down("professional"), answer)
    assert any("/themes/" in address for address in found)
    assert any("/reading/" in address for address in found)


# --- in a browser


def at_a_browser(do, *, script: bool):
    """Run `do(page)` on a phone; nothing asks the database meanwhile, because Playwright runs a loop."""
    with launching() as launch:
        page = (
            launch()
            .new_context(java_script_enabled=script, viewport={"width": 360, "height": 800})
            .new_page()
        )
        return do(page)


def come_in(page, link):
    page.goto(link)
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("button", name="No, it is mine").click()


@pytest.fixture
def round(transactional_db):
    return a_round_to_read()


def path(page: str, round, *more) -> str:
    return reverse(f"voices:{page}", args=[round.pair.public, round.piece.public, *more])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_amina_covers_a_name_and_ben_reads_the_rest(live_server, round, script):
    answer = said(round, WORDS)
    amina, ben = (
        sign_in_link(person, live_server.url) for person in (round.pair.partner, round.pair.professional)
    )
    reading = live_server.url + path("read-next", round)
    one = live_server.url + path("read-one", round, answer.pk)

    def story(page):
        come_in(page, amina)
        page.goto(reading)
        page.get_by_role("link", name="Read the next one").click()
        if script:
            page.evaluate(
                "name => { const word = [...document.querySelectorAll('.cover__word')].find(w => w.innerText === name);"
                "getSelection().selectAllChildren(word); }",
                NAME,
            )
            page.get_by_role("button", name="Cover what I marked").click()
        else:
            page.get_by_role("checkbox", name=NAME).check()
        covered = page.get_by_role("checkbox", name=NAME).is_checked()
        page.get_by_role("button", name="Save and go on").click()
        page.goto(live_server.url + "/")
        page.context.clear_cookies()
        come_in(page, ben)
        page.goto(one)
        words = page.locator("main .own").first.inner_text()
        page.get_by_role("button", name="I have read it").click()
        return covered, words, page.content()

    covered, words, after = at_a_browser(story, script=script)
    assert covered
    assert "sat down" in words
    assert NAME not in words
    assert NAME not in after
    answer.refresh_from_db()
    assert answer.reading.both


def test_the_pages_of_reading_keep_nobody_out(live_server, round):
    pair, amina = round.pair, round.pair.partner
    unread, answer = said(round, WORDS), said(round, "They were kind. Nobody rang.")
    covering.read_first(answer, [(0, 4)], by=amina)
    ring, tablets = (
        themes.begin_theme(name, pair=pair, by=amina) for name in ("Ringing", "A" + " very long heading" * 4)
    )
    for theme in (ring, tablets):
        themes.put_under(answer, theme, by=amina)
    quotes.ask_for(answer, "Nobody rang.", by=amina)
    a_card(round)
    held = said(round, "Hold this back.")
    covering.read_first(held, [], by=amina)
    moderation.not_show(held, moderation.reasons_of(round)[0], by=amina)
    piece = begin_piece("idea", pair=pair, by=amina)
    idea.put_dots({piece: 3}, pair=pair, by=pair.professional)
    of_pair = [
        reverse(f"voices:{name}", args=[pair.public])
        for name in ("themes", "quotes", "ideas", "co-designers")
    ]
    pages = [
        path("read-next", round), path("read-cards", round), path("not-shown-log", round),
        *(path(name, round, unread.pk) for name in ("read-one", "danger")),
        *(path(name, round, answer.pk) for name in ("read-one", "not-show")), *of_pair, of_pair[0] + "?columns",
        reverse("voices:theme", args=[pair.public, ring.public]),
        reverse("voices:ask-quote", args=[pair.public, answer.pk]),
        reverse("voices:piece", args=[pair.public, piece.public]),
    ]  # fmt: skip
    link = sign_in_link(amina, live_server.url)

    def look(page):
        come_in(page, link)
        wrong = []
        for address in pages:
            page.goto(live_server.url + address)
            page.evaluate(AXE)
            found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
            wrong += [f"{address}: {one['id']} at {one['nodes'][0]['html'][:160]}" for one in found]
            if page.evaluate("document.documentElement.scrollWidth") > 360:
                wrong.append(f"{address} scrolls sideways")
        return wrong

    assert at_a_browser(look, script=True) == []
