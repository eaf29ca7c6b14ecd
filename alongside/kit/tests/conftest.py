"""A browser that reads the kit's own pages: no server, no database, the content policy of the product."""

import mimetypes
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils.csp import build_policy

from alongside.kit.templates import KIT
from alongside.kit.tests.browser import launching

BASE = "http://kit.test"
AWAY = "https://weather.test/"
FRAME = {
    "person": None,
    "easy": False,
    "organisation_name": "Marsh Lane Hospital",
    "menu": [("Help", "/help/")],
}


@pytest.fixture(scope="module")
def launched():
    """A function that starts the browser, with more arguments if need be."""
    with launching() as launch:
        yield launch


@pytest.fixture(scope="module")
def chromium(launched):
    """One browser for all tests of a file."""
    return launched()


@pytest.fixture
def large_text(launched):
    """The browser of somebody who set all text to double size."""
    return launched("--blink-settings=defaultFontSize=32")


@pytest.fixture
def visit(chromium):
    """A function that opens a page made of a template: `visit(words, **how the browser is set)`."""
    opened = []

    def open_page(words: str, *, easy=False, leave="", browser=chromium, **how):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
        opened.append(context)
        html = written(words, easy=easy, leave=leave)
        context.route(f"{BASE}/**", lambda route: answer(route, html))
        context.route(f"{AWAY}**", lambda route: route.fulfill(body="Rain later"))
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(f"{BASE}/before")
        page.goto(f"{BASE}/page")
        return page

    yield open_page
    for context in opened:
        context.close()


def written(words: str, /, *, easy: bool, leave: str, **more) -> str:
    """The page as the server would send it."""
    template = engines["jinja2"].env.from_string(words)
    request = RequestFactory().get("/page")
    return template.render(
        {**FRAME, "request": request, "easy": easy, "exit_address": leave, "csrf_input": "", **more}
    )


def answer(route, html: str) -> None:
    """A static file, or the page; what is posted is noted by the test itself."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        file = KIT / "static" / path.removeprefix("/static/")
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
    elif path == "/before":
        route.fulfill(body="<title>Before</title>", content_type="text/html")
    else:
        policy = build_policy(settings.SECURE_CSP)
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})
