"""What a facilitator has before them for one pair: who, when, what was opened, and the words to say."""

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.journey import meeting as meetings
from alongside.journey.progress import Walk
from alongside.kit.words import fill
from alongside.people.needs import Needs
from alongside.people.needs_shown import shown
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.rules import may_sign
from alongside.people.wording import names_for, say_for
from alongside.portfolio.facilitator import SAFETY_PLAN, Doors, lets_read, may_be_opened
from alongside.portfolio.reading import Block, read_out
from alongside.portfolio.rules import answers_for_facilitator, readiness_for
from alongside.portfolio.sheet import Mine
from alongside.portfolio.shelf import Shelf

READINESS = "readiness"
LINES = re.compile(r"^(\w+)-\d+$")


@dataclass(frozen=True)
class Opened:
    """A sheet, or a plan, that somebody opened to the facilitator. `owner` is None for a joint sheet."""

    title: str
    owner: Person | None
    side: str
    blocks: list[Block]


@dataclass
class Helped:
    """One pair as its facilitator meets it."""

    pair: Pair
    me: Person
    easy: bool

    def __post_init__(self):
        self.content = self.pair.content
        self.walk = Walk(self.pair)
        self.shelf = Shelf(self.pair)
        self.doors = Doors(next(f for f in self.pair.facilitating.all() if f.active))
        self.times = meetings.times(self.pair)
        self.names = names_for(self.pair.programme, None, self.pair) | self._names()
        self.say = say_for(self.names)

    def _names(self) -> dict[str, str]:
        help_line = self.content.sector["help_lines"]["lines"][-1]
        time = self.times.get(self.meeting.key)
        return {
            "facilitator": self.me.name,
            "storyteller": self.pair.partner.name,
            "listener": self.pair.professional.name,
            "name": _("the other one of you"),
            "first_name": self.pair.partner.name,
            "end_time": time.time.split(" to ")[-1] if time and time.time else _("the time that we agreed"),
            "time": _("a time that suits you"),
            "day": date_format(timezone.localdate(), "l"),
            "phone": self.me.phone or self.pair.programme.phone,
            "help_line_words": help_line["words"],
            "help_line_number": help_line["number"],
        }

    def page_words(self, section: str, key: str, **names) -> str:
        """A line of pages.md in the reading that the facilitator chose."""
        return self.content.words(section, key, self.easy, **{**self.names, **names})

    # --- who and when

    @property
    def meeting(self):
        """The meeting that the two are at, or the last one."""
        every = self.content.process.meetings
        return next((m for m in every if m.key == self.walk.slower.meeting), every[-1])

    def meetings(self) -> list[tuple]:
        """(meeting, its time or None)."""
        return [(m, self.times.get(m.key)) for m in self.content.process.meetings]

    def next_time(self):
        """The next day on which the two meet."""
        today = timezone.localdate()
        return min((t for t in self.times.values() if t.on >= today), key=lambda t: t.on, default=None)

    def needs(self):
        """Needs of those who switched it on for the facilitator."""
        rows = Needs.objects.filter(
            programme=self.pair.programme, person__in=self.pair.two, has_any=True, facilitator_may_read=True
        )
        people = {p.pk: p for p in self.pair.two}
        return [shown(row, people[row.person_id], self.pair) for row in rows]

    def readiness(self) -> list[tuple[Person, str, str]]:
        """(person, side, their first answer for the meeting that comes); nothing else of the card."""
        sheet = self.content.sheets[READINESS]
        asked = sheet.question("today")
        found = []
        for person in self.pair.two:
            value = readiness_for(self.me, self._mine(sheet, person, self.meeting.key), self.doors.asked)
            option = asked.option(value) if value else None
            words = ((self.easy and option.easy) or option.words) if option else _("Not said yet")
            found.append((person, self.pair.side(person), words))
        return found

    # --- what was opened

    def opened(self) -> list[Opened]:
        """Every sheet that the facilitator may read now, in the order of the way."""
        found = []
        for key in dict.fromkeys(s.sheet for s in self.walk.way.stops if not s.spoken):
            sheet = self.content.sheets[key]
            if not may_be_opened(sheet):
                continue
            for person in self.pair.two[:1] if sheet.for_ == "both" else self.pair.two:
                found += self._of(self._mine(sheet, person))
        return found

    def plans(self) -> list[Opened]:
        """Safety plans that were opened to the facilitator alone."""
        sheet = self.content.sheets.get(SAFETY_PLAN)
        return [o for p in self.pair.two for o in self._of(self._mine(sheet, p))] if sheet else []

    def _mine(self, sheet, person: Person, occasion="") -> Mine:
        return Mine(self.pair, sheet, person, occasion, shelf=self.shelf)

    def _of(self, mine: Mine) -> list[Opened]:
        answers = answers_for_facilitator(self.me, mine, self.doors)
        if answers is None or answers.is_empty():
            return []
        say = say_for(self.names | {"name": self.pair.other(mine.me).name, "first_name": mine.me.name})
        title = say((self.easy and mine.sheet.easy_title) or mine.sheet.title)
        blocks = read_out(mine.questions, answers, say=say, easy=self.easy)
        side = "both" if mine.joint else self.pair.side(mine.me)
        return [Opened(title, None if mine.joint else mine.me, side, blocks)]

    # --- words of facilitator.md

    def run_of_show(self) -> list[list[str]]:
        return self.content.facilitator["run-of-show-for-a-story-session"].rows[1:]

    def words(self, section: str) -> list[tuple[str, list[str]]]:
        """(what it is for, lines) of a section whose keys are grouped: open-1, hold-1, …"""
        titles = {
            "open": _("To open"), "begin": _("To begin"), "hold": _("To hold"), "stop": _("To stop"),
            "break": _("The break"), "back": _("Back into the day"), "end": _("To end"),
        }  # fmt: skip
        groups: dict[str, list[str]] = {}
        for key in self.content.facilitator[section].lines:
            kind = LINES.match(key)
            title = titles.get(kind[1] if kind else "", "")
            groups.setdefault(title, []).append(self.line(section, key))
        return [(title, groups[title]) for title in titles.values() if title in groups]

    def line(self, section: str, key: str, **names) -> str:
        return self.content.facilitator_words(section, key, self.easy, **{**self.names, **names})

    def numbered(self, section: str) -> list[str]:
        return [self._plain(line) for line in self.content.facilitator[section].numbered]

    def card(self) -> list[str]:
        """The card that both take home."""
        section = "easy-read-a-card-to-take-home" if self.easy else "a-card-that-both-take-home"
        tomorrow = date_format(timezone.localdate() + datetime.timedelta(days=1), "l")
        return [self._plain(line, day=tomorrow) for line in self.content.facilitator[section].quoted]

    def _plain(self, line: str, **names) -> str:
        return fill(line, {**self.names, **names}).replace("*", "")


# --- for the two: what is theirs to open


def facilitators_part(here) -> dict | None:
    """Whether the facilitator reads this sheet now, and the words for changing it; None where that is not mine."""
    asked = next((f for f in here.pair.facilitating.all() if f.active), None)
    owner = here.walk.owner_of(here.stop)
    if not asked or not may_be_opened(here.sheet) or not may_sign(here.who) or owner not in (None, here.me):
        return None
    doors = Doors(asked)
    mine = lets_read(here.mine, doors)
    if not here.mine.joint:
        return {"open": mine, "words": _who_reads(here, asked, "reads" if mine else "reads-not")}
    theirs = lets_read(here.mine.of_other(), doors)
    if mine and theirs:
        said = "reads-both"
    elif mine:
        said = "when-other"
    else:
        said = "when-both"
    return {"open": mine, "words": _who_reads(here, asked, said)}


def _who_reads(here, asked, said: str) -> str:
    return here.page_words("Our facilitator", said, facilitator=asked.person.name)
