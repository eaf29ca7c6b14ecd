"""The addresses of letters: what a coordinator prints and posts to ask somebody."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.kit.words import fill
from alongside.outputs import letter
from alongside.outputs.views.papers import pdf
from alongside.people.rules import people_looked_after_by
from alongside.people.views.invite import of_invitation, on_paper
from alongside.people.views.keys import letter_names, words_to_print
from alongside.people.views.programme import of_programme


def _by_letter(view):
    """Only for somebody who has been asked; before that there is nothing to post."""

    @of_invitation
    def asked(request, programme, invitation):
        if not invitation.sent:
            raise Http404
        names = {**programme.content.sector.names(), **on_paper(invitation)}
        link = settings.BASE + reverse("come-in-letter")
        large = request.GET.get("print") == "large"
        messages = programme.content.messages["invitation"]
        return view(messages, lambda text: fill(text, names), link, invitation, large)

    return asked


@_by_letter
def invitation_letter(messages, fill, link, invitation, large):
    """The letter, with its code in large figures and the way to type it."""
    message = messages["e-mail-to-the-professional" if invitation.to_professional else "letter"]
    return pdf(letter.invitation_letter(message["body"], fill, link=link, large=large), "letter")


@_by_letter
def invitation_card(messages, fill, link, invitation, large):
    """The folded card that goes with it; it asks with the name of the one who works here."""
    if invitation.to_professional:
        raise Http404
    return pdf(letter.invitation_card(messages["invitation-card"]["body"], fill, link=link), "card")


@require_POST
@of_programme
def paper_key_letter(request, programme, person):
    """The letter with the six words, from the page that shows them once."""
    person = get_object_or_404(people_looked_after_by(request.user), public=person)
    words = words_to_print(request.POST.get("letter", ""), person, by=request.user)
    if words is None:
        raise Http404
    names = {**programme.content.sector.names(), **letter_names(programme, person, words)}
    body = programme.content.messages["code"]["letter-with-a-paper-key"]["body"]
    large = request.POST.get("print") == "large"
    return pdf(letter.paper_key_letter(body, lambda text: fill(text, names), large=large), "letter")
