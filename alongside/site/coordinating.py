"""A coordinator's pages: the board, and one pair with its steps, dates and the words of five sheets."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from alongside.journey import flags, signing, told
from alongside.journey.progress import note
from alongside.people import signin
from alongside.people.rules import pairs_coordinated_by, programmes_coordinated_by
from alongside.site import board, five_sheets
from alongside.site.facilitating import facilitators_part
from alongside.site.pair_page import PairPage


def board_page(request, boards, beside: dict):
    """The board as a page of its own; also the home page of whoever looks after pairs and is in none."""
    request.looks_after, request.programme = True, boards.programmes[0]
    content = boards.programmes[0].content

    def words(key):
        return content.words("The coordinator's board", key, boards.easy)

    context = {"boards": boards, "tasks_lead": True, "words_of_board": words}
    return render(request, "site/board_page.html", beside | context)


@signin.signed_in
def pairs(request):
    """All pairs that I look after, narrowed by stage and programme."""
    easy = request.session.get("easy", False)
    boards = board.for_person(request.user, request.GET, easy=easy)
    if boards is None:
        raise Http404
    beside = facilitators_part(request.user, easy)
    return board_page(request, boards, {"me": request.user, "tasks": [], **beside})


def of_coordinated_pair(view):
    """A view of a pair that this coordinator looks after; for anybody else it does not exist."""

    @signin.signed_in
    @wraps(view)
    def fetched(request, public, pair, *args, **kwargs):
        found = get_object_or_404(
            pairs_coordinated_by(request.user).select_related("fact", "ending"),
            public=pair,
            programme__public=public,
        )
        request.looks_after, request.programme = True, found.programme
        return view(request, found, *args, **kwargs)

    return fetched


@of_coordinated_pair
def pair(request, pair):
    """Steps and dates, what to put right, and the way to the five sheets."""
    page = PairPage(pair, easy=request.session.get("easy", False))
    return render(request, "site/pair_page.html", {"page": page, "pair": pair, "programme": pair.programme})


@of_coordinated_pair
def read(request, pair, sheet):
    """One of the five sheets that a coordinator reads."""
    parts = five_sheets.read(pair, sheet, easy=request.session.get("easy", False))
    if parts is None:
        raise Http404
    return render(request, "site/five_sheets.html", {"pair": pair, "programme": pair.programme, **parts})


@require_POST
@of_coordinated_pair
def settle(request, pair, pk):
    """I have called, or put it right."""
    flag = get_object_or_404(pair.raised, pk=pk)
    flags.settle(flag, by=request.user)
    note(pair)
    return redirect("coordinated-pair", pair.programme.public, pair.public)


@require_POST
@of_coordinated_pair
def booked(request, pair, person, meeting):
    """What this person asked for is booked for this meeting."""
    flags.book(pair, _one_of(pair, person), meeting, by=request.user)
    note(pair)
    return redirect("coordinated-pair", pair.programme.public, pair.public)


@require_POST
@of_coordinated_pair
def signed_on_paper(request, pair, person):
    """I was handed the plan that this person signed on paper."""
    someone = _one_of(pair, person)
    if someone not in signing.may_sign_on_paper(pair):
        raise Http404
    signing.signed_on_paper(pair, someone, by=request.user)
    return redirect("coordinated-pair", pair.programme.public, pair.public)


@require_POST
@signin.signed_in
def by_hand(request, pk):
    """I have written the letter or made the call."""
    letter = get_object_or_404(board.letters_to_make(programmes_coordinated_by(request.user)), pk=pk)
    told.done_by_hand(letter, by=request.user)
    return redirect("board")


def _one_of(pair, person: str):
    """One of the two, by their public name."""
    found = next((p for p in pair.two if p.public == person), None)
    if found is None:
        raise Http404
    return found
