"""The figures of a study as one object, for programs; counts are raw here, pages and exports hide small ones."""

from alongside.voices.map import FEWEST_PEOPLE, LEAST_VOTES, Map, NoMap, map_of
from alongside.voices.polis import Study
from alongside.voices.statements import counted


def figures(study: Study) -> dict:
    """What `bin/alongside figures` prints."""
    votes = study.votes
    seen = map_of(votes)
    grouped = isinstance(seen, Map)
    return {
        "people": study.people,
        "statements": [
            {
                "id": as_written(each),
                "agree": counts.agree,
                "disagree": counts.disagree,
                "pass": counts.passed,
                "agreement": counts.agreement,
            }
            for each, counts in counted(votes.statements, votes.counts()).items()
        ],
        "groups": {"count": len(seen.groups), "of": seen.of()} if grouped else None,
        "why_no_groups": None if grouped else why(seen, len(votes.statements)),
    }


def as_written(name: str) -> int | str:
    """A number where it is one, as in Polis's own exports."""
    return int(name) if name.isascii() and name.isdigit() and str(int(name)) == name else name


def why(none: NoMap, statements: int) -> str:
    """The reason that there are no groups, as a sentence."""
    if none.why == "alike":
        return "People answered so alike that no groups can be told apart."
    enough = f"{LEAST_VOTES} statements or more" if statements >= LEAST_VOTES else "all statements"
    return (
        f"{none.people} people voted on {enough}. Groups are looked for from {FEWEST_PEOPLE} people on, "
        "because fewer would show differences that are not there."
    )


def as_table(found: dict) -> str:
    """The same for a person at a keyboard."""
    lines = [
        f"{found['people']} people",
        f"{'statement':<12}{'agree':>8}{'disagree':>10}{'pass':>8}{'agreement':>11}",
    ]
    for each in found["statements"]:
        share = "too few" if each["agreement"] is None else f"{each['agreement']:.2f}"
        lines.append(
            f"{each['id']!s:<12}{each['agree']:>8}{each['disagree']:>10}{each['pass']:>8}{share:>11}"
        )
    return "\n".join([*lines, found["why_no_groups"] or f"{found['groups']['count']} groups"])
