"""What was typed when a session had ended, shown again to the one who typed it."""

from urllib.parse import urlsplit

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people import kept_post
from alongside.people.signin import go_on_to, signed_in
from alongside.people.views.words import Words, page_words


@signed_in
def kept(request):
    """Save what was typed, or leave it out."""
    form = kept_post.look(request)
    if form is None:
        return redirect("/")
    if request.method == "POST":
        kept_post.take(request)
        return redirect(form.path)
    return render(request, "people/kept.html", {"kept": form})


def form_out_of_date(request, reason=""):
    """A form that this browser did not ask for in this session: never acted on, and its words kept.

    It happens to people with two windows: they came in again in one, and the other still holds
    the old form. Only a form that comes from our own page is kept.
    """
    if _from_our_page(request) and kept_post.keep(request):
        if request.user.is_authenticated:
            return redirect("kept")
        go_on_to(request, None)
        return redirect("/come-in/?why=timed-out")
    context = {
        "title": page_words(request, "Ways in", "too-old"),
        "text": page_words(request, "Ways in", "too-old-what"),
    }
    return render(request, "people/said.html", context, status=403)


def _from_our_page(request) -> bool:
    """The browser itself says where a form comes from; a page elsewhere cannot change that."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def said(request, title, text, *, status=200, next_words="", next_address=""):
    """A page that says one thing and where to go."""
    context = {"title": title, "text": text, "go_words": next_words, "go_address": next_address}
    return render(request, "people/said.html", context, status=status)


def old_link(request):
    """A link that is wrong, used or has run out."""
    words = Words(request)
    return said(
        request,
        page_words(request, "Ways in", "old-link"),
        words("when-something-does-not-work", "old-link"),
        status=410,
        next_words=_("Come in with a code"),
        next_address="/come-in/",
    )
