"""Whoever types live is shown to the other by the name that the other may know."""

from alongside.journey.tests.test_with_help import come_to_the_door
from alongside.people.models import TakingPart
from alongside.people.tests.cast import come_in, text_of
from alongside.people.wording import UNKNOWN
from alongside.writing.document import Document
from alongside.writing.tests.live_door import type_live
from alongside.writing.tests.test_store import typed_live


def says_no_more(pair, person):
    TakingPart.objects.filter(pair=pair, person=person).update(answer="")


def test_the_professional_does_not_learn_the_partners_name_from_the_live_door_before_a_yes(pair, amina, ben, client):
    name = f"{pair.public}-communication-together"
    come_in(client, amina)
    assert come_to_the_door(client, name).name == "Amina"
    says_no_more(pair, amina)
    assert come_to_the_door(client, name).name == UNKNOWN
    come_in(client, ben)
    assert come_to_the_door(client, name).name == "Ben"


def test_nor_from_the_pages_about_what_was_written(pair, amina, ben, client):
    come_in(client, amina)
    place = come_to_the_door(client, f"{pair.public}-communication-together").place
    Document.begin(place)
    for person, number in ((amina, 71), (ben, 72)):
        type_live(place, typed_live(Document.objects.get(sheet=place.sheet), "Words. ", "reach", number), by=person)
    says_no_more(pair, amina)
    come_in(client, ben)
    for page in ("versions/", "versions/who-wrote/"):
        found = text_of(client.get(f"/pair/{pair.public}/meeting-2/communication-together/{page}"))
        assert "Ben" in found, page
        assert "Amina" not in found, page
