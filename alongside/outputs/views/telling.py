"""Paper for telling people: letters, their addresses on a sheet of their own, the wall, and the whole page."""

from django.http import Http404

from alongside.kit.words import fill
from alongside.outputs import told
from alongside.outputs.views.papers import pdf
from alongside.people.views.programme import of_programme
from alongside.voices.contribution import Reach
from alongside.voices.views.public import in_public
from alongside.voices.views.telling import messages_waiting, waiting


@of_programme
def letters(request, programme):
    """Every letter that waits, one on a page, in the order of the envelopes; no name and no words of anybody."""
    found = messages_waiting(programme, Reach.LETTER)
    run = [(programme.content.messages[each.name]["letter"]["body"], each.names) for each in found]
    if not run:
        raise Http404
    filled = [(body, lambda text, names=names: fill(text, names)) for body, names in run]
    return pdf(told.letter_run(filled, large=request.GET.get("print") == "large"), "letters")


@of_programme
def addresses(request, programme):
    """The addresses in the same order, so that no letter needs one."""
    found = [each.address for each in waiting(programme, Reach.LETTER)]
    if not found:
        raise Http404
    then = programme.content.words("Letter run: what to put in", "run-addresses-then")
    return pdf(told.addresses(found, then), "addresses")


@in_public
def poster(request, done):
    """Up to four of what stands on the page, in big letters; one fills its page."""
    chosen = done.for_the_wall(request.GET.getlist("told"))
    if not chosen:
        raise Http404
    return pdf(told.poster(chosen, done), "poster")


@in_public
def whole_page(request, done):
    """The whole page on paper, in large print where that is asked for."""
    if not done.told:
        raise Http404
    return pdf(told.whole_page(done, large=request.GET.get("print") == "large"), "said-and-done")
