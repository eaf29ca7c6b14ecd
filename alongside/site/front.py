"""The front page: what this is, and the ways to come in."""

from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alongside.people.organisation import organisation_here
from alongside.people.person import read_easy
from alongside.people.programme import Programme
from alongside.people.wording import names_for, say_for


def front(request):
    """What a stranger sees. Nothing on it is about one person."""
    here = organisation_here()
    programme = _shown(here) if here else None
    return render(request, "site/front.html", _words(request, programme) if programme else {"words": None})


def _shown(here) -> Programme | None:
    """The programme whose people a stranger may ring: the first that invites."""
    ready = here.programmes.filter(brief_published__isnull=False).defer("brief")
    return ready.select_related("organisation", "coordinator").order_by("pk").first()


def _words(request, programme: Programme) -> dict:
    """The organisation's name, its promise, and who looks after this."""
    easy = request.session.get("easy", False)
    names = names_for(programme)
    say, promise = say_for(names), programme.content.sector.no_effect

    def words(key: str) -> str:
        return programme.content.words("first-page-of-an-organisation", key, easy, **names)

    return {
        "words": words,
        "organisation_name": programme.organisation.name,
        "promise": say(" ".join(promise["easy"]) if easy else promise["words"]),
        "promise_if": say(" ".join(promise["easy_if_it_does"]) if easy else promise["if_it_does"]),
    }


@require_POST
def reading(request):
    """Plain words or Easy Read: chosen once, kept, and back to the page."""
    easy = request.POST.get("reading") == "easy"
    request.session["easy"] = easy
    if request.user.is_authenticated:
        read_easy(request.user, easy)
    back = request.POST.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "/")
