"""What goes out when somebody is asked to help, to facilitate or to read a worry: no words of theirs."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.kit import messages
from alongside.people import signin
from alongside.people.concern import Concern
from alongside.people.pair import Facilitating, Pair
from alongside.people.person import Person
from alongside.people.programme import Programme
from alongside.people.supporter import Support


def support_link(support: Support) -> str:
    """The address that asks somebody to help."""
    return settings.BASE + reverse("come-in-link", args=[signin.token("support", support.pk)])


def ask_supporter(support: Support, programme: Programme):
    """Tell whoever was chosen, if they have an e-mail address."""
    if not support.supporter.email:
        return
    names = programme.names() | {
        "first_name": support.person.name,
        "friend_name": support.supporter.name,
        "sender_name": programme.organisation.name,
        "help_areas": support.areas_in_words(),
        "link": support_link(support),
    }
    _send(programme, support.supporter, "asked-to-help", "E-mail to a supporter", names)


def ask_facilitator(asked: Facilitating):
    """Tell the facilitator that both would like them to be there."""
    pair = asked.pair
    names = pair.programme.names() | {
        "first_name": asked.person.name,
        "partner_first_name": pair.partner.name,
        "professional_first_name": pair.professional.name,
        "link": settings.BASE + reverse("facilitating-one", args=[asked.pk]),
    }
    _send(pair.programme, asked.person, "asked-to-help", "E-mail to a facilitator", names)


def tell_of_ending(pair: Pair, *, by: Person):
    """Tell the other of the two, kindly and without a reason."""
    other = pair.other(by)
    names = pair.programme.names() | {"first_name": other.name, "name": by.name}
    _send(pair.programme, other, "ending", "E-mail when one person has stopped", names)


def tell_of_concern(concern: Concern):
    """Tell the named lead that there is something to read, and nothing of it."""
    lead = concern.programme.safeguarding_person
    if lead and lead.email:
        link = settings.BASE + reverse("worries")
        words = concern.programme.content.words("A worry", "e-mail", lead.easy)
        messages.send(lead.email, _("Something for you to read"), f"{words}\n\n{link}\n")


def _send(programme: Programme, person: Person, name: str, way: str, names: dict):
    if person.email:
        message = programme.content.message(name, way, **names)
        messages.send(person.email, message["subject"], message["body"], sender=message["from"])
