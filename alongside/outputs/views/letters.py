"""The addresses of letters: what a coordinator prints and posts to ask somebody."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from alongside.kit.words import fill
from alongside.outputs import letter
from alongside.outputs.views.papers import pdf
from alongside.people.views.invite import of_invitation, on_paper


def _by_letter(view):
    """Only for somebody who has been asked; before that there is nothing to post."""

    @of_invitation
    def asked(request, programme, invitation):
        if not invitation.sent:
            raise Http404
        names = {**programme.content.sector.names(), **on_paper(invitation)}
        link = settings.BASE + reverse("come-in-letter")
        return view(
            programme.content.messages["invitation"], lambda text: fill(text, names), link, invitation
        )

    return asked


@_by_letter
def invitation_letter(messages, fill, link, invitation):
    """The letter, with its code in large figures and the way to type it."""
    message = messages["e-mail-to-the-professional" if invitation.to_professional else "letter"]
    return pdf(letter.invitation_letter(message["body"], fill, link=link), "letter")


@_by_letter
def invitation_card(messages, fill, link, invitation):
    """The folded card that goes with it; it asks with the name of the one who works here."""
    if invitation.to_professional:
        raise Http404
    return pdf(letter.invitation_card(messages["invitation-card"]["body"], fill, link=link), "card")
