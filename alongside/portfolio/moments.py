"""The moments of a story, as its line and its cards show them."""

from dataclasses import dataclass

from alongside.kit.sheets import Answers, Option, Sheet

HEIGHTS = {"high": 1.0, "middle": 0.5, "low": 0.0}
ASIDE = "mine-only"


@dataclass(frozen=True)
class Moment:
    """One moment in the storyteller's words. `out`: it stays with the storyteller. `more`: (our label, their words)."""

    row: str
    title: str
    words: str
    feelings: tuple[str, ...]
    height: float
    where: str
    out: bool
    more: tuple[tuple[str, str], ...]


def moments_of(sheet: Sheet, answers: Answers, *, say, easy=False) -> list[Moment]:
    """Every moment that says something, in the storyteller's order."""
    return [_moment(sheet, row, answers, say, easy) for row in answers.full_rows("moments")]


def _moment(sheet: Sheet, row: str, answers: Answers, say, easy: bool) -> Moment:
    at, parts = f"moments/{row}", {p.key: p for p in sheet.question("moments").parts}

    def words(option: Option) -> str:
        return say((easy and option.easy) or option.words)

    listed = parts["feelings"].options if "feelings" in parts else ()
    feelings = [words(o) for o in listed if answers.value(f"{at}/feelings/{o.key}")]
    own = answers.text(f"{at}/own-feelings").strip()
    height = str(answers.value(f"{at}/height") or "")
    chosen = parts["height"].option(height) if height and "height" in parts else None
    more = [(parts[key], answers.text(f"{at}/{key}").strip()) for key in ("why-felt", "different") if key in parts]
    return Moment(
        row=row,
        title=answers.text(f"{at}/name").strip(),
        words=answers.text(f"{at}/what-happened").strip(),
        feelings=(*feelings, own) if own else tuple(feelings),
        height=HEIGHTS.get(height, 0.5),
        where=words(chosen) if chosen else "",
        out=answers.value(f"{at}/keep") == ASIDE,
        more=tuple((say((easy and part.easy) or part.ask), text) for part, text in more if text),
    )
