"""A prepared statement answers for the key it is asked about, and keeps no day."""

import pytest
from django.utils import timezone

from alongside.kit.prepared import Prepared
from alongside.people.models import Person
from alongside.people.person import introduce

pytestmark = pytest.mark.django_db


def test_it_answers_for_each_key_with_one_question(django_assert_num_queries):
    asked = Prepared(lambda pk: Person.objects.filter(pk=pk).values_list("name", "active"))
    ben, carol = introduce("Ben"), introduce("Carol")
    with django_assert_num_queries(2):
        assert asked(ben.pk) == [("Ben", 1)]
        assert asked(carol.pk) == [("Carol", 1)]


def test_it_refuses_what_would_be_out_of_date_tomorrow():
    asked = Prepared(lambda pk: Person.objects.filter(pk=pk, joined__lt=timezone.now()).values_list("name"))
    with pytest.raises(ValueError, match="the day on which it was made"):
        asked(1)
