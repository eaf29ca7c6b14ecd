"""Conversation cards, made only from the two texts and in their own words."""

import re
import unicodedata
from dataclasses import dataclass

from alongside.kit.sheets import Answers

STOP = set(
    """a about after again all always am an and any anything are as at away be because been before being best
    better both but by came can cannot come could did do does doing done down each either else enough even ever
    every everybody everyone few find first for from get gets getting give go goes going gone good got had has
    have having he her here him his how i if in into is it its just keep know last least less let like little
    long lot love made make makes many matter matters may me mean means mine more most much must my myself need
    needs never new next no nobody not nothing now of off often on once one only or other our out over own
    people person please quite rather really right said same say says see she should since small so some
    somebody someone something sometimes still such take takes tell than thank that the their them then there
    these they thing things think this those though three through time times to today together too two under
    until up us use used usually very want wants was way we week well went were what when where which
    wait waits waiting name names comes coming bring brings ask asked asking while who
    whole why will with without word words work would year years yes you your yours""".split()
)
# Words that anybody may use about anything: that two people both say them is no reason to talk.
GENERIC = set(
    """able across actually afraid agree allow allowed alone along already although amount answer answered
    answering anyway around arrive available avoid away bad based basic become becomes becoming began begin
    beginning begins behind believe beside big bit break breaks build building built busy call called
    calling calls calm calmly care careful carefully cares caring carry case certain chance change changed
    changes changing check choice choose clear clearly close common completely couple cover current daily
    dealing decide decided deep detail details different difficult difficulty direct directly early easily
    easy effort else email encourage end ended ending ends enjoy enjoyed enjoying enjoys especially exactly
    example expect explain explained explaining explains extra face fact fair feel feeling feelings feels
    felt fill final finally fine finish finished follow form forward found free full fully further general
    gently given giving glad great group guess half hand happen happened happening happens happy hard hate
    hear heard hearing hello help helped helpful helping helps here high hold holding home honest honestly
    hope hour hours house huge idea ideas important instead interest interested interesting into involve
    involved issue join kind kindly kindness kinds knew knowing known knows large late later laugh laughing
    lead learn learned learning leave leaves leaving left lets life light liked likes line listen listened
    listening listens lives living look looked looking looks lose lots loud loved loves loving main makes
    making manage maybe meet meeting meetings meets mention mind minute minutes moment moments month months
    morning mornings move moving nice night nights normal note notice noticed number offer okay open order
    ordinary outside part parts pass past patience patient patiently pause perhaps person personal pick
    place places plain plan plans plenty point possible practical prefer pretty private problem problems
    properly put question questions quick quickly quiet quietly read reading ready real reason remember
    remembered remembering remembers remind reply respect rest room rush rushed rushing sad safe saying seem
    seems seen send sending sense sent serious service set share shared sharing short show showing side
    simple simply single sit sits sitting situation slow slowly soon sort sound speak speaking speaks
    special spend start started starting starts stay staying stays step stop stopped stopping stops story
    straight strange strong stuff support supported supporting supports sure talk talked talking talks team
    telling tells texts thanks though thought tired tomorrow tonight touch tried trouble true truly trust
    trusted trying turn turned type understand understanding understands understood useful value valued
    values view visit waste watch weekend welcome wish wonder wonderful worked working works world worried
    worry worse worth write writes writing written wrong wrote yesterday""".split()
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Card:
    """`kind` is both, ask or need; `lines` are (person, their whole line)."""

    kind: str
    words: str
    lines: tuple
    side: str


def content_words(line: str) -> dict[str, str]:
    """folded word → the word as written: none that says little, simple plurals folded, four letters or more."""
    found = {}
    for word in WORD.findall(unicodedata.normalize("NFC", line)):
        folded = fold(word)
        if len(folded) >= 4 and not {folded, word.casefold()} & (STOP | GENERIC):
            found.setdefault(folded, word)
    return found


def fold(word: str) -> str:
    """A word without case, possessive or simple plural."""
    word = re.sub(r"['’]s$", "", word.casefold())
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 4 else word


def lines_of(answers: Answers, question: str, part: str) -> list[str]:
    return [t for row in answers.rows(question) if (t := answers.text(f"{question}/{row}/{part}").strip())]


def conversation_cards(here, left: Answers, right: Answers) -> list[Card]:
    """What both mention, what to ask each about, and one support item each. Never a kept line."""
    people = here.pair.two
    both = [[(line, content_words(line)) for line in _all_lines(a)] for a in (left, right)]
    cards = []
    seen: set[str] = set()
    for line, mine in both[0]:
        for other, theirs in both[1]:
            common = [w for w in mine if w in theirs and w not in seen]
            if common:
                seen.update(common)
                words = mine[common[0]].lower()
                cards.append(
                    Card("both", here.page_words("Conversation cards", "both", x=words),
                         ((people[0], line), (people[1], other)), "both")
                )  # fmt: skip
    for person, answers in zip(people, (left, right), strict=True):
        side = here.pair.side(person)
        for line in lines_of(answers, "ask-me", "line")[:1]:
            cards.append(
                Card(
                    "ask",
                    here.page_words("Conversation cards", "ask", name=person.name, x=line.rstrip(".")),
                    (),
                    side,
                )
            )
        for row in answers.rows("support"):
            line = answers.text(f"support/{row}/what").strip()
            if line:
                key = "avoid" if answers.value(f"support/{row}/which") == "do-not" else "need"
                text = here.page_words("Conversation cards", key, name=person.name, x=f"“{line.rstrip('.')}”")
                cards.append(Card("need", text, (), side))
                break
    if not any(card.kind == "both" for card in cards):
        cards.append(Card("none", here.page_words("Conversation cards", "none"), (), "both"))
    return _mixed(cards)


def _mixed(cards: list[Card]) -> list[Card]:
    """One of each kind first, so that the first three are not all about one word."""
    first = [next((c for c in cards if c.kind == kind), None) for kind in ("both", "none", "ask", "need")]
    lead = [c for c in first if c]
    return lead + [c for c in cards if c not in lead]


def _all_lines(answers: Answers) -> list[str]:
    return (
        lines_of(answers, "appreciate", "what")
        + lines_of(answers, "matters", "line")
        + lines_of(answers, "support", "what")
        + lines_of(answers, "ask-me", "line")
    )
