"""Attributes of govuk-frontend's fields are written as their own macro writes them."""

import jinja2
import pytest
from markupsafe import Markup

from alongside.kit.templates import THEIRS, attributes_of

MISSING = jinja2.ChainableUndefined("missing")


@pytest.fixture(scope="module")
def theirs():
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(THEIRS),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("macros/attributes.html").module.govukAttributes


@pytest.mark.parametrize(
    "given",
    [
        None,
        MISSING,
        {},
        Markup(' data-note="a &lt; b"'),
        {"dir": "auto", "data-text": 'Ben & "Amina" <3'},
        {
            "aria-hidden": True,
            "aria-invalid": False,
            "data-number": 3,
            "data-empty": "",
            "data-missing": MISSING,
        },
        {"accept": {"value": "image/*"}, "hidden": {"value": True, "optional": True}},
        {"accept": {"value": None, "optional": True}, "multiple": {"value": False, "optional": True}},
        {"accept": {"value": MISSING, "optional": True}, "title": {"value": "<b>", "optional": True}},
    ],
)
def test_ours_says_the_same_as_theirs(theirs, given):
    assert str(attributes_of(given)) == str(theirs(given))


def test_a_quotation_mark_does_not_end_an_attribute():
    assert attributes_of({"title": 'a" onclick="b'}) == ' title="a&#34; onclick=&#34;b"'
