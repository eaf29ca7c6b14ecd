"""A visitor who knows nothing but the contract: follows `rel="next"`, fills in whatever it is asked.

It writes in every box, marks each text with a word of its own, and remembers who was to read it.
"""

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup


@dataclass
class Written:
    """One text that a robot wrote, and who was to read it according to the page."""

    word: str
    who: str
    opens: str
    address: str


@dataclass
class Robot:
    """One person at a browser without JavaScript. `client` is a Django test client."""

    name: str
    client: object
    written: list[Written] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    def get(self, address: str):
        return self._arrive(self.client.get(address, follow=True))

    def come_in(self, address: str):
        """Open a sign-in link and press its button, then answer what stands before the home page."""
        self.get(urlsplit(address).path)
        self.press_on()
        return self

    def home(self):
        return self.get("/")

    @property
    def next(self):
        """The link or form that goes on, or None."""
        main = self.soup.find("main")
        found = [t for t in main.find_all(["a", "form"]) if "next" in (t.get("rel") or [])]
        return found[0] if found else None

    def press_on(self):
        """Follow the way on from the page that is open."""
        target = self.next
        if target.name == "a":
            return self.get(urljoin(self.at, target["href"]))
        return self.post(target)

    def post(self, form):
        data = self.fill_in(form)
        button = form.find("button", attrs={"type": "submit"})
        if button and button.get("name"):
            data[button["name"]] = [button.get("value", "")]
        address = urljoin(self.at, form.get("action") or self.at)
        return self._arrive(self.client.post(address, data, follow=True))

    def fill_in(self, form) -> dict:
        data: dict[str, list[str]] = {}
        for box in form.find_all("input"):
            kind, name = box.get("type", "text"), box.get("name")
            if not name or kind in ("submit", "file"):
                continue
            if kind == "hidden":
                data.setdefault(name, []).append(box.get("value", ""))
            elif kind in ("radio", "checkbox"):
                if name not in data:
                    data[name] = [box.get("value", "on")]
            elif name.endswith("-day"):
                data[name] = ["12"]
            elif name.endswith("-month"):
                data[name] = ["6"]
            elif name.endswith("-year"):
                data[name] = ["2027"]
            elif kind == "email":
                self._count += 1
                data[name] = [f"{self.name}{self._count}@example.org"]
            elif box.get("inputmode") == "numeric":
                data[name] = ["45"]
            else:
                data[name] = [self._words(form)]
        for box in form.find_all("textarea"):
            data[box["name"]] = [self._words(form)]
        return data

    def _words(self, form) -> str:
        self._count += 1
        word = f"{self.name}word{self._count}x"
        self.written.append(Written(word, form.get("data-who", ""), form.get("data-opens", ""), self.at))
        return f"I like {word} best."

    def _arrive(self, response):
        self.response = response
        self.at = response.redirect_chain[-1][0] if response.redirect_chain else response.request["PATH_INFO"]
        self.html = response.content.decode()
        self.soup = BeautifulSoup(self.html, "html.parser")
        self.visited.append(self.at)
        self.pages[self.at] = self.html
        assert response.status_code == 200, f"{self.name} at {self.at}: {response.status_code}"
        return self


def walk_together(*robots: Robot, turns: int = 400, steps: int = 200) -> None:
    """Each goes on as far as it can, in turn, until neither has anything to do."""
    for _ in range(turns):
        moved = False
        for robot in robots:
            robot.home()
            for _ in range(steps):
                if robot.next is None:
                    break
                moved = True
                robot.press_on()
            else:
                raise AssertionError(f"{robot.name} goes round in circles: {robot.visited[-12:]}")
        if not moved:
            return
    raise AssertionError("They never arrive")
