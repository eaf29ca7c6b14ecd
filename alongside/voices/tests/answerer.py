"""Somebody with a browser and a link, and nothing else."""

import re

from django.http import HttpResponse
from django.test import Client

from alongside.voices import marks
from alongside.voices.contribution import Contribution
from alongside.voices.round import Round


class Answerer:
    """Answers a round through its pages, as a browser without script does."""

    def __init__(self, round: Round, **how):
        self.round, self.browser = round, Client(**how)
        self.page = None

    def at(self, path="", **data):
        self.page = self.browser.get(f"/r/{self.round.short}/{path}", data)
        return self.page

    @property
    def html(self) -> str:
        return self.page.content.decode()

    def hidden(self) -> dict:
        """What the page's own form brings back."""
        form = re.search(r"<main.*?</main>", self.html, re.DOTALL)[0].split("<form", 1)[1].split("</form>")[0]
        return dict(re.findall(r'<input type="hidden" name="([\w.-]+)" value="([^"]*)"', form))

    def post(self, path, page=None, **data):
        self.page = self.browser.post(f"/r/{self.round.short}/{path}", {**(page or {}), **data})
        return self.page

    def follow(self):
        self.page = self.browser.get(self.page["Location"])
        return self.page

    def box(self, key: str) -> str:
        """The name of the box of a question on this page."""
        return f"{self.hidden()['seen']}.{key}"

    def answer(self, key: str, said="", *, asked=None, **more):
        """Open a question, say something to it and send it."""
        self.at(f"q/{key}/", **(asked or {}))
        assert self.page.status_code == 200, self.page
        data = {self.box(key): said} if said != "" else {}
        path = f"q/{key}/" + ("?" + "&".join(f"{a}={b}" for a, b in asked.items()) if asked else "")
        return self.post(path, self.hidden(), **data, **more)

    def finish(self) -> str:
        """Send it; the code as the page shows it."""
        self.at("last/")
        self.post("last/", self.hidden())
        self.follow()
        return self.code()

    def code(self) -> str:
        return re.search(r'class="step__heading" id="code">([a-z ]+)<', self.html)[1]

    def keep_second_key(self, which="3", only="Marmalade"):
        return self.post("thanks/only-you/", which=which, only=only)

    @property
    def mine(self) -> Contribution:
        return Contribution.objects.get()


def on_a_screen(round: Round) -> Answerer:
    """The same at a tablet that stands somewhere for many people."""
    somebody, put = Answerer(round), HttpResponse()
    marks.put_screen(put)
    somebody.browser.cookies[marks.SCREEN] = put.cookies[marks.SCREEN].value
    return somebody
