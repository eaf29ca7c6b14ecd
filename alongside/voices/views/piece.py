"""The page of one piece of the work, whichever sheet it is."""

from django.http import Http404

from alongside.voices.views.here import of_piece

PAGES: dict = {}  # sheet -> the view of its page; filled in by the modules beside this one


@of_piece
def piece(request, here, *args):
    """A round, an idea, a decision or a change record, each with its own page."""
    view = PAGES.get(here.piece.sheet)
    if view is None:
        raise Http404
    return view(request, here)
