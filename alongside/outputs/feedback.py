"""How each of the two likes to give and get feedback, as a PDF: a sheet each, on their own paper."""

from collections.abc import Mapping, Sequence

from alongside.kit import pdf
from alongside.kit.sheets import Sheet
from alongside.outputs import reading
from alongside.outputs.furniture import PAPER, furniture, people_on_paper


def feedback(sheet: Sheet, people: Sequence[Mapping], **how) -> bytes:
    """Print both preference sheets, the left person's first; `how` is what `leaves` takes."""
    return leaves(sheet, people, **how)


def leaves(
    sheet: Sheet,
    people: Sequence[Mapping],
    *,
    seen: Mapping | None = None,
    organisation: str = "",
    easy: bool = False,
    large: bool = False,
    pictures=None,
    lang: str = "en-GB",
) -> bytes:
    """Print any sheet that each fills in: one or two of {"name", "side", "picture", "answers": Answers}.

    `answers` holds only what this reader may see. `pictures` finds {"content", "alt"} for a file id.
    """
    title = sheet.easy_title if easy and sheet.easy_title else sheet.title
    whose = sorted(people, key=lambda person: person["side"])
    data = furniture(seen, organisation, large, easy) | {
        "people": people_on_paper(whose),
        "heading": title,
        "leaves": [reading.groups(sheet, [person["answers"]], easy, pictures) for person in whose],
    }
    names = ", ".join(person["name"] for person in whose)
    return pdf.render(PAPER / "leaves.typ", data, f"{title}: {names}", lang)
