"""Every sentence has two readings: plain words and Easy Read. Only labels stand in the code alone."""

import ast
import re

import pytest

from alongside.kit.sheets import load
from tests.house.tree import ROOMS, ROOT

BOTH_READINGS = (
    "people",
    "site",
    "outputs",
    "journey",
    "portfolio",
    "kit",
)  # the rooms that keep this promise
LABEL = 6  # a label has no more words than this
IN_TEMPLATE = re.compile(r"""(?<![\w.])(?:gettext|ngettext|_)\(\s*("[^"]*"|'[^']*')""")
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?%\}(.*?)\{%-?\s*endtrans", re.DOTALL)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def is_sentence(words: str) -> bool:
    return len(words.split()) > LABEL


def in_template(source: str) -> list[str]:
    """Sentences that a template has in one reading only."""
    found = [quoted[1:-1] for quoted in IN_TEMPLATE.findall(source)] + TRANSLATED.findall(source)
    return [words for words in found if is_sentence(words)]


def in_python(source: str) -> list[str]:
    """Sentences that a view has in one reading only."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    words = [
        given.value
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in GETTEXT
        for given in call.args
        if isinstance(given, ast.Constant) and isinstance(given.value, str)
    ]
    return [each for each in words if is_sentence(each)]


def pages_of(room: str):
    files = [*(ROOT / "alongside" / room).rglob("*.html"), *(ROOT / "alongside" / room).rglob("*.py")]
    return sorted(file for file in files if not {"tests", "migrations", "node_modules"} & set(file.parts))


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_of_a_page_has_only_the_plain_reading(room):
    alone = {
        str(file.relative_to(ROOT)): words
        for file in pages_of(room)
        if (words := (in_template if file.suffix == ".html" else in_python)(file.read_text()))
    }
    assert not alone, (
        "put them into content/pages.md with an `easy:` line, and ask for them with `page_words`"
    )


def test_no_sentence_of_the_words_of_pages_has_only_the_plain_reading():
    pages = load().pages
    alone = [
        f"{section}, {key}: {line['words']}"
        for section, found in pages.items()
        for key, line in found.lines.items()
        if is_sentence(line["words"]) and not line.get("easy")
    ]
    assert not alone


def test_no_list_of_a_page_has_only_the_plain_reading():
    pages = load().pages
    assert not [section for section, found in pages.items() if found.numbered and not found.easy_numbered]


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ _("Nobody reads this before the two of you are ready.") }}</p>',
        "<p data-words=\"{{ _('Nobody reads this before you are both ready.') }}\">",
        "{% trans name=name %}Nobody reads this before {{ name }} is ready.{% endtrans %}",
    ],
)
def test_a_sentence_with_one_reading_is_found_in_a_template(source):
    assert in_template(source)


def test_a_sentence_with_one_reading_is_found_in_a_view():
    assert in_python('title = _("Nobody reads this before " "you are both ready.")')
    assert in_python("words = gettext('Nobody reads this before you are both ready.')")


def test_labels_and_sentences_with_both_readings_are_no_mistakes():
    assert not in_template('{{ _("Save and go on") }}{{ page_words("A worry", "only-they") }}')
    assert not in_python('page_words(request, "Nobody reads this before you", "are-both-ready")')
