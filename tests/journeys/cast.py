"""Everybody who may knock at a door of Amina and Ben, each with what they are for."""

from http.cookies import SimpleCookie

from django.conf import settings
from django.db import transaction
from django.test import Client

from alongside.people.models import Pair, Person, Support
from alongside.people.supporter import accept_to_help, choose_supporter, end_support

AREAS = ["profile", "together"]

EMAILS = {
    "stranger": "hester@tidewell.example",  # of the same organisation, in no pair
    "partner": "amina@home.example",
    "professional": "ben.whitlock@hospital.example",
    "other_partner": "kasia@home.example",  # of another pair
    "facilitator": "marta@stories.example",
    "other_facilitator": "ansel@stories.example",
    "coordinator": "ruth@tidewell.example",
    "other_coordinator": "hassan@tidewell.example",
    "lead": "imelda@tidewell.example",
}
HELPERS = ("supporter", "former_supporter")  # Amina's, acting for her now; and one whom she no longer wants
EVERYBODY = ("signed_out", *EMAILS, *HELPERS)
TWO = {"partner", "professional"}


class Cast:
    """Their browsers: signed in once, and each request begins with the same cookie."""

    def __init__(self):
        self.pair = Pair.objects.get(partner__email=EMAILS["partner"])
        self.other_pair = Pair.objects.get(partner__email=EMAILS["other_partner"])
        self.people = {name: Person.objects.get(email=email) for name, email in EMAILS.items()}
        self.support = {name: self._helper(name) for name in HELPERS}
        self.people |= {name: support.supporter for name, support in self.support.items()}
        self.client = Client(raise_request_exception=False)
        self._cookies = {name: self._session(name) for name in EVERYBODY}
        end_support(self.support["former_supporter"], by=self.pair.partner)

    def _helper(self, name: str) -> Support:
        helper = Person.objects.create(name=name.capitalize())
        support = choose_supporter(helper, areas=AREAS, by=self.pair.partner)
        accept_to_help(support, by=helper)
        return support

    def _session(self, name: str) -> str:
        if name == "signed_out":
            return ""
        client = Client()
        client.force_login(self.people[name])
        if name in self.support:
            session = client.session
            session["supporting"] = self.support[name].pk
            session.save()
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def sit_down(self, name: str) -> Client:
        """The browser of this person, as they came in."""
        cookie = self._cookies[name]
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie} if cookie else {})
        return self.client

    def ask(self, name: str, method: str, address: str, data=None):
        """One request of this person, after which everything is as it was."""
        client = self.sit_down(name)
        with transaction.atomic():
            response = client.generic(method, address) if data is None else client.post(address, data)
            transaction.set_rollback(True)
        return response
