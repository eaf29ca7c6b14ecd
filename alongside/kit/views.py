"""Pages of the floor: every component in its states."""

from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def components(request):
    """The book of components, with words like those of a real pair."""
    return render(request, "kit/components.html")
