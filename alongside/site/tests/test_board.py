"""The coordinator's board: facts, in the order in which somebody is needed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.journey import flags, meeting, progress
from alongside.journey.models import Fact, Flag
from alongside.journey.tests import cast
from alongside.people.models import Ending, Pair, Person
from alongside.people.pair import begin_pair, pause
from alongside.people.person import introduce
from alongside.people.programme import begin_programme
from alongside.people.tests.cast import come_in, text_of
from alongside.site.board import ON_A_PAGE

COULD, ALONG, WORK = "They could do with you", "Going along", "At work on a plan"


@pytest.fixture
def board(client, marta):
    """A function that reads the board as Marta does."""
    come_in(client, marta)
    return lambda query="": text_of(client.get(f"/pairs/{query}"))


def fact(pair, **more):
    progress.note(pair)
    Fact.objects.filter(pair=pair).update(**{"stage": "meeting-2", "step": "meeting-2.story"} | more)


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_a_coordinator_in_no_pair_meets_the_board_as_their_home_page(pair, board, client):
    fact(pair)
    assert ALONG in text_of(client.get("/"))


def test_a_pair_that_goes_along_stands_with_its_step_in_words(pair, board):
    fact(pair)
    page = board()
    assert ALONG in page
    assert "Amina &amp; Ben" in page
    assert "Meeting 2: A story begins" in page
    assert "They are choosing a day" in page


def test_eight_lockets_say_how_far_each_of_the_two_is(pair, board, client):
    fact(pair, steps="dd" + "dn" + "ll" * 6)
    html = client.get("/pairs/").content.decode()
    assert "Amina: done. Ben: done." in html
    assert "Amina: done. Ben: begun." in html
    assert html.count("Amina: not yet. Ben: not yet.") == 6


def test_the_board_says_who_waits_for_whom_and_since_when(pair, ben, board):
    fact(pair, waits_for=ben, waits_since=timezone.now())
    assert f"Waits for Ben since {timezone.localdate():%A %-d %B}" in board()


def test_a_call_that_is_asked_for_comes_first_and_says_nothing_of_why(pair, amina, board):
    at = cast.mine(pair, "how-was-today", amina, "meeting-1")
    flags.answered(at, {"values": {"call-me": "coordinator"}}, by=amina)
    progress.note(pair)
    page = board()
    assert COULD in page
    assert "Amina would like a call. You are not told why." in page


@pytest.mark.parametrize("answer", ["no", "facilitator", "my-supporter"])
def test_a_call_for_somebody_else_is_not_the_coordinators(pair, amina, board, answer):
    at = cast.mine(pair, "how-was-today", amina, "meeting-1")
    flags.answered(at, {"values": {"call-me": answer}}, by=amina)
    assert progress.note(pair).flags == 0
    assert "would like a call" not in board()


def test_a_call_is_settled_when_it_was_made(pair, amina, board, client):
    flag = flags.raise_flag(pair, amina, flags.CALL, "meeting-1", "coordinator", by=amina)
    progress.note(pair)
    client.post(f"/programme/{pair.programme.public}/pair/{pair.public}/flag/{flag.pk}/")
    assert "would like a call" not in board()


def test_a_need_that_was_not_met_is_to_be_put_right(pair, ben, board):
    at = cast.mine(pair, "needs-met", ben, "meeting-1")
    flags.answered(at, {"values": {"met": "partly"}}, by=ben)
    progress.note(pair)
    page = board()
    assert "A need is not met yet" in page
    assert "Ben did not have what was asked for" in page


def test_needs_that_were_met_are_said_by_name(pair, amina, ben, board):
    for person in pair.two:
        flags.raise_flag(pair, person, flags.MET, "meeting-1", "all", by=person)
    fact(pair)
    assert "Needs met, said by both" in board()


def with_needs(pair, person, in_days):
    cast.write(cast.mine(pair, "what-i-need", person), values={"other-help/breaks": True})
    day = timezone.localdate() + datetime.timedelta(days=in_days)
    meeting.arrange(pair, "meeting-2", on=day, by=person)
    progress.note(pair)
    Fact.objects.filter(pair=pair).update(stage="meeting-2", step="meeting-2.story")


def test_what_somebody_needs_is_to_be_booked_before_they_meet(pair, amina, board, client):
    with_needs(pair, amina, in_days=5)
    assert "Something to book" in board()
    client.post(f"/programme/{pair.programme.public}/pair/{pair.public}/booked/{amina.public}/meeting-2/")
    assert "Something to book" not in board()
    assert Flag.objects.get(kind="booked").settled_by == pair.programme.coordinator


def test_there_is_time_to_book_for_a_meeting_in_two_months(pair, amina, board):
    with_needs(pair, amina, in_days=60)
    assert "Something to book" not in board()


def test_a_quiet_pair_and_a_long_step_are_hints(pair, board):
    fact(pair, changed=ago(16))
    assert "Quiet for 16 days." in board()
    fact(pair, since=ago(40))
    assert "40 days in this step." in board()


def test_the_day_after_one_has_stopped_the_other_is_to_be_rung(pair, amina, board):
    Ending.objects.create(pair=pair, by=amina)
    progress.note(pair)
    assert "Amina has stopped. Ring Ben today. Nobody is to blame." in board()


def test_pairs_that_rest_are_invited_or_have_ended_stand_behind_a_filter(pair, amina, board, client):
    client.post(f"/pair/{pair.public}/pause/")
    pause(pair, by=amina)
    fact(pair, paused=True)
    assert "Amina &amp; Ben" not in board()
    assert "Amina &amp; Ben" in board("?stage=paused")
    assert "Do not ask why" in board("?stage=paused")


def test_a_rest_reaches_the_board_when_somebody_presses_it(pair, amina, client):
    come_in(client, amina)
    client.post(f"/pair/{pair.public}/pause/", {"how-long": "until-i-say"})
    assert Fact.objects.get(pair=pair).paused
    client.post(f"/pair/{pair.public}/pause/", {"carry-on": "yes"})
    assert not Fact.objects.get(pair=pair).paused


def test_an_end_reaches_the_board_when_somebody_presses_it(pair, amina, client):
    come_in(client, amina)
    client.post(f"/pair/{pair.public}/end/")
    assert Fact.objects.get(pair=pair).stage == "ended"


def test_a_pair_at_work_stands_with_its_review_and_its_actions(pair, board):
    cast.at_work(pair, reviews=[timezone.localdate() + datetime.timedelta(days=28)])
    page = board()
    assert WORK in page
    assert "Review on" in page
    assert "0 of 1 actions finished" in page


def test_a_coordinator_of_several_programmes_narrows_the_board_to_one(pair, marta, board):
    fact(pair)
    other = begin_programme(name="Night letters", organisation=pair.programme.organisation, by=marta)
    assert "Amina &amp; Ben" in board(f"?programme={pair.programme.public}")
    assert "Amina &amp; Ben" not in board(f"?programme={other.public}")


def test_words_that_are_no_filter_change_nothing(pair, board):
    fact(pair)
    assert "Amina &amp; Ben" in board("?stage=nowhere&page=x&programme=none")


def test_another_coordinator_sees_nothing_of_it(pair, client):
    fact(pair)
    come_in(client, introduce("Nobody in particular", "nobody@example.org"))
    assert client.get("/pairs/").status_code == 404
    assert client.get(f"/programme/{pair.programme.public}/pair/{pair.public}/").status_code == 404


def grow_to(programme, pairs):
    missing = pairs - Pair.objects.count()
    people = Person.objects.bulk_create(Person(name=f"Person {n}") for n in range(2 * missing))
    made = Pair.objects.bulk_create(
        Pair(programme=programme, partner=one, professional=other, partner_is_left=True)
        for one, other in zip(people[::2], people[1::2], strict=True)
    )
    Fact.objects.bulk_create(
        Fact(
            pair=pair, programme=programme, stage=f"meeting-{1 + n % 4}", since=ago(n % 60), flags=n % 3 == 0
        )
        for n, pair in enumerate(made)
    )


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize("address", ["/", "/pairs/", "/pairs/?stage=meeting-2&page=2"])
def test_three_thousand_pairs_cost_as_many_questions_as_two_hundred(pair, marta, client, address):
    come_in(client, marta)
    grow_to(pair.programme, 200)
    few = queries(client, address)
    grow_to(pair.programme, 3000)
    assert queries(client, address) == few
    assert few <= 12


def test_so_many_pairs_stand_on_a_page_and_the_others_on_the_next(pair, board, client):
    grow_to(pair.programme, 60)
    first, second = (client.get(f"/pairs/?page={n}").content.decode() for n in (1, 2))
    assert first.count('class="row-pair"') == second.count('class="row-pair"') == ON_A_PAGE
    assert "page=2" in first
    assert "page=3" in second


def test_a_pair_that_is_brought_together_twice_in_a_row_stands_twice(pair, marta, board):
    fact(pair)
    other = begin_pair(
        programme=pair.programme, partner=introduce("Carol"), professional=introduce("Dev"), by=marta
    )
    fact(other)
    assert "2 pairs." in board()
