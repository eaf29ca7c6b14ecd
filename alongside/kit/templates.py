"""The Jinja2 environment that all our pages are rendered in."""

from pathlib import Path

import jinja2
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from markupsafe import Markup

KIT = Path(__file__).resolve().parent
THEIRS = "govuk_frontend_jinja"
# Their macro of attributes, in Python: a page of many boxes calls it 160 times.
OURS = {
    "macros/attributes.html": "{% macro govukAttributes(attributes) %}{{ attributes_of(attributes) }}{% endmacro %}"
}


def environment(**options) -> jinja2.Environment:
    """Autoescaping, strict about names that do not exist, with govuk-frontend's macros at hand."""
    rooms = options.pop("loader")
    options.pop("undefined", None)
    components = jinja2.PrefixLoader({"components": jinja2.FileSystemLoader(KIT / "components")})
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader([rooms, components]),
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters["day"] = _day
    env.filters["moment"] = _moment
    env.globals.update(static=static, url=_url, at=at, page_at=at, govuk=Govuk())  # pages may have an `at` of their own
    return env


def _day(date) -> str:
    """A day as people write it: Tuesday 1 December 2026."""
    return date_format(localtime(date) if hasattr(date, "hour") else date, "l j F Y")


def _moment(at) -> str:
    """A day with its time: Tuesday 1 December 2026, 14:05."""
    return date_format(localtime(at), "l j F Y, H:i")


def _url(name: str, *args, **kwargs) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def at(name: str) -> str:
    """The address of a page that may not be there: the floor does not know which rooms stand on it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def attributes_of(given) -> Markup:
    """Attributes as HTML. One that is `optional` stays out without a value, and stands alone with True."""
    if not isinstance(given, dict):
        return Markup(given or "")
    return Markup("").join(_attribute(name, value) for name, value in given.items())


def _attribute(name: str, given) -> Markup:
    optional = isinstance(given, dict) and given.get("optional") is True
    value = given.get("value") if isinstance(given, dict) else given
    if not optional:
        value = str(given).lower() if isinstance(given, bool) else value
        return Markup(' {}="{}"').format(name, value)
    if value is None or value is False or isinstance(value, jinja2.Undefined):
        return Markup("")
    return Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value)


class Govuk:
    """govuk-frontend's macros: `govuk.textarea({...})`, as their documentation says.

    They ask for settings that may be missing, which our strict environment forbids,
    so they live in a forgiving one of their own.
    """

    def __init__(self):
        self._environment = jinja2.Environment(
            loader=jinja2.PrefixLoader(
                {THEIRS: jinja2.ChoiceLoader([jinja2.DictLoader(OURS), jinja2.PackageLoader(THEIRS)])}
            ),
            autoescape=True,
            undefined=jinja2.ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # Nobody reads their HTML for its indents, and a page of many boxes spends a fifth of its time on them.
        self._environment.filters["indent"] = lambda html, *_: html
        self._environment.globals["attributes_of"] = attributes_of
        self._macros = {}

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._macros:
            self._macros[name] = self._macro(name)
        return self._macros[name]

    def _macro(self, name: str):
        words = name.split("_")
        template = self._environment.get_template(f"{THEIRS}/components/{'-'.join(words)}/macro.html")
        return getattr(template.module, "govuk" + "".join(word.capitalize() for word in words))
