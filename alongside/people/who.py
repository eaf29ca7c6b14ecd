"""Who is here: the person who signed in, and the person on whose behalf they act."""

from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject

from alongside.people.person import Person
from alongside.people.signin import finish
from alongside.people.supporter import Support


@dataclass(frozen=True)
class Who:
    """`person` is whose pages these are; `hand` is who holds the device. Mostly the same."""

    person: Person
    hand: Person
    support: Support | None = None

    @property
    def typed_by(self) -> Person | None:
        return self.hand if self.support else None

    def may_open(self, sheet: str) -> bool:
        """A supporter acts only in the areas that the person ticked."""
        return self.support is None or sheet in self.support.sheets()

    @property
    def may_read_kept(self) -> bool:
        """What the person keeps to themselves is for a supporter only if the person ticked that too."""
        return self.support is None or self.support.also_kept


def who_is_here(request) -> Who | None:
    """None for somebody who has not signed in."""
    hand = request.user
    if not hand.is_authenticated:
        return None
    support_id = request.session.get("supporting")
    if support_id:
        support = (
            Support.objects.filter(pk=support_id, supporter=hand, accepted__isnull=False, ended__isnull=True)
            .select_related("person")
            .first()
        )
        if support:
            return Who(person=support.person, hand=hand, support=support)
    return Who(person=hand, hand=hand)


class WhoMiddleware:
    """Puts `request.who` in place, and keeps the session as long as the device allows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.who = SimpleLazyObject(lambda: who_is_here(request))
        return finish(request, self.get_response(request))


def person_with(public: str) -> Person | None:
    """The person whose signed link this is."""
    return Person.objects.filter(public=public, active=True).first()


def support_with(key) -> Support | None:
    """The help that a signed link asks for."""
    return Support.objects.filter(pk=key).select_related("person", "supporter").first()
