"""What a made-up pair's texts keep to: the keys of the sheets, their lengths, no gaps behind a stage."""

from functools import cache
from pathlib import Path

import yaml

CONTENT = Path(__file__).resolve().parents[3] / "content"
DEMO = CONTENT / "demo"
STAGES = ["invited", "meeting-1", "meeting-2", "meeting-3", "meeting-4", "working", "ended"]
COMES_BACK = {"readiness", "how-was-today", "needs-met", "action-review", "pulse", "felt-say"}
PEOPLE = ("partner", "professional")
NOT_TYPED = {"sound", "picture"}


@cache
def read(path):
    """Read each file once, because many tests look at the same sheets."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


WORLD = read(DEMO / "world.yaml")
PAIRS = {pair["key"]: pair for pair in WORLD["pairs"]}
PROGRAMMES = {programme["key"]: programme for programme in WORLD["programmes"]}
PROCESS = read(CONTENT / "process" / "four-meetings.yaml")


def texts(pair):
    """What the two of a pair have written so far."""
    return read(DEMO / pair["file"])


def sector_of(pair):
    """The words of the sector in which a pair works."""
    return read(CONTENT / "sectors" / f"{PROGRAMMES[pair['programme']]['sector']}.yaml")


def questions_of(name, sector):
    """The questions of a sheet by key, those that the sector adds included."""
    sheet = read(CONTENT / "sheets" / f"{name}.yaml")
    added = (sector.get("questions") or {}).get(name, [])
    return sheet, {question["key"]: question for question in [*sheet["questions"], *added]}


def writers(sheet, question):
    """Who answers this question: one of the two, each of them, or both together."""
    whose = question.get("for", sheet["for"])
    return {"each": PEOPLE, "owner": ("partner",), "both": ("both",)}.get(whose, (whose,))


def options_of(question, sector):
    """The keys that may be chosen, where the sector's cards take the place of the general ones."""
    from_cards = question.get("options_from") == "touchpoints"
    return {option["key"] for option in (sector["touchpoints"] if from_cards else question["options"])}


def mistakes_in_value(question, value, sector, where):
    """What is wrong with one answer that is not a list of rows."""
    kind = question["kind"]
    if kind == "date":
        whole = isinstance(value, dict) and set(value) == {"days"} and isinstance(value["days"], int)
        return [] if whole else [f"{where}: {value!r} is not {{days: number}}"]
    if kind == "choices":
        unknown = set(value) - options_of(question, sector) if isinstance(value, list) else {value}
        return [f"{where}: {key!r} is no option" for key in sorted(map(str, unknown))]
    if not isinstance(value, str):
        return [f"{where}: {value!r} is not text"]
    if kind in ("choice", "faces"):
        return [] if value in options_of(question, sector) else [f"{where}: {value!r} is no option"]
    if kind == "number":
        fits = question.get("least", 0) <= int(value) <= question.get("most", int(value))
        return [] if fits else [f"{where}: {value} is outside what is asked for"]
    too_long = len(value) - question.get("length", len(value))
    return [f"{where}: too long by {too_long}"] if too_long > 0 else []


def mistakes_in_rows(question, rows, sector, where):
    """What is wrong with a list: too many rows, an unknown part, a missing part or a part's own mistake."""
    parts = {part["key"]: part for part in question.get("item", [])}
    line = {**question, "kind": "short"}
    found = [f"{where}: more than {question['most']}"] if len(rows) > question.get("most", len(rows)) else []
    for number, row in enumerate(rows, 1):
        here = f"{where}/{number}"
        if not parts:
            found += mistakes_in_value(line, row, sector, here)
            continue
        found += [f"{here}: no part {key!r}" for key in row if key not in parts]
        asked = {key for key, part in parts.items() if not part.get("optional")}
        found += [f"{here}: part {key!r} is empty" for key in asked - row.keys()]
        for key in row.keys() & parts.keys():
            found += mistakes_in_value(parts[key], row[key], sector, f"{here}/{key}")
    return found


def mistakes_about_lines(question, value, sector, where):
    """What is wrong with answers given once for each line of a profile."""
    groups = set(value) - {"appreciate", "matters", "support"}
    found = [f"{where}: no lines {key!r}" for key in groups]
    if question["each"] == "my-lines":
        chosen = {choice for choices in value.values() for choice in choices}
        found += [f"{where}: {key!r} is no option" for key in chosen - options_of(question, sector)]
    return found


def mistakes_in_answer(question, value, sector, where):
    """What is wrong with one answer of any kind."""
    if question.get("each"):
        return mistakes_about_lines(question, value, sector, where)
    if question["kind"] == "list":
        return mistakes_in_rows(question, value, sector, where)
    return mistakes_in_value(question, value, sector, where)


def mistakes_in_keeping(questions, answers, where):
    """Only a box that may be kept can be kept, and only one that starts kept can be opened."""
    found = []
    for key in answers.get("kept", []):
        if questions.get(key, {}).get("keep_to_myself") != "may":
            found.append(f"{where}: {key!r} cannot be kept")
    for key in answers.get("opened", []):
        if not questions.get(key, {}).get("starts_kept"):
            found.append(f"{where}: {key!r} does not start kept")
    return found


def mistakes_in_sheet(name, by_whom, sector):
    """What is wrong with one filled-in sheet."""
    sheet, questions = questions_of(name.partition("@")[0], sector)
    found = []
    for whose, answers in by_whom.items():
        found += mistakes_in_keeping(questions, answers, f"{name}/{whose}")
        for key, value in answers.items():
            where = f"{name}/{whose}/{key}"
            if key in ("kept", "opened"):
                continue
            if key not in questions:
                found.append(f"{where}: no such question")
            elif whose not in writers(sheet, questions[key]):
                found.append(f"{where}: not theirs to answer")
            else:
                found += mistakes_in_answer(questions[key], value, sector, where)
    return found


def sheets_of(stop):
    """The sheets of a stop in order, those that come back with the stop's key behind them."""
    steps = stop.get("steps", [stop])
    names = [entry["sheet"] for step in steps for entry in step["sheets"]] + stop.get("after_sheets", [])
    names = list(dict.fromkeys(names))
    return [f"{name}@{stop['key']}" if name in COMES_BACK else name for name in names if name != "brief"]


def finished_sheets(stage):
    """Every sheet that a pair has behind it when it reaches a stage."""
    stops = [PROCESS["before"], *PROCESS["meetings"]][: STAGES.index(stage)]
    names = [name for stop in stops for name in sheets_of(stop)]
    return list(dict.fromkeys(names + (["ending"] if stage == "ended" else [])))


def must_be_filled(question):
    """Whether a finished sheet has words in this box; boxes kept to oneself are shown full as well."""
    asked = not question.get("optional") or (question.get("keep_to_myself") and not question.get("beside"))
    return asked and question["kind"] not in NOT_TYPED


def gaps_in_sheet(name, by_whom, sector):
    """The boxes of a finished sheet that are still empty."""
    sheet, questions = questions_of(name.partition("@")[0], sector)
    return [
        f"{name}/{whose}/{key} is empty"
        for key, question in questions.items()
        if must_be_filled(question)
        for whose in writers(sheet, question)
        if not by_whom.get(whose, {}).get(key)
    ]
