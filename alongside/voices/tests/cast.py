"""A round that is open, with a question of every kind, for whoever needs one."""

import datetime

from django.utils import timezone

from alongside.kit.sheets import Answers
from alongside.people.pair import Pair
from alongside.people.tests import cast
from alongside.voices.cards import lay_cards
from alongside.voices.round import Round, begin_round, keep_questions, open_round

QUESTIONS = [
    {
        "key": "first-night",
        "kind": "choice",
        "ask": "Who was at home with you on the first night?",
        "easy": "Who was with you?",
        "options": [
            {"key": "family", "words": "Family or friends", "easy": "Family"},
            {"key": "nobody", "words": "Nobody", "easy": "Nobody"},
        ],
    },
    {
        "key": "helped",
        "kind": "choices",
        "ask": "What helped in the first week?",
        "easy": "What helped you?",
        "options": [
            {"key": "call", "words": "A phone call", "easy": "A phone call"},
            {"key": "list", "words": "The list of medicines", "easy": "The list"},
            {"key": "neighbour", "words": "Somebody next door", "easy": "A neighbour"},
        ],
    },
    {
        "key": "clear",
        "kind": "faces",
        "ask": "How clear was it what happens next?",
        "easy": "Was it clear?",
        "options": [
            {"key": "good", "words": "Clear", "easy": "Yes"},
            {"key": "middle", "words": "Partly clear", "easy": "A bit"},
            {"key": "bad", "words": "Not clear", "easy": "No"},
        ],
    },
    {
        "key": "days",
        "kind": "number",
        "ask": "After how many days did somebody ring you?",
        "easy": "After how many days did we call you?",
        "least": 0,
        "most": 60,
    },
    {"key": "whom", "kind": "short", "ask": "Whom would you have liked to ask?", "easy": "Who did you want to ask?"},
    {
        "key": "tell",
        "kind": "long",
        "ask": "What should the next person be told?",
        "easy": "What should we tell the next person?",
        "hint": "Think of the first evening, and of the second.",
        "length": 600,
    },
    {"key": "say", "kind": "sound", "ask": "Tell us about the first evening", "easy": "Tell us about it"},
    {"key": "show", "kind": "picture", "ask": "Show us what was in the way", "easy": "Show us what was hard"},
    {
        "key": "cards",
        "kind": "statements",
        "ask": "What do you think of this?",
        "easy": "What do you think?",
        "cards": [
            {"key": "ring", "words": "Somebody should ring on the second day.", "easy": "Call people on day 2."},
            {"key": "letter", "words": "The letter says what I need.", "easy": "The letter is good."},
            {"key": "late", "words": "Going home after eight in the evening is too late.", "easy": "8 is too late."},
        ],
    },
]  # fmt: skip


def front(**more) -> Answers:
    """What people see before they answer; `more` are values that differ."""
    today = timezone.localdate()
    texts = {
        "name": "The first week at home",
        "purpose": "We change how the first week after hospital is planned. First we want to know what it was like.",
        "what-happens": "The two of us read everything. Ruth Ansah answers each point in writing.",
        "purpose-easy/rowaaaaaa1/line": "We want to know how your first week at home was.",
        "purpose-easy/rowaaaaaa2/line": "Then we change it.",
        "what-happens-easy/rowaaaaaa3/line": "We read all answers.",
        "what-happens-easy/rowaaaaaa4/line": "Ruth decides.",
        "who-decides": "Ruth Ansah, head of the ward",
        "can-change/rowaaaaaa5/line": "Who rings people in the first week",
        "can-change/rowaaaaaa6/line": "What the letter says",
        "cannot-change/rowaaaaaa7/thing": "The number of beds",
        "cannot-change/rowaaaaaa7/because": "The board decides that in another year",
        "who-answers": "Ruth Ansah",
        "who-reads/rowaaaaaa8/line": "Ruth Ansah: what people said, in our words",
        "second-look": "Joanna Ellis",
        "thanks": "Tea, and five pounds",
    }
    values = {
        "open-until": (today + datetime.timedelta(days=30)).isoformat(),
        "reply-by": (today + datetime.timedelta(days=60)).isoformat(),
        "their-say": "engagement",
        "how-many-could": "under-20",
        "named/anonymous": True,
        "named/contactable": True,
        "named/named": True,
        "quotes": "ask-each",
        "reads-first": "partner",
        "reasons/threat": True,
        "late-in-public": "yes",
    }
    rows = {
        f"{question}/{row}": f"{place:08d}"
        for place, (question, row) in enumerate(
            sorted({tuple(name.split("/")[:2]) for name in texts if name.count("/") == 2})
        )
    }
    values |= {name.replace("_", "-"): said for name, said in more.items()}
    return Answers({"texts": texts, "values": values, "rows": rows})


def two() -> Pair:
    """Amina and Ben, of Marta's programme, made where they are not there yet."""
    there = Pair.objects.filter(partner__name="Amina").select_related("programme__coordinator").first()
    if there:
        return there
    marta, programme = cast.marta()
    return cast.amina_and_ben(programme, by=marta)


def a_planned_round(pair: Pair | None = None, questions=None) -> Round:
    """A round that nobody can answer yet."""
    pair = pair or two()
    round = begin_round(pair=pair, by=pair.partner)
    keep_questions(round, QUESTIONS if questions is None else questions, edition=0, by=pair.professional)
    return round


def an_open_round(pair: Pair | None = None, questions=None, **more) -> Round:
    """A round that people can answer today; `more` are values of its front page: `open_until="2026-12-01"`."""
    round = a_planned_round(pair, questions)
    open_round(round, front(**more), by=round.pair.partner)
    lay_cards(round)
    return round
