"""Two people are invited, the one who works here first, a guardian before a child."""

import pytest
from django.utils import timezone

from alongside.kit import messages
from alongside.people import invitation as invitations
from alongside.people import rules
from alongside.people.agreement import NO, YES, say
from alongside.people.invitation import NotYet
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.tests.cast import amina_and_ben, asked, come_in, text_of

pytestmark = pytest.mark.django_db


def walk(client, programme, **partner):
    """Through every page of the invitation."""
    at = f"/programme/{programme.public}/invite/"
    client.post(at, {"name": "Ben"})
    client.post(f"{at}professional/", {"way": "email", "email": "ben@example.org"})
    client.post(f"{at}partner/", {"name": "Amina"})
    client.post(f"{at}partner/reach/", {"way": "letter", "email": ""})
    client.post(f"{at}partner/age/", {"young": "yes" if partner else "no"})
    if partner:
        client.post(f"{at}partner/guardian/", partner)
    return client.post(f"{at}check/")


def test_the_one_who_works_here_is_asked_first_and_without_the_other_name(
    client, marta, programme, mailoutbox
):
    come_in(client, marta)
    walk(client, programme)
    messages.wait_until_sent()
    pair = Pair.objects.get()
    assert [i.person.name for i in pair.invitations.filter(sent__isnull=False)] == ["Ben"]
    assert [m.to for m in mailoutbox] == [["ben@example.org"]]
    assert "Amina" not in mailoutbox[0].body + mailoutbox[0].subject
    assert "/come-in/link/" in mailoutbox[0].body


def test_the_partner_is_asked_with_the_name_of_the_one_who_works_here(pair, amina, marta, mailoutbox):
    amina.email = "amina@example.org"
    amina.save()
    invitation = pair.invitations.get(person=amina)
    invitation.way = "email"
    invitation.save()
    invitations.send(invitation, by=marta)
    messages.wait_until_sent()
    assert "Ben" in mailoutbox[-1].body
    assert mailoutbox[-1].to == ["amina@example.org"]


def test_asking_twice_sends_one_message(pair, ben, marta, mailoutbox):
    messages.wait_until_sent()
    assert len(mailoutbox) == 1
    invitations.send(pair.invitations.get(person=ben), by=marta)
    messages.wait_until_sent()
    assert len(mailoutbox) == 1


def test_sides_go_by_first_name_and_stay(pair, amina):
    assert pair.left == amina
    amina.name = "Zoe"
    amina.save()
    assert Pair.objects.get().left == amina


def test_a_pair_does_not_exist_for_somebody_before_they_are_asked(pair, amina, ben, marta):
    assert not rules.pairs_visible_to(amina).exists()
    assert rules.pairs_visible_to(ben).get() == pair
    asked(pair, amina, by=marta)
    assert rules.pairs_visible_to(amina).get() == pair


def test_under_the_age_of_the_programme_a_guardian_is_first(client, marta, programme):
    come_in(client, marta)
    born = {"born-day": "3", "born-month": "may", "born-year": str(timezone.localdate().year - 14)}
    walk(client, programme, **born, guardian="Hana", yes="not-yet")
    pair = Pair.objects.get()
    invitation = pair.invitations.get(person=pair.partner)
    with pytest.raises(NotYet):
        invitations.send(invitation, by=marta)
    assert not Pair.objects.filter(pk__in=rules.pairs_visible_to(pair.partner)).exists()
    at = f"/programme/{programme.public}/invitation/{invitation.pk}/"
    assert "when a guardian has said yes" in text_of(client.get(at))
    client.post(f"{at}guardian/", {"guardian": "Hana"})
    invitation.refresh_from_db()
    assert invitations.send(invitation, by=marta).sent


def test_the_date_of_birth_is_asked_of_nobody_else(client, marta, programme):
    come_in(client, marta)
    walk(client, programme)
    assert not Person.objects.exclude(born=None).exists()


def test_a_birthday_today_counts(marta):
    today = timezone.localdate()
    marta.born = today.replace(year=today.year - 16)
    assert marta.age_on(today) == 16
    assert marta.age_on(today - timezone.timedelta(days=1)) == 15


def test_both_cannot_have_the_same_address(client, marta, programme):
    come_in(client, marta)
    at = f"/programme/{programme.public}/invite/"
    client.post(at, {"name": "Ben"})
    client.post(f"{at}professional/", {"way": "email", "email": "ben@example.org"})
    client.post(f"{at}partner/", {"name": "Amina"})
    page = client.post(f"{at}partner/reach/", {"way": "email", "email": "BEN@example.org"})
    assert "Each needs their own" in text_of(page)


def test_nobody_is_asked_before_the_brief_is_published(client, marta, programme):
    programme.brief_published = None
    programme.save()
    come_in(client, marta)
    assert walk(client, programme)["Location"].endswith("/brief/preview/")
    assert not Pair.objects.exists()


def test_pressing_the_last_button_twice_makes_one_pair(client, marta, programme):
    come_in(client, marta)
    walk(client, programme)
    client.post(f"/programme/{programme.public}/invite/check/")
    assert Pair.objects.count() == 1


def test_the_letter_holds_the_code_and_the_link_page_a_square(client, marta, programme):
    pair = amina_and_ben(programme, by=marta, ben_way="link")
    letter = asked(pair, pair.partner, by=marta)
    link = pair.invitations.get(person=pair.professional)
    come_in(client, marta)
    at = f"/programme/{programme.public}/invitation/"
    assert letter.spaced_code in text_of(client.get(f"{at}{letter.pk}/letter/"))
    page = client.get(f"{at}{link.pk}/").content.decode()
    assert link.link in page
    assert "data:image/svg+xml" in page


def test_an_answer_closes_the_invitation_on_the_coordinators_page(client, marta, programme):
    pair = amina_and_ben(programme, by=marta, ben_way="link")
    invitation = pair.invitations.get(person=pair.professional)
    say(YES, pair=pair, by=pair.professional)
    come_in(client, marta)
    page = client.get(f"/programme/{programme.public}/invitation/{invitation.pk}/")
    assert "opens nothing any more" in text_of(page)
    assert invitation.link not in page.content.decode()


def test_a_coordinator_of_another_organisation_sees_no_invitation(client, pair, programme, amina):
    from alongside.people.organisation import begin_organisation
    from alongside.people.person import introduce

    dele = introduce("Dele", "dele@example.org")
    begin_organisation(name="A school", phone="1", sector="education", by=dele)
    come_in(client, dele)
    invitation = pair.invitations.first()
    for page in (f"invitation/{invitation.pk}/", f"paper-key/{amina.public}/", ""):
        assert client.get(f"/programme/{programme.public}/{page}").status_code == 404


def test_a_paper_key_is_given_only_to_somebody_in_ones_care(client, marta, programme, db):
    from alongside.people.person import introduce

    stranger = introduce("Stranger")
    come_in(client, marta)
    assert client.get(f"/programme/{programme.public}/paper-key/{stranger.public}/").status_code == 404


def test_a_no_can_become_a_yes_on_any_day(pair, ben):
    say(NO, pair=pair, by=ben)
    say(YES, pair=pair, by=ben)
    assert pair.taking_part.get(person=ben).answer == YES


def test_a_name_with_stars_and_brackets_stays_itself_in_a_message(marta, programme, mailoutbox):
    from alongside.people.pair import begin_pair
    from alongside.people.person import introduce

    ben = introduce("B*e*n {code}", "b@example.org")
    pair = begin_pair(programme=programme, partner=introduce("Amina"), professional=ben, by=marta)
    invitations.send(invitations.invite(pair, ben, way="email", by=marta), by=marta)
    messages.wait_until_sent()
    assert "Hello B*e*n {code}," in mailoutbox[-1].body
