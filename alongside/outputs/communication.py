"""How the two of us communicate, as a PDF: a column for each, then what both agreed."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from alongside.kit import pdf
from alongside.kit.sheets import Answers, Sheet
from alongside.outputs import reading
from alongside.outputs.furniture import PAPER, furniture, people_on_paper


def communication(
    sheet: Sheet,
    joint: Sheet,
    people: Sequence[Mapping],
    agreed: Answers,
    *,
    seen: Mapping | None = None,
    organisation: str = "",
    easy: bool = False,
    large: bool = False,
    lang: str = "en-GB",
) -> bytes:
    """Print both columns and the joint lines.

    `people` are two of {"name", "side", "picture", "answers": Answers, "signed": date | None, "how": str},
    and `answers` holds what its owner shared. An organisation's own questions come out as well.
    """
    two = sorted(people, key=lambda person: person["side"])
    title = _("How %(one)s and %(other)s communicate") % {"one": two[0]["name"], "other": two[1]["name"]}
    data = furniture(seen, organisation, large, easy) | {
        "people": people_on_paper(two),
        "groups": reading.groups(sheet, [person["answers"] for person in two], easy),
        "agreed": reading.groups(joint, [agreed], easy),
        "agreed-title": joint.easy_title if easy and joint.easy_title else joint.title,
        "open": _("left open"),
    }
    return pdf.render(PAPER / "spread.typ", data, title, lang)
