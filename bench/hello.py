"""All addresses of the product, and one that answers with next to nothing: the floor to compare with."""

from django.http import HttpResponse
from django.urls import path

from alongside.site.urls import urlpatterns as ours


def hello(request):
    """An empty page behind the same middleware."""
    return HttpResponse("<!doctype html><title>Hello</title>")


urlpatterns = [path("bench-hello/", hello), *ours]
