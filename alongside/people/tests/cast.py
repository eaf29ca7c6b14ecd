"""The people of these tests, each introduced once with what they are for."""

import re

from alongside.people.invitation import EMAIL, LETTER, LINK, invite, send
from alongside.people.organisation import Role, begin_organisation, give_role
from alongside.people.pair import begin_pair
from alongside.people.person import introduce
from alongside.people.programme import begin_programme
from alongside.people.signin import sign_in_link

WAYS = {"email": EMAIL, "link": LINK, "letter": LETTER}


def marta():
    """Marta, the coordinator, with her hospital and its programme; the brief is published."""
    marta = introduce("Marta", "marta@example.org")
    hospital = begin_organisation(name="St Bride's", phone="01632 960 001", sector="health", by=marta)
    programme = begin_programme(name="The first week at home", organisation=hospital, by=marta)
    programme.describe(named_person="Joanna Ellis", named_phone="01632 960 020", by=marta)
    programme.name_safeguarding_lead(name="Ruth", phone="01632 960 030", email="ruth@example.org", by=marta)
    programme.publish_brief(by=marta)
    return marta, programme


def amina_and_ben(programme, *, by, amina_way="letter", ben_way="email", amina_email="", **more):
    """Amina has been a patient, Ben is a nurse; both are invited, and Ben is asked."""
    amina = introduce("Amina", amina_email)
    ben = introduce("Ben", "ben@example.org")
    pair = begin_pair(programme=programme, partner=amina, professional=ben, by=by)
    invite(pair, amina, way=WAYS[amina_way], by=by, **more)
    send(invite(pair, ben, way=WAYS[ben_way], by=by), by=by)
    return pair


def asked(pair, person, *, by):
    """It is this person's turn, and they are asked."""
    return send(pair.invitations.get(person=person), by=by)


def farah(programme, *, by):
    """Farah, who facilitates."""
    farah = introduce("Farah", "farah@example.org")
    give_role(Role.FACILITATOR, farah, organisation=programme.organisation, by=by)
    return farah


def come_in(client, person, *, shared=False):
    """Sign in by a link with one button, and say whose device it is."""
    client.post(sign_in_link(person, ""))
    client.post("/come-in/device/", {"device": "shared" if shared else "own"})
    return client


def text_of(response) -> str:
    """The words of a page."""
    main = response.content.decode().split("<main", 1)[-1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
