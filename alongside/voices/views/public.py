"""The public page of a programme, its feed, and what of it goes on a wall. No account, and no script needed."""

from datetime import datetime, time
from functools import wraps

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.voices import marks, rules
from alongside.voices.reply import PAGE
from alongside.voices.said_and_done import MOST_ON_A_WALL, SaidAndDone

WALL = "On the wall"


def in_public(view):
    """A page of a programme for everybody, in the reading of this browser."""

    @wraps(view)
    def found(request, public, *args, **kwargs):
        programme = rules.programme_in_public(public)
        if not programme:
            raise Http404
        easy = marks.reads_easy(request)
        request.easy = easy
        request.frame = {
            "organisation_name": programme.organisation.name,
            "menu": [(_("I have a code"), reverse("voices:come-back"))],
            "reading_at": reverse("voices:public-reading", args=[public]),
        }
        response = view(request, SaidAndDone(programme, easy), *args, **kwargs)
        patch_cache_control(response, no_cache=True, private=True)  # one reading is not handed to the next browser
        return response

    return found


def _page(request, template: str, done: SaidAndDone, status=200, **more):
    context = {"done": done, "words": done.words, "programme": done.programme, **more}
    return render(request, template, context, status=status)


@in_public
def said_and_done(request, done: SaidAndDone):
    """You said, we did; we did not, because; not yet, by. Newest first."""
    return _page(request, "voices/public.html", done)


@require_POST
@in_public
def reading(request, done: SaidAndDone):
    """The reading of this browser, and back to the page."""
    response = redirect("voices:public", done.programme.public)
    marks.put_reading(response, request.POST.get("reading") == "easy")
    return response


@in_public
def wall(request, done: SaidAndDone):
    """What goes on the wall: up to four of what stands on the page."""
    chosen, errors = request.POST.getlist("told"), []
    if request.method == "POST":
        if len(chosen) > MOST_ON_A_WALL:
            errors = [("told", done.words(WALL, "poster-too-many"))]
        elif not chosen:
            errors = [("told", done.words(WALL, "poster-none"))]
        else:
            query = "&".join(f"told={public}" for public in chosen if public.replace("-", "").isalnum())
            return redirect(f"{reverse('outputs:poster', args=[done.programme.public])}?{query}")
    return _page(request, "voices/wall.html", done, 422 if errors else 200, chosen=chosen, errors=errors)


class Changes(Feed):
    """The changes as an Atom feed: days, and no times."""

    feed_type = Atom1Feed
    language = "en-gb"

    def get_object(self, request, public):
        programme = rules.programme_in_public(public)
        if not programme:
            raise Http404
        return SaidAndDone(programme)

    def title(self, done):
        return done.words(PAGE, "feed-title")

    def link(self, done):
        return reverse("voices:public", args=[done.programme.public])

    def feed_url(self, done):
        return reverse("voices:feed", args=[done.programme.public])

    def subtitle(self, done):
        return done.words(PAGE, "feed-about")

    def author_name(self, done):
        return done.programme.organisation.name

    def items(self, done):
        self.at = self.link(done)
        return done.told[:50]

    def item_title(self, told):
        return f"{told.reply.heard}: {told.reply.heading}"

    def item_description(self, told):
        return "\n".join([*told.reply.words, *told.reply.late, *told.reply.small])

    def item_link(self, told):
        return f"{self.at}#{told.public}"

    def item_guid(self, told):
        return f"urn:alongside:{told.public}:{told.release.pk}"

    def item_pubdate(self, told):
        return timezone.make_aware(datetime.combine(told.release.day, time(12)))

    item_updateddate = item_pubdate
