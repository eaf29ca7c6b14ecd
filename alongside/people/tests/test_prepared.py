"""A prepared statement answers for the key it is asked about, and keeps no day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.kit.prepared import Prepared
from alongside.people.models import Pair, Person
from alongside.people.person import introduce

pytestmark = pytest.mark.django_db


def test_it_answers_for_each_key_with_one_question(django_assert_num_queries):
    asked = Prepared(lambda pk: Person.objects.filter(pk=pk).values_list("name", "active"))
    ben, carol = introduce("Ben"), introduce("Carol")
    with django_assert_num_queries(2):
        assert asked(ben.pk) == [("Ben", 1)]
        assert asked(carol.pk) == [("Carol", 1)]


def test_objects_come_with_what_is_joined_and_fetched_beside_them(pair, django_assert_num_queries):
    asked = Prepared(
        lambda pk, public: (
            Pair.objects.filter(pk=pk, public=public)
            .select_related("partner")
            .prefetch_related("taking_part")
        )
    )
    with django_assert_num_queries(2):
        [found] = asked.read(pair.pk, pair.public)
        assert (found, found.partner.name) == (pair, pair.partner.name)
        assert [row.person_id for row in found.taking_part.all()] == []
    assert asked.read(pair.pk, "somebody-else") == []
    assert asked.read(pair.pk, pair.public)[0] is not found


def test_a_day_that_is_a_key_is_asked_anew_each_time():
    asked = Prepared(
        lambda since, until: Person.objects.filter(joined__range=(since, until)).values_list("name")
    )
    introduce("Ben")
    now, hour = timezone.now(), timedelta(hours=1)
    assert asked(now - hour, now + hour) == [("Ben",)]
    assert asked(now + hour, now + 2 * hour) == []


def test_it_refuses_what_would_be_out_of_date_tomorrow():
    asked = Prepared(lambda pk: Person.objects.filter(pk=pk, joined__lt=timezone.now()).values_list("name"))
    with pytest.raises(ValueError, match="the day on which it was made"):
        asked(1)
