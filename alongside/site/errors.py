"""Pages for what is not there, what was not allowed, what was too much, and what broke on our side."""

import logging
import secrets

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.template.backends.utils import csrf_input_lazy
from django.template.loader import get_template
from django.utils import timezone

from alongside.site.shell import shell

log = logging.getLogger(__name__)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request, exception=None):
    """Somebody else's page and one that does not exist: the same bytes, so nothing about the address."""
    return _page(request, "404.html", 404)


def not_allowed(request, exception=None):
    """Something that this person may not do here."""
    return _page(
        request, "said-plainly.html", 403,
        said="not-allowed",
    )  # fmt: skip


def not_understood(request, exception=None):
    """A request that we could not read; what is too large says what to do with the words."""
    if isinstance(exception, TOO_MUCH):
        return _page(
            request, "said-plainly.html", 413,
            said="too-much",
        )  # fmt: skip
    return _page(
        request, "said-plainly.html", 400,
        said="not-read",
    )  # fmt: skip


def broken(request):
    """Asks nothing of the database or the session: they may be what broke. The number stands in the log."""
    number = secrets.randbelow(9000) + 1000
    log.error("Error number %s", number)
    words = {"number": number, "time": timezone.localtime().strftime("%H:%M")}
    return HttpResponse(get_template("500.html").render(words), status=500)


def _page(request, template: str, status: int, **words):
    """A page in our frame without anything of the address that was asked for."""
    frame = shell(request)
    frame["menu"] = [(name, address) for name, address in frame["menu"] if not address.startswith("/pair/")]
    context = {**frame, "csrf_input": csrf_input_lazy(request), **words}
    return HttpResponse(get_template(template).render(context), status=status)
