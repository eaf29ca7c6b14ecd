"""What the project is about, as a PDF to read before anybody says yes; also large, and in Easy Read."""

from collections.abc import Mapping

from alongside.kit import pdf
from alongside.kit.sheets import Answers, Sheet
from alongside.outputs import reading
from alongside.outputs.furniture import PAPER, furniture


def brief(
    sheet: Sheet,
    answers: Answers,
    *,
    programme: str = "",
    no_effect: str = "",
    seen: Mapping | None = None,
    organisation: str = "",
    easy: bool = False,
    large: bool = False,
    lang: str = "en-GB",
) -> bytes:
    """Print the brief. `no_effect` is the organisation's promise with its named person, filled in."""
    title = sheet.easy_title if easy and sheet.easy_title else sheet.title
    data = furniture(seen, organisation, large, easy) | {
        "heading": title,
        "programme": programme,
        "no-effect": no_effect,
        "lines": [line for group in reading.groups(sheet, [answers], easy) for line in group["lines"]],
    }
    return pdf.render(PAPER / "brief.typ", data, f"{title}: {programme}" if programme else title, lang)
