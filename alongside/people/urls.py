"""Addresses of people: coming in, setting up, inviting, helping, resting and ending."""

from django.urls import path

from alongside.people.views import come_in, kept, passkey

urlpatterns = [
    path("come-in/", come_in.come_in, name="come-in"),
    path("come-in/code/", come_in.code, name="account_confirm_login_code"),
    path("come-in/link/<str:token>/", come_in.link, name="come-in-link"),
    path("come-in/letter/", come_in.letter, name="come-in-letter"),
    path("come-in/paper-key/", come_in.paper, name="come-in-paper-key"),
    path("come-in/passkey/", passkey.come_in, name="mfa_login_webauthn"),
    path("come-in/passkey/options/", passkey.options, name="passkey-options"),
    path("come-in/device/", come_in.device, name="device"),
    path("come-in/kept/", kept.kept, name="kept"),
    path("leave/", come_in.leave, name="account_logout"),
    path("left/", come_in.left, name="left"),
    # Names that django-allauth looks for.
    path("come-in/", come_in.come_in, name="account_login"),
    path("come-in/", come_in.come_in, name="account_request_login_code"),
    path("come-in/", come_in.no_sign_up, name="account_signup"),
    path("come-in/", come_in.come_in, name="account_inactive"),
]
