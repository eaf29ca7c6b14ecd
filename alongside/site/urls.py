"""Every address of the product, room by room."""

from django.urls import include, path

from alongside.site import coordinating, front, health, home, lead, leaving, notices, resting, views

coordinated = "programme/<slug:public>/pair/<slug:pair>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("health", health.health, name="health"),
    path("reading/", front.reading, name="reading"),
    path("leave/now/", leaving.leave_now, name="leave-now"),
    path("file/<slug:file>/", views.file, name="file"),
    path("demo/come-in/<str:token>/", views.demo_sign_in, name="demo-sign-in"),
    path("pairs/", coordinating.pairs, name="board"),
    path("pairs/told/<int:pk>/", coordinating.by_hand, name="told-by-hand"),
    path(coordinated, coordinating.pair, name="coordinated-pair"),
    path(f"{coordinated}read/<slug:sheet>/", coordinating.read, name="coordinated-read"),
    path(f"{coordinated}flag/<int:pk>/", coordinating.settle, name="coordinated-settle"),
    path(f"{coordinated}booked/<slug:person>/<slug:meeting>/", coordinating.booked, name="coordinated-booked"),
    path(f"{coordinated}signed/<slug:person>/", coordinating.signed_on_paper, name="coordinated-signed"),
    path("counts/", lead.counts, name="counts"),
    path("what-we-hold/", notices.what_we_hold, name="what-we-hold"),
    path("about/", notices.about, name="about"),
    path("about/<slug:notice>/", notices.notice, name="notice"),
    path("programme/<slug:public>/invite/check/", resting.invite),
    path("pair/<slug:public>/pause/", resting.pause),
    path("pair/<slug:public>/end/", resting.stop),
    path("", include("alongside.kit.urls")),
    path("", include("alongside.people.urls")),
    path("", include("alongside.outputs.urls")),
    path("", include("alongside.voices.urls")),
    path("", include("alongside.journey.urls")),
]

handler400 = "alongside.site.errors.not_understood"
handler403 = "alongside.site.errors.not_allowed"
handler404 = "alongside.site.errors.not_found"
handler500 = "alongside.site.errors.broken"
