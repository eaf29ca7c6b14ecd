"""How many people said something under a heading: told outside in steps only, so that nobody is found.

Two releases, two days or two headings that share people would give a number away when they are subtracted.
So each heading has one number, published by `small_numbers`, and a release shows the largest of its headings.
"""

from collections.abc import Iterable

from django.db.models import Count

from alongside.portfolio.piece import Theme
from alongside.voices.reading import InTheme
from alongside.voices.release import Heard
from alongside.voices.small_numbers import Moment, step

SAID = "said"


def count_again(themes: Iterable[int] | None = None) -> int:
    """Publish new numbers of these headings, or of all, where they may be published; how many are new."""
    rows = InTheme.objects.filter(
        answer__contribution__sent__isnull=False, answer__contribution__withdrawn__isnull=True
    )
    if themes is not None:
        rows = rows.filter(theme__in=list(themes))
    people = Count("answer__contribution", distinct=True)
    found = dict(rows.values("theme").order_by("theme").annotate(people=people).values_list("theme", "people"))
    return sum(_publish(theme, number) for theme, number in found.items())


def _publish(theme: int, people: int) -> bool:
    row = Heard.objects.filter(theme=theme).first() or Heard(theme_id=theme)
    before = [Moment.from_json(each) for each in row.chain]
    after = step(before, {SAID: people})
    if len(after) == len(before):
        return False
    row.chain = [moment.as_json() for moment in after]
    row.shown = None if after[-1].few else after[-1].people
    row.save()
    return True


def shown_of(themes: Iterable[Theme]) -> dict[int, int | None]:
    """Heading → the number that others read, None for "a few"."""
    keys = [theme.pk for theme in themes]
    return dict.fromkeys(keys) | dict(Heard.objects.filter(theme__in=keys).values_list("theme", "shown"))


def shown_at(publics: Iterable[str]) -> dict[str, int | None]:
    """The same by the addresses of headings, in one question for a whole page."""
    return dict(Heard.objects.filter(theme__public__in=set(publics)).values_list("theme__public", "shown"))


def largest(publics: Iterable[str], shown: dict[str, int | None]) -> int | None:
    """What stands beside a release: the number of its largest heading, never a sum."""
    return max((shown.get(public) or 0 for public in publics), default=0) or None
