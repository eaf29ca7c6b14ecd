"""Addresses of people: coming in, setting up, inviting, helping, resting and ending."""

from django.urls import path

from alongside.people.views import brief, come_in, invite, keys, kept, passkey, programme, roles, start

at = "programme/<slug:public>/"

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
    path("start/<str:token>/", start.start, name="start"),
    path("start/<str:token>/organisation/", start.organisation, name="start-organisation"),
    path("roles/", roles.roles, name="roles"),
    path("roles/<int:pk>/end/", roles.end, name="role-end"),
    path("programme/new/", programme.new, name="programme-new"),
    path(at, programme.programme, name="programme"),
    path(f"{at}phone/", programme.phone, name="programme-phone"),
    path(f"{at}named-person/", programme.named_person, name="programme-named-person"),
    path(f"{at}safeguarding/", programme.safeguarding, name="programme-safeguarding"),
    path(f"{at}age/", programme.age, name="programme-age"),
    path(f"{at}brief/", brief.brief, name="brief"),
    path(f"{at}brief/preview/", brief.preview, name="brief-preview"),
    path(f"{at}brief/<slug:question>/", brief.question, name="brief-question"),
    path(f"{at}invite/", invite.invite, name="invite"),
    path(f"{at}invite/professional/", invite.reach_professional, name="invite-professional"),
    path(f"{at}invite/partner/", invite.partner, name="invite-partner"),
    path(f"{at}invite/partner/reach/", invite.reach_partner, name="invite-partner-reach"),
    path(f"{at}invite/partner/age/", invite.age, name="invite-partner-age"),
    path(f"{at}invite/partner/guardian/", invite.guardian, name="invite-partner-guardian"),
    path(f"{at}invite/check/", invite.check, name="invite-check"),
    path(f"{at}invitation/<int:pk>/", invite.invitation, name="invitation"),
    path(f"{at}invitation/<int:pk>/letter/", invite.letter, name="invitation-letter"),
    path(f"{at}invitation/<int:pk>/again/", invite.again, name="invitation-again"),
    path(f"{at}invitation/<int:pk>/guardian/", invite.guardian_yes, name="invitation-guardian"),
    path(f"{at}paper-key/<slug:person>/", keys.give, name="paper-key"),
    # Names that django-allauth looks for.
    path("come-in/", come_in.come_in, name="account_login"),
    path("come-in/", come_in.come_in, name="account_request_login_code"),
    path("come-in/", come_in.no_sign_up, name="account_signup"),
    path("come-in/", come_in.come_in, name="account_inactive"),
]
