"""Inviting two people, one question a page. The one who works here is asked first."""

import segno
from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people import invitation as invitations
from alongside.people import rules
from alongside.people.invitation import EMAIL, LETTER, LINK
from alongside.people.pair import begin_pair
from alongside.people.person import introduce
from alongside.people.views.asking import Asked, Box, email_box, name_box
from alongside.people.views.programme import of_programme
from alongside.people.views.words import page_words

PROFESSIONAL, PARTNER = "professional", "partner"


class Draft:
    """What was said about the two so far; kept in the session until they are invited."""

    def __init__(self, request, programme):
        self.session, self.key = request.session, f"inviting {programme.public}"
        self.said = dict(self.session.get(self.key, {}))

    def keep(self, **said):
        self.said |= said
        self.session[self.key] = self.said

    def forget(self):
        self.session.pop(self.key, None)

    def of(self, role: str, what: str) -> str:
        return self.said.get(f"{role}_{what}", "")

    def is_whole(self) -> bool:
        return all(self.of(role, what) for role in (PROFESSIONAL, PARTNER) for what in ("name", "way"))

    def is_young(self) -> bool:
        return self.of(PARTNER, "young") == "yes"


def _at(programme, step="") -> str:
    return f"/programme/{programme.public}/invite/{step}"


@of_programme
def invite(request, programme):
    """Who works here."""
    return _who(
        request,
        programme,
        PROFESSIONAL,
        title=page_words(request, "Inviting two people", "who-works-here"),
        lede=page_words(request, "Inviting two people", "asked-first"),
        needed=page_words(request, "Inviting two people", "first-needed"),
        on="professional/",
        back=f"/programme/{programme.public}/",
    )


@of_programme
def partner(request, programme):
    """Who has been through the service."""
    return _who(
        request,
        programme,
        PARTNER,
        title=page_words(request, "Inviting two people", "who-has-used"),
        lede=page_words(request, "Inviting two people", "asked-second"),
        needed=page_words(request, "Inviting two people", "second-needed"),
        on="partner/reach/",
        back=_at(programme, "professional/"),
    )


def _who(request, programme, role, *, title, lede, needed, on, back):
    draft = Draft(request, programme)
    asked = Asked(
        request,
        [
            name_box(
                _("First name"),
                value=draft.of(role, "name"),
                hint=_("As they like to be called."),
                needed=needed,
            )
        ],
    )
    if asked.good:
        draft.keep(**{f"{role}_name": asked["name"]})
        return redirect(_at(programme, on))
    return asked.page(where=programme.name, title=title, lede=lede, back=back)


@of_programme
def reach_professional(request, programme):
    return _reach(request, programme, PROFESSIONAL, on="partner/", back="")


@of_programme
def reach_partner(request, programme):
    return _reach(request, programme, PARTNER, on="partner/age/", back="partner/")


def _reach(request, programme, role, *, on, back):
    draft = Draft(request, programme)
    name = draft.of(role, "name")
    if not name:
        return redirect(_at(programme))
    ways = (
        (EMAIL, _("By e-mail"), ""),
        (
            LINK,
            page_words(request, "Inviting two people", "by-link"),
            page_words(request, "Inviting two people", "link-hint"),
        ),
        (LETTER, _("With a printed letter"), page_words(request, "Inviting two people", "letter-hint")),
    )
    boxes = [
        Box(
            "way",
            _("The way that they like best"),
            kind="choice",
            options=ways,
            value=draft.of(role, "way"),
            needed=_("Choose a way."),
        ),
        email_box(
            _("E-mail address, if you know one"), value=draft.of(role, "email"), hint=_mail_hint(request)
        ),
    ]
    asked = Asked(request, boxes)
    other = PARTNER if role == PROFESSIONAL else PROFESSIONAL
    if asked.good and asked["way"] == EMAIL and not asked["email"]:
        asked.wrong("email", page_words(request, "Inviting two people", "email-needed"))
    if asked.good and asked["email"] and asked["email"].lower() == draft.of(other, "email").lower():
        asked.wrong("email", page_words(request, "Inviting two people", "email-of-other"))
    if asked.good:
        draft.keep(**{f"{role}_way": asked["way"], f"{role}_email": asked["email"]})
        return redirect(_at(programme, on))
    return asked.page(
        where=programme.name, title=_("How do we reach %(name)s?") % {"name": name}, back=_at(programme, back)
    )


def _mail_hint(request) -> str:
    if settings.MAILERS["default"]["BACKEND"].endswith("console.EmailBackend"):
        return page_words(request, "Inviting two people", "no-mail")
    return page_words(request, "Inviting two people", "mail-hint")


@of_programme
def age(request, programme):
    """Under the age of the programme a guardian is asked first."""
    draft = Draft(request, programme)
    name = draft.of(PARTNER, "name")
    if not name:
        return redirect(_at(programme))
    names = {"name": name, "age": programme.guardian_age}
    box = Box(
        "young",
        _("Younger than %(age)s?") % names,
        kind="choice",
        value=draft.of(PARTNER, "young"),
        options=(("no", _("No")), ("yes", _("Yes"))),
        needed=_("Choose yes or no."),
    )
    asked = Asked(request, [box])
    if asked.good:
        draft.keep(partner_young=asked["young"])
        return redirect(_at(programme, "partner/guardian/" if asked["young"] == "yes" else "check/"))
    return asked.page(
        where=programme.name,
        title=_("Is %(name)s younger than %(age)s?") % names,
        lede=page_words(request, "Inviting two people", "guardian-lede"),
        back=_at(programme, "partner/reach/"),
    )


@of_programme
def guardian(request, programme):
    """The date of birth, and the guardian's yes, which comes before the invitation."""
    draft = Draft(request, programme)
    name = draft.of(PARTNER, "name")
    if not name:
        return redirect(_at(programme))
    boxes = [
        Box("born", _("Date of birth"), kind="date", value=draft.of(PARTNER, "born")),
        Box("guardian", _("Name of the guardian"), value=draft.of(PARTNER, "guardian"), most=120),
        Box(
            "yes",
            page_words(request, "Inviting two people", "guardian-asked"),
            kind="choice",
            value=draft.of(PARTNER, "guardian_yes"),
            options=(("yes", _("Yes, they have said yes")), ("not-yet", _("Not yet"))),
            needed=_("Choose one."),
        ),
    ]
    asked = Asked(request, boxes)
    born = asked.date("born") if asked.sent else None
    if asked.good and born is None:
        asked.wrong("born", page_words(request, "Inviting two people", "born-needed"))
    if asked.good and born > timezone.localdate():
        asked.wrong("born", page_words(request, "Inviting two people", "born-to-come"))
    if asked.good and asked["yes"] == "yes" and not asked["guardian"]:
        asked.wrong("guardian", page_words(request, "Inviting two people", "guardian-needed"))
    if asked.good:
        draft.keep(
            partner_born=born.isoformat(),
            partner_guardian=asked["guardian"],
            partner_guardian_yes=asked["yes"],
        )
        return redirect(_at(programme, "check/"))
    return asked.page(
        where=programme.name,
        title=_("A guardian's yes for %(name)s") % {"name": name},
        lede=page_words(request, "Inviting two people", "guardian-yes"),
        back=_at(programme, "partner/age/"),
    )


@of_programme
def check(request, programme):
    """Everything once more; pressing the button asks the first of the two."""
    draft = Draft(request, programme)
    if not draft.is_whole() or (draft.is_young() and not draft.of(PARTNER, "born")):
        return redirect(_at(programme))
    if not programme.brief_published:
        return redirect(f"/programme/{programme.public}/brief/preview/")
    if request.method == "POST":
        asked = _invite_two(programme, draft, by=request.user)
        if asked is None:
            return redirect(_at(programme, "professional/"))
        draft.forget()
        return redirect("invitation", public=programme.public, pk=asked.pk)
    words = {LINK: page_words(request, "Inviting two people", "way-link"), LETTER: _("with a printed letter")}
    two = [
        (
            draft.of(r, "name"),
            words.get(draft.of(r, "way")) or _("by e-mail to %(email)s") % {"email": draft.of(r, "email")},
        )
        for r in (PROFESSIONAL, PARTNER)
    ]
    young = draft.is_young() and draft.of(PARTNER, "guardian_yes") != "yes"
    return render(
        request, "people/invite_check.html", {"programme": programme, "two": two, "waits_for_guardian": young}
    )


@transaction.atomic
def _invite_two(programme, draft, *, by):
    """The pair with both invitations ready; the first of the two is asked now."""
    born = parse_date(draft.of(PARTNER, "born")) if draft.is_young() else None
    professional = introduce(draft.of(PROFESSIONAL, "name"), draft.of(PROFESSIONAL, "email"))
    partner = introduce(draft.of(PARTNER, "name"), draft.of(PARTNER, "email"), born=born)
    if professional.pk == partner.pk:
        return None
    pair = begin_pair(programme=programme, partner=partner, professional=professional, by=by)
    yes = timezone.now() if draft.is_young() and draft.of(PARTNER, "guardian_yes") == "yes" else None
    invitations.invite(
        pair,
        partner,
        way=draft.of(PARTNER, "way"),
        by=by,
        guardian_name=draft.of(PARTNER, "guardian") if draft.is_young() else "",
        guardian_yes=yes,
    )
    first = invitations.invite(pair, professional, way=draft.of(PROFESSIONAL, "way"), by=by)
    return invitations.send(first, by=by)


def of_invitation(view):
    """A view of an invitation in a programme that this coordinator runs."""

    @of_programme
    def fetched(request, programme, pk):
        found = rules.invitations_coordinated_by(request.user).filter(pair__programme=programme)
        return view(request, programme, get_object_or_404(found, pk=pk))

    return fetched


@of_invitation
def invitation(request, programme, invitation):
    """What the coordinator does to ask one person: give the link, print the letter, or nothing."""
    return render(
        request,
        "people/invitation.html",
        {
            "programme": programme,
            "invitation": invitation,
            "opens": rules.may_come_in_by(invitation),
            "qr": segno.make(invitation.link, error="m").svg_data_uri(scale=5)
            if invitation.way == LINK and invitation.sent
            else "",
        },
    )


@of_invitation
def letter(request, programme, invitation):
    """The letter, to print and post."""
    if not invitation.sent:
        raise Http404
    way = "E-mail to the professional" if invitation.to_professional else "Letter"
    return render(
        request,
        "people/letter.html",
        {
            "programme": programme,
            "invitation": invitation,
            "blocks": invitation.pair.content.letter("invitation", way, **on_paper(invitation)),
            "qr": segno.make(settings.BASE + "/come-in/letter/", error="m").svg_data_uri(scale=4),
        },
    )


def on_paper(invitation) -> dict[str, str]:
    """On paper a link is typed, so it is the short one, with the code beside it."""
    names = invitation.names()
    with_code = _("%(link)s, and type %(code)s") % {"link": names["short_link"], "code": names["code"]}
    return names | {"link": with_code}


@require_POST
@of_invitation
def again(request, programme, invitation):
    """Send the e-mail once more, because the person asked for it."""
    if invitation.sent:
        invitations.send_again(invitation, by=request.user)
    return redirect("invitation", public=programme.public, pk=invitation.pk)


@of_invitation
def guardian_yes(request, programme, invitation):
    """The guardian has said yes after all."""
    if not invitation.waits_for_guardian():
        return redirect("invitation", public=programme.public, pk=invitation.pk)
    asked = Asked(
        request,
        [
            Box(
                "guardian",
                _("Name of the guardian"),
                value=invitation.guardian_name,
                most=120,
                needed=page_words(request, "Inviting two people", "guardian-needed"),
            )
        ],
    )
    if asked.good:
        invitations.record_guardian(invitation, name=asked["guardian"], by=request.user)
        return redirect("invitation", public=programme.public, pk=invitation.pk)
    return asked.page(
        where=programme.name,
        title=page_words(request, "Inviting two people", "guardian-of", name=invitation.person.name),
        back=f"/programme/{programme.public}/invitation/{invitation.pk}/",
    )
