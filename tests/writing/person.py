"""Somebody of the demo with a browser of their own, who reads pages and posts their forms."""

from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener


class Form:
    """One form of a page: where it goes, and what stands in it. `boxes`: text name → field name."""

    def __init__(self, action: str):
        self.action = action
        self.fields: dict[str, str] = {}
        self.boxes: dict[str, str] = {}


class Page(HTMLParser):
    """The forms of a page, and its words."""

    def __init__(self, status: int, url: str, html: str):
        super().__init__()
        self.status, self.url, self.html = status, url, html
        self.forms: list[Form] = []
        self.words = ""
        self._form = self._box = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self._form = Form(urljoin(self.url, found.get("action") or self.url))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "textarea":
            self._box = found["name"]
            self._form.fields[self._box] = ""
            self._form.boxes[found.get("data-text", self._box)] = self._box
        elif tag == "input" and found.get("type") == "hidden":
            self._form.fields[found["name"]] = found.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the first newline of a textarea.
            self._form.fields[self._box] = self._form.fields[self._box].removeprefix("\n")
            self._box = None
        elif tag == "form":
            self._form = None

    def handle_data(self, data):
        if self._box:
            self._form.fields[self._box] += data
        else:
            self.words += data

    def form(self, ending: str = "") -> Form | None:
        """The first form that goes to such an address."""
        return next((form for form in self.forms if form.action.endswith(ending)), None)

    def form_of(self, text: str) -> Form:
        """The form in which this text can be written."""
        return next(form for form in self.forms if text in form.boxes)


class Person:
    """Signed in by their link of the demo."""

    def __init__(self, base: str, link: str):
        self.base, self.jar = base, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        page = self.get(link)
        self.post(page.form("/demo/" + link.split("/demo/")[1]))

    @property
    def cookie(self) -> str:
        """As a header of a request."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def get(self, address: str) -> Page:
        return self._open(Request(urljoin(self.base, address)))

    def post(self, form: Form, **more: str) -> Page:
        """Press a button of this form; `more` is what was chosen, or the button."""
        data = urlencode(form.fields | more).encode()
        return self._open(Request(form.action, data, {"Referer": form.action, "Origin": self.base}))

    def write(self, page: Page, text: str, words: str) -> Page:
        """Write this into a box of a page that may be old by now, and save it."""
        form = page.form_of(text)
        return self.post(form, **{form.boxes[text]: words})

    def _open(self, request: Request) -> Page:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return Page(answer.status, answer.url, answer.read().decode())
        except HTTPError as answer:
            return Page(answer.code, request.full_url, answer.read().decode())
