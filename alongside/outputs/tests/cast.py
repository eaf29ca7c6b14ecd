"""Amina and Ben on paper: what they wrote, in the shape that sheets are kept in."""

import io
from datetime import date

from PIL import Image

from alongside.kit.sheets import Answers, load

HEALTH = load(sector="health")


def photograph(width=640, height=480) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 20).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def amina(**other):
    """A profile that has room to spare."""
    return {
        "name": "Amina",
        "pronouns": "she, her",
        "say": "a-MEE-na",
        "side": "left",
        "picture": None,
        "appreciate": [
            {"what": "I notice when somebody is frightened, and I go and sit by them."},
            {"what": "I tell the truth even when it is awkward.", "who": "my grandchildren"},
        ],
        "matters": ["Sunday lunch. Nobody looks at a phone.", "Being called Amina, never Mrs Y."],
        "support": [
            {"do": True, "what": "Send me the papers three days before."},
            {"do": False, "what": "Being told to calm down."},
        ],
        "ask_me": ["Broad beans"],
        "helped_by": "My sister typed and I talked.",
        "on": date(2026, 11, 24),
        "next_look": date(2027, 5, 24),
        "version": 2,
        **other,
    }


LONG_LINE = (
    "When we sit at the big table by the window I like to have the list in front of me, a pencil to hand, "
    "and some time to think it over before I say anything"
)


def talkative(lines=10, **other):
    """A profile with as many lines as the sheet takes, each as long as it may be."""
    long = {
        "appreciate": [{"what": f"{number} {LONG_LINE}"[:90]} for number in range(8)],
        "matters": [f"{number} {LONG_LINE}"[:140] for number in range(lines)],
        "support": [{"do": number % 2 == 0, "what": f"{number} {LONG_LINE}"[:140]} for number in range(8)],
    }
    return amina(**{**long, **other})


def answers(sheet: str, texts=None, values=None, lists=None) -> Answers:
    """A filled-in sheet; `lists` are rows as words or as parts, put where each kind belongs."""
    flat = {"texts": dict(texts or {}), "values": dict(values or {}), "rows": {}}
    for key, rows in (lists or {}).items():
        question = HEALTH.sheet(sheet).question(key)
        for number, row in enumerate(rows):
            flat["rows"][f"{key}/row{number:07d}"] = f"a{number}"
            for part, words in ({"line": row} if isinstance(row, str) else row).items():
                kept = "texts" if question.part(part).kind in ("short", "long") else "values"
                flat[kept][f"{key}/row{number:07d}/{part}"] = words
    return Answers(flat)


def both(amina_says=None, ben_says=None):
    """The two as papers want them, Ben first in the list although the left one comes first on paper."""
    return [
        {
            "name": "Ben",
            "side": "right",
            "role": "professional",
            "picture": None,
            "answers": ben_says or Answers(),
        },
        {
            "name": "Amina",
            "side": "left",
            "role": "partner",
            "picture": {"content": photograph(), "alt": "Amina in her garden"},
            "answers": amina_says or Answers(),
            "signed": date(2026, 11, 12),
            "how": "by voice",
        },
    ]


US_TWO = {"kind": "us-two", "words": "Us two", "sentence": "Amina and Ben can see this."}
