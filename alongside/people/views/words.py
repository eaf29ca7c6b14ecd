"""The words of pages.md for pages that belong to no pair: those of the organisation's sector."""

from collections import defaultdict

from alongside.kit.words import fill
from alongside.people.organisation import organisation_here
from alongside.people.programme import content_of_sector

NO_PHONE = "the person who invited you"


class Words:
    """`words("coming-in", "how")` in the reading that was chosen, with the organisation's phone filled in."""

    def __init__(self, request, content=None, **names):
        here = organisation_here()
        self.content = content or content_of_sector(here.sector if here else "health")
        self.easy = reads_easy(request)
        self.names = {
            "phone": (here and here.phone) or NO_PHONE,
            "organisation": here.name if here else "",
        } | names

    def __call__(self, section: str, key: str, **names) -> str:
        return self.content.words(section, key, easy=self.easy, **{**self.names, **names})

    def help_lines(self) -> list[tuple[str, str]]:
        """(what for, number) of those who answer at any hour. A Listener in prison needs no number.

        A line whose number nobody has given yet is left out.
        """
        lines = [
            (
                (self.easy and line["easy"]) or line["words"],
                line["number"],
                fill(line["number"], defaultdict(str, self.names)),
            )
            for line in self.content.sector["help_lines"]["lines"]
        ]
        return [(words, number) for words, asked, number in lines if number or not asked]

    def buttons(self, section: str) -> list[str]:
        return self.content.buttons(section)


def page_words(request, section: str, key: str, **names) -> str:
    """One line of pages.md for any page: that of the programme at hand, else ours; no question to the database."""
    programme = getattr(request, "programme", None)  # views that have one at hand leave it here
    content = programme.content if programme else content_of_sector("health")
    return content.words(section, key, easy=reads_easy(request), **names)


def reads_easy(request) -> bool:
    """Which reading was chosen; pages without an account know it from a cookie and say so in `request.easy`."""
    chosen = getattr(request, "easy", None)
    if chosen is not None:
        return chosen
    return hasattr(request, "session") and request.session.get("easy", False)


def words_of(request, programme, **names) -> Words:
    """The words that a programme began with."""
    return Words(request, programme.content, **(programme.names() | names))
