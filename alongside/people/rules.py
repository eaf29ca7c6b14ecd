"""Who may see and do what with people, programmes and pairs. Pages find only what these return."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.kit.prepared import Prepared
from alongside.people.agreement import TakingPart
from alongside.people.concern import Concern
from alongside.people.invitation import Invitation
from alongside.people.organisation import Organisation, Role
from alongside.people.pair import Facilitating, Pair
from alongside.people.person import Person
from alongside.people.programme import Programme
from alongside.people.signin import has_way_in
from alongside.people.supporter import Support
from alongside.people.who import Who


def _roles_of(person: Person, kind: str) -> QuerySet[Role]:
    return Role.objects.filter(person=person, kind=kind, until__isnull=True)


def pairs_visible_to(person: Person) -> QuerySet[Pair]:
    """Each of the two sees their pair from the day they are asked; nobody else sees it through this."""
    asked = Invitation.objects.filter(person=person, sent__isnull=False).values("pair")
    return Pair.objects.filter(Q(partner=person) | Q(professional=person), pk__in=asked).select_related(
        "partner", "professional", "programme__organisation", "programme__coordinator"
    )


def pairs_walked_by(person: Person) -> QuerySet[Pair]:
    """The pairs in which this person is one of the two; the partner's only once they have been asked."""
    asked = Invitation.objects.filter(pair=OuterRef("pk"), person=person, sent__isnull=False)
    return (
        Pair.objects.filter(Q(professional=person) | Q(partner=person) & Exists(asked))
        .select_related("programme__organisation", "programme__coordinator", "partner", "professional", "ending")
        .defer("programme__brief")  # sealed, and opened only where it is read
        .prefetch_related(
            Prefetch("taking_part", TakingPart.objects.defer("answers")),
            Prefetch("facilitating", Facilitating.objects.select_related("person")),
        )
    )


@Prepared
def _walked_by(person: int) -> QuerySet[Pair]:
    return pairs_walked_by(Person(pk=person))


@Prepared
def _walked_by_named(person: int, public: str) -> QuerySet[Pair]:
    return pairs_walked_by(Person(pk=person)).filter(public=public)


def my_pairs(person: Person) -> list[Pair]:
    """Each of the two finds the pairs that they walk in on their home page."""
    return _walked_by.read(person.pk)


def my_pair(person: Person, public: str) -> Pair | None:
    """Each of the two opens the pages of a pair by its address; for anybody else there is no such pair."""
    return next(iter(_walked_by_named.read(person.pk, public)), None)


def pairs_facilitated_by(person: Person) -> QuerySet[Pair]:
    """A facilitator sees the pairs where both have agreed and the facilitator has accepted, until it ends."""
    there = Facilitating.objects.filter(
        person=person, both_agreed__isnull=False, accepted__isnull=False, ended__isnull=True
    )
    return (
        Pair.objects.filter(pk__in=there.values("pair"))
        .select_related("partner", "professional", "programme__organisation", "programme__coordinator")
        .defer("programme__brief")
        .prefetch_related(Prefetch("facilitating", Facilitating.objects.select_related("person")))
    )


def facilitating_asked_of(person: Person) -> QuerySet[Facilitating]:
    """A facilitator sees who asks for them once both of a pair have agreed, and until it ends."""
    return Facilitating.objects.filter(
        person=person, both_agreed__isnull=False, ended__isnull=True
    ).select_related("pair__partner", "pair__professional", "pair__programme__coordinator")


def programmes_coordinated_by(person: Person) -> QuerySet[Programme]:
    """A coordinator sees the programmes they run, or all of their organisation's."""
    roles = _roles_of(person, Role.COORDINATOR)
    return Programme.objects.filter(
        Q(coordinator=person)
        | Q(pk__in=roles.exclude(programme=None).values("programme"))
        | Q(organisation__in=roles.filter(programme=None).values("organisation"))
    ).select_related("organisation", "coordinator")


@Prepared
def _coordinated_by(person: int) -> QuerySet[Programme]:
    return programmes_coordinated_by(Person(pk=person))


def programmes_of_coordinator(person: Person) -> list[Programme]:
    """A coordinator finds the programmes that they see on their home page."""
    return _coordinated_by.read(person.pk)


def programmes_led_by(person: Person) -> QuerySet[Programme]:
    """A lead sees how many pairs a programme has and what is public of it, and nobody's name."""
    roles = _roles_of(person, Role.LEAD)
    return (
        Programme.objects.filter(
            Q(pk__in=roles.exclude(programme=None).values("programme"))
            | Q(organisation__in=roles.filter(programme=None).values("organisation"))
        )
        .select_related("organisation")
        .order_by("name", "pk")
    )


def organisations_coordinated_by(person: Person) -> QuerySet[Organisation]:
    """A coordinator of the whole organisation may begin programmes in it."""
    roles = _roles_of(person, Role.COORDINATOR).filter(programme=None)
    return Organisation.objects.filter(pk__in=roles.values("organisation"))


def pairs_coordinated_by(person: Person) -> QuerySet[Pair]:
    """A coordinator sees that the pairs of their programmes exist, their people and their dates."""
    return Pair.objects.filter(programme__in=programmes_coordinated_by(person)).select_related(
        "partner", "professional", "programme__organisation", "programme__coordinator"
    )


def invitations_coordinated_by(person: Person) -> QuerySet[Invitation]:
    """A coordinator sees the invitations of their programmes, to send, print or repeat them."""
    return Invitation.objects.filter(pair__in=pairs_coordinated_by(person)).select_related(
        "person", "pair__partner", "pair__professional", "pair__programme__organisation"
    )


def people_looked_after_by(person: Person) -> QuerySet[Person]:
    """A coordinator may give a paper key to whoever is in a pair of theirs, or helps somebody there."""
    pairs = Pair.objects.filter(programme__in=programmes_coordinated_by(person))
    two = Q(pk__in=pairs.values("partner")) | Q(pk__in=pairs.values("professional"))
    helped = Person.objects.filter(two)
    helpers = Support.objects.filter(person__in=helped, ended__isnull=True).values("supporter")
    return Person.objects.filter(two | Q(pk__in=helpers))


def helpers_without_email(programme: Programme, of: list[Pair]) -> QuerySet[Person]:
    """A coordinator sees who helps in pairs of a programme and has no e-mail, to give them a paper key."""
    pairs = [pair for pair in of if pair.programme_id == programme.pk]
    two = Q(supports__person__as_partner__in=pairs) | Q(supports__person__as_professional__in=pairs)
    return Person.objects.filter(two, supports__ended__isnull=True, email__isnull=True).distinct()


def people_to_sit_down(person: Person) -> QuerySet[Person]:
    """A coordinator signs in, on a shared device, only somebody in their care without a role or an e-mail."""
    roles = Role.objects.filter(until__isnull=True).exclude(kind=Role.MEMBER).values("person")
    return people_looked_after_by(person).filter(email__isnull=True).exclude(pk__in=roles)


def roles_given_by(person: Person) -> QuerySet[Role]:
    """A coordinator of the whole organisation gives and ends its roles."""
    return Role.objects.filter(
        organisation__in=organisations_coordinated_by(person), until__isnull=True
    ).select_related("person", "programme")


def may_end_role(role: Role) -> bool:
    """Any role can be ended but the last coordinator's of an organisation."""
    if role.kind != Role.COORDINATOR or role.programme_id:
        return True
    others = Role.objects.filter(
        organisation=role.organisation, programme=None, kind=Role.COORDINATOR, until__isnull=True
    )
    return others.exclude(pk=role.pk).exists()


def facilitators_of(pair: Pair) -> QuerySet[Person]:
    """The facilitators of the organisation, of whom a pair may choose one who is not one of the two."""
    roles = Role.objects.filter(
        organisation=pair.programme.organisation, kind=Role.FACILITATOR, until__isnull=True
    )
    return Person.objects.filter(pk__in=roles.values("person")).exclude(
        pk__in=[pair.partner_id, pair.professional_id]
    )


def supporters_of(person: Person) -> QuerySet[Support]:
    """A person sees everybody who helps them or is asked to, and nobody else sees that list."""
    return Support.objects.filter(person=person, ended__isnull=True).select_related("supporter")


def support_given_by(person: Person) -> QuerySet[Support]:
    """A supporter sees whom they help or are asked to help, until either ends it."""
    return Support.objects.filter(supporter=person, ended__isnull=True).select_related("person")


def concerns_visible_to(person: Person) -> QuerySet[Concern]:
    """A worry is read by the named lead of its programme, and by nobody else."""
    return Concern.objects.filter(programme__safeguarding_person=person).select_related("by", "programme")


def pairs_to_worry_about(who: Who) -> QuerySet[Pair]:
    """Each of the two, their facilitator, and whoever helps one of them can tell the named lead."""
    mine = pairs_visible_to(who.person).values("pk")
    with_them = pairs_facilitated_by(who.hand).values("pk")
    return Pair.objects.filter(Q(pk__in=mine) | Q(pk__in=with_them)).select_related(
        "partner", "professional", "programme__organisation", "programme__coordinator"
    )


def is_named_lead(person: Person) -> bool:
    """Whether worries of some programme go to this person."""
    return Programme.objects.filter(safeguarding_person=person).exists()


def may_help(email: str, person: Person) -> bool:
    """Nobody helps themselves, and the other one of a pair does not see what is not yet opened to them."""
    if not email:
        return True
    pairs = Pair.objects.filter(Q(partner=person) | Q(professional=person))
    two = Q(pk__in=pairs.values("partner")) | Q(pk__in=pairs.values("professional")) | Q(pk=person.pk)
    return not Person.objects.filter(two, email__iexact=email).exists()


def may_sign(who: Who) -> bool:
    """Nobody says yes or no, signs, shares, pauses, ends or invites for another."""
    return who.support is None


def may_come_in_by(invitation: Invitation) -> bool:
    """An invitation opens the pages of somebody who has not answered yet or has no other way in.

    It never opens the pages of somebody who is known here already: they have more to lose than
    an envelope can guard.
    """
    person = invitation.person
    if not invitation.works() or not person.active:
        return False
    holds_a_role = Role.objects.filter(person=person, until__isnull=True).exclude(kind=Role.MEMBER).exists()
    return not holds_a_role and (_is_new(person) or not has_way_in(person))


def may_come_in_by_support(support: Support) -> bool:
    """The link that asks somebody to help opens their pages only while they are new here."""
    person = support.supporter
    if not person.active or support.ended or Role.objects.filter(person=person, until__isnull=True).exists():
        return False
    return _is_new(person) or not has_way_in(person)


def _is_new(person: Person) -> bool:
    answered = person.taking_part.exclude(answer="").exists()
    return not answered and not person.supports.filter(accepted__isnull=False).exists()


def passkeys_of(person: Person) -> QuerySet[Authenticator]:
    """A person sees and takes out their own passkeys."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)


def what_waits_for(person: Person) -> dict[str, bool]:
    """Each person is told what waits for them, and only them."""
    row = _what_waits(person.pk)[0]
    return {what: bool(waits) for what, waits in zip(_WAITING, row, strict=True)}


_WAITING = {
    "worries": lambda person: concerns_visible_to(person).filter(read=None),
    "helping": lambda person: support_given_by(person),
    "facilitating": lambda person: facilitating_asked_of(person).filter(accepted=None),
    "coordinating": lambda person: programmes_coordinated_by(person),
    "beginning": lambda person: organisations_coordinated_by(person).filter(programmes=None),
    "facilitating_now": lambda person: pairs_facilitated_by(person),
    "leading": lambda person: programmes_led_by(person),
}


@Prepared
def _what_waits(pk: int) -> QuerySet:
    person = Person(pk=pk)
    exist = {what: Exists(found(person)) for what, found in _WAITING.items()}
    return Person.objects.filter(pk=pk).annotate(**exist).values_list(*exist)


def programmes_with_pairs(programmes: list[Programme]) -> set[int]:
    """A coordinator's programmes in which somebody has been invited."""
    return set(Pair.objects.filter(programme__in=programmes).values_list("programme", flat=True).distinct())
