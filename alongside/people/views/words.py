"""The words of pages.md for pages that belong to no pair: those of the organisation's sector."""

from alongside.people.organisation import organisation_here
from alongside.people.programme import content_of_sector

NO_PHONE = "the person who invited you"


class Words:
    """`words("coming-in", "how")` in the reading that was chosen, with the organisation's phone filled in."""

    def __init__(self, request, content=None, **names):
        here = organisation_here()
        self.content = content or content_of_sector(here.sector if here else "health")
        self.easy = request.session.get("easy", False)
        self.names = {
            "phone": (here and here.phone) or NO_PHONE,
            "organisation": here.name if here else "",
        } | names

    def __call__(self, section: str, key: str, **names) -> str:
        return self.content.words(section, key, easy=self.easy, **{**self.names, **names})

    def buttons(self, section: str) -> list[str]:
        return self.content.buttons(section)


def words_of(request, programme, **names) -> Words:
    """The words that a programme began with."""
    return Words(request, programme.content, **(programme.names() | names))
