"""Pages of the roof itself: a demo link, and a file that belongs to a sheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.people.signin import sign_in
from alongside.portfolio.rules import file_for
from alongside.site import demo


def demo_sign_in(request, token):
    """A page with one button, because mail scanners open links; only a demo folder has one."""
    person = demo.person_of(token)
    if not person:
        raise Http404
    if request.method == "POST":
        sign_in(request, person, way="demo link")
        request.session["easy"] = person.easy
        return redirect("device")
    return render(request, "site/demo_sign_in.html", {"someone": person})


@require_safe
def file(request, file):
    """A picture or a sound, for its owner and for those to whom its sheet is open."""
    found = file_for(request.who, file) if request.who else None
    if not found:
        raise Http404
    response = HttpResponse(found.read(), content_type=found.kind)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store"
    if found.kind == "application/pdf":
        response["Content-Disposition"] = "attachment; filename=brought.pdf"
    return response
