"""Pages of the floor: how everything is read, and every component in its states."""

from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST


@require_POST
def reading(request):
    """Switch between plain words and Easy Read for this visit, and come back to the same page."""
    request.session["easy"] = request.POST.get("reading") == "easy"
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")


@require_GET
def components(request):
    """The book of components: each in its states, with words like those of a real pair."""
    return render(request, "kit/components.html", {"easy": request.GET.get("reading") == "easy"})
