"""Every address of the product, room by room."""

from django.urls import include, path

from alongside.site import front, health, home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("health", health.health, name="health"),
    path("reading/", front.reading, name="reading"),
    path("file/<slug:file>/", views.file, name="file"),
    path("demo/come-in/<str:token>/", views.demo_sign_in, name="demo-sign-in"),
    path("", include("alongside.kit.urls")),
    path("", include("alongside.people.urls")),
    path("", include("alongside.outputs.urls")),
    path("", include("alongside.journey.urls")),
]
