"""Views that one of a pair opens with their own hand: nobody else may do these things for them."""

from django.shortcuts import get_object_or_404

from alongside.people import rules, signin
from alongside.people.views.kept import said
from alongside.people.views.words import Words, words_of
from alongside.people.wording import names_for


def own_hand(view):
    """Not for a supporter: some things only the person does."""

    @signin.signed_in
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs) if rules.may_sign(request.who) else not_for_them(request)

    return guarded


def not_for_them(request):
    """What a supporter reads where only the person may act."""
    name = request.who.person.name
    words = Words(request)
    return said(
        request,
        words("helping-someone", "title", first_name=name),
        words("helping-someone", "not-for-them", first_name=name),
        status=404,
    )


def of_pair(view):
    """One's own pair, opened with one's own hand; another pair does not exist."""

    @own_hand
    def fetched(request, public, *args, **kwargs):
        pair = get_object_or_404(rules.pairs_visible_to(request.who.person), public=public)
        request.programme = pair.programme
        return view(request, pair, *args, **kwargs)

    return fetched


def words_for(request, pair) -> Words:
    """The words of this pair, with the names that this person may know."""
    return words_of(request, pair.programme, **names_for(pair.programme, request.who.person, pair))
