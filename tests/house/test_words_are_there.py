"""A page asks only for words that are there: a line that nobody has written would stop it in front of somebody."""

import re

import pytest

from alongside.kit.sheets import load
from alongside.kit.words import slug
from tests.house.tree import ROOMS, ROOT

QUOTED = r"""["']([^"'\n]+)["']"""
NAMED = re.compile(r"""\b((?:\w+, )*\w+) = ((?:["'][^"'\n]+["'](?:, )?)+)""")
ASKED = re.compile(rf"""\b(?:page_words|words)\(\s*(?:request,\s*)?(?:{QUOTED}|(\w+)),\s*{QUOTED}(?=\s*[,)])""")


def named_in(source: str) -> dict[str, str]:
    """Headings that a file gives a short name: `PAGE = "Coming back"`, `{% set a, b = "One", "Two" %}`."""
    found = {}
    for names, values in NAMED.findall(source):
        found |= dict(zip(names.split(", "), re.findall(QUOTED, values), strict=False))
    return found


def asked_in(source: str) -> list[tuple[str, str]]:
    """The lines that a file asks for, where it says their heading itself."""
    names = named_in(source)
    asked = [(heading or names.get(name, ""), key) for heading, name, key in ASKED.findall(source)]
    return [(heading, key) for heading, key in asked if heading]


def missing_in(source: str) -> list[tuple[str, str]]:
    """What a file asks for and nobody has written."""
    pages = load().pages
    return [
        (heading, key)
        for heading, key in asked_in(source)
        if slug(heading) not in pages or key not in pages[slug(heading)].lines
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_asks_only_for_words_that_are_there(room):
    files = [*(ROOT / "alongside" / room).rglob("*.html"), *(ROOT / "alongside" / room).rglob("*.py")]
    pages = [file for file in files if not {"tests", "migrations", "node_modules"} & set(file.parts)]
    missing = {
        str(file.relative_to(ROOT)): found for file in pages if (found := missing_in(file.read_text()))
    }
    assert not missing, "write the line under its heading in content/"


@pytest.mark.parametrize(
    "source",
    [
        '{{ words("Coming back", "no-such-line") }}',
        '{% set page, other = "Coming back", "Saving" %}{{ words(page, "no-such-line") }}',
        'PAGE = "Coming back"\nsaid = here.page_words(PAGE, "no-such-line", day="Monday")',
        'page_words(request, "No such heading", "title")',
    ],
)
def test_a_line_that_nobody_has_written_is_found(source):
    assert missing_in(source)


def test_a_line_that_is_there_and_a_heading_from_elsewhere_are_no_mistakes():
    assert not missing_in('{{ words("Coming back", "title") }}{{ words(section, "no-such-line") }}')
    assert not missing_in('words("Coming back", "second-key-" ~ number)')
