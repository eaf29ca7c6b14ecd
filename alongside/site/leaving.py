"""What "Leave this page" does beside leaving: on a device that others use, it closes the pages."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from alongside.people import kept_post, signin


@require_POST
def leave_now(request):
    """Ends the session on a shared device. The browser is gone already, so there is nothing to answer.

    On somebody's own device they come back to where they were. A plain link cannot do this: opening
    an address changes nothing here.
    """
    response = HttpResponse(status=204)
    if request.session.get(signin.SHARED, True):
        signin.leave(request)
        response.delete_cookie(kept_post.COOKIE)
    return response
