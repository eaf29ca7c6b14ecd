"""Every field comes from the kit, and no page needs more than its own style sheet and scripts."""

import re

import pytest

from tests.house.tree import ROOT, templates

# What nobody sees may be written by hand.
FIELD = re.compile(r"""<(input\b(?![^>]*type="hidden")|(textarea|select)\b)""", re.IGNORECASE)
INLINE = re.compile(
    r"""\s(style|on[a-z]+)\s*=\s*["'{]|<style\b|<script(?![^>]*\bsrc=)[^>]*>""", re.IGNORECASE
)
ELSEWHERE = re.compile(r"""\b(src|srcset|poster|action)\s*=\s*["']?(https?:)?//""", re.IGNORECASE)


def without_comments(template: str) -> str:
    return re.sub(r"\{#.*?#\}|<!--.*?-->", "", template, flags=re.DOTALL)


def found(pattern: re.Pattern, template: str) -> list[str]:
    return [match[0].strip() for match in pattern.finditer(without_comments(template))]


@pytest.mark.parametrize("file", templates(), ids=lambda file: str(file.relative_to(ROOT / "alongside")))
def test_a_template_keeps_the_rules_of_the_house(file):
    template = file.read_text()
    if "kit" not in file.relative_to(ROOT).parts:
        assert not found(FIELD, template), "fields come from kit/kit.html"
    assert not found(INLINE, template), "styles and scripts have files of their own (CSP)"
    assert not found(ELSEWHERE, template), "no page asks another site for anything"


@pytest.mark.parametrize(
    ("pattern", "template"),
    [
        (FIELD, '<input name="a">'),
        (FIELD, '<form><Textarea name="a"></textarea></form>'),
        (INLINE, '<p style="color: red">'),
        (INLINE, '<a href="/" onclick="go()">'),
        (INLINE, "<script>go()</script>"),
        (ELSEWHERE, '<img src="https://example.org/a.png">'),
    ],
)
def test_a_template_that_breaks_a_rule_is_found(pattern, template):
    assert found(pattern, template)


def test_a_script_with_an_address_and_a_comment_are_no_mistakes():
    fine = (
        '<script src="/static/a.js" defer></script>{# <input> #}'
        '<input type="hidden" name="b"><button name="a">Go on</button>'
    )
    assert not found(INLINE, fine)
    assert not found(FIELD, fine)
