"""Two people of the demo walk from the invitation to the signed plan over the wire, as a program would."""

from http.cookiejar import CookieJar
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from bench.visiting import Serving
from tests.journeys.robot import Robot, walk_together


class Wire:
    """A browser without JavaScript, in the shape of Django's test client, over a real socket."""

    def __init__(self, base: str):
        self.base = base
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, address: str, follow=True):
        return self._ask(Request(urljoin(self.base, address)))

    def post(self, address: str, data: dict, follow=True):
        there = urljoin(self.base, address)
        return self._ask(Request(there, urlencode(data, doseq=True).encode(), {"Referer": there}))

    def _ask(self, request: Request):
        try:
            with self.opener.open(request, timeout=60) as answer:
                status, url, content = answer.status, answer.url, answer.read()
        except HTTPError as answer:
            status, url, content = answer.code, request.full_url, answer.read()
        return SimpleNamespace(
            status_code=status,
            content=content,
            redirect_chain=[],
            request={"PATH_INFO": urlsplit(url).path},
        )


def walk(serving: Serving) -> int:
    """The pair on which nothing is written yet, to its signed plan; returns how many pages were seen."""
    world = serving.world()
    links = {person["key"]: person["sign_in"] for person in world["people"]}
    pair = next(pair for pair in world["pairs"] if pair["key"] == "farida-rhys")
    two = (pair["professional"], pair["partner"])
    robots = [Robot(key, Wire(serving.base)).come_in(links[key]) for key in two]
    walk_together(*robots)
    after = next(p for p in serving.world()["pairs"] if p["key"] == pair["key"])
    if after["stage"] != "working":
        raise RuntimeError(f"They did not arrive: {after['stage']}")
    return sum(len(robot.visited) for robot in robots)
