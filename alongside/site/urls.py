"""Every address of the product, room by room."""

from django.urls import include, path

from alongside.site import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("", include("alongside.people.urls")),
]
