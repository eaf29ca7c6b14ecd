"""Whether an answer was one, and whether what somebody said counted: told in numbers of eight or more."""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from alongside.people.pair import Pair
from alongside.voices.contribution import Contribution
from alongside.voices.reading import Suggestion
from alongside.voices.release import Felt, Release
from alongside.voices.small_numbers import Moment, step

ANSWERS = ("yes", "partly", "no")
COUNTED = ("counted", "counted-little", "not-counted", "cannot-say")
ASKED = {"answers": ANSWERS, "counted": COUNTED}


def say_felt(contribution: Contribution, release: Release, *, answers="", counted="") -> None:
    """Keep it; said again, it is changed. No audit line: it has a time."""
    said = {
        "answers": answers if answers in ANSWERS else "",
        "counted": counted if counted in COUNTED else "",
    }
    if any(said.values()):
        Felt.objects.update_or_create(contribution=contribution, release=release, defaults=said)


def count_felt() -> int:
    """Publish new numbers of every release, where they may be published; how many tables are new."""
    found: dict[int, dict[str, Counter]] = {}
    rows = Felt.objects.filter(contribution__withdrawn__isnull=True).values_list("release", *ASKED)
    for release, *said in rows:
        counts = found.setdefault(release, {name: Counter() for name in ASKED})
        for name, value in zip(ASKED, said, strict=True):
            if value:
                counts[name][value] += 1
    return sum(_publish(release, found[release.pk]) for release in Release.objects.filter(pk__in=found))


def _publish(release: Release, counts: dict[str, Counter]) -> int:
    chains, grown = dict(release.felt_counts), 0
    for name, options in ASKED.items():
        before = [Moment.from_json(each) for each in chains.get(name, [])]
        after = step(before, {option: counts[name][option] for option in options})
        if len(after) > len(before):
            chains[name], grown = [moment.as_json() for moment in after], grown + 1
    if grown:
        release.felt_counts = chains
        with transaction.atomic():
            Release.objects.filter(pk=release.pk).update(felt_counts=chains)
    return grown


def shown(release: Release) -> dict[str, dict[str, int | None] | None]:
    """What the two read: of each question how many chose what, None for a question that few answered."""
    return {name: _shown(release.felt_counts.get(name, [])) for name in ASKED}


def _shown(chain: list) -> dict[str, int | None] | None:
    if not chain:
        return None
    moment = Moment.from_json(chain[-1]).shown()
    return None if moment["few"] else moment["options"]


def other_views(pair: Pair) -> list[Suggestion]:
    """What people said beside an answer, about a heading or too late, for the two; read first and covered."""
    found = Suggestion.objects.filter(contribution__round__pair=pair, read__isnull=True, shown__isnull=False)
    return list(found.order_by("contribution"))


def read_other_view(suggestion: Suggestion) -> None:
    """The two have read it."""
    Suggestion.objects.filter(pk=suggestion.pk).update(read=timezone.localdate())
