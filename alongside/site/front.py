"""The front page: what this is, and the ways to come in."""

from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alongside.people.person import read_easy



def front(request):
    """What a stranger sees. Nothing on it is about one person."""
    return render(request, "site/front.html", {})


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
