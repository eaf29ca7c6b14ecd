"""Checks content against what it may hold, and puts the sector's own words in.

A file may hold words and order, never logic: a field that is not listed here is a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from alongside.kit import words as wording
from alongside.kit.content_files import Files
from alongside.kit.mistakes import Findings

KINDS = (
    "short",
    "long",
    "list",
    "choice",
    "choices",
    "faces",
    "date",
    "number",
    "picture",
    "sound",
    "paper",
    "statements",
)
CHOSEN = ("choice", "choices", "faces")
COUNTED = ("list", "number", "choices")
SHEET_FOR = ("each", "both", "owner", "partner", "professional", "coordinator", "invited")
QUESTION_FOR = ("each", "both", "owner", "partner", "professional", "coordinator", "invited")
VISIBLE = ("only me", "us two", "us and our facilitator", "the programme")
OPENS = ("at once", "together", "when shared")
SECTORS = ("health", "social-care", "education", "justice")
WAYS = ("in-person", "on-a-call", "by-phone", "one-device")

Field = Callable[["Checker", str, Any], None]


class Checker:
    """Walks through one file and says everything that is wrong with it."""

    def __init__(self, findings: Findings, file: str) -> None:
        self.findings, self.file = findings, file

    def wrong(self, where: str, problem: str, remedy: str) -> None:
        self.findings.add(self.file, where, problem, remedy)

    def fields(self, where: str, data: Any, table: Mapping[str, Field], needed: Iterable[str]) -> bool:
        """Every field is known and of its kind, and none is missing."""
        if not isinstance(data, Mapping):
            self.wrong(
                where,
                f"this is {_said(data)} and not a list of names and values",
                "Write `name: value` lines",
            )
            return False
        for name, value in data.items():
            if name not in table:
                self.wrong(where, f"`{name}` is not known", f"Use one of: {', '.join(table)}")
            else:
                table[name](self, _at(where, name), value)
        for name in needed:
            if name not in data or data[name] in ("", None, []):
                self.wrong(where, f"`{name}` is missing", f"Add `{name}:`")
        return True


def _at(where: str, name: str) -> str:
    return f"{where}, {name}" if where else name


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return f"read as {'true' if value else 'false'}"
    names = {
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a list of names and values",
        type(None): "empty",
        str: "text",
    }
    return names.get(type(value), f"a {type(value).__name__}")


def text(checker: Checker, where: str, value: Any) -> None:
    if isinstance(value, bool):
        checker.wrong(where, f"this is {_said(value)} and not text", 'Put it in quotes: "yes" or "no"')
    elif not isinstance(value, str):
        checker.wrong(
            where,
            f"this is {_said(value)} and not text",
            "Write words, in quotes if they look like a number or a date",
        )


def texts(checker: Checker, where: str, value: Any) -> None:
    if not isinstance(value, list):
        checker.wrong(
            where,
            f"this is {_said(value)} and not a list of texts",
            "Write one line for each, beginning with `- `",
        )
        return
    for each in value:
        text(checker, where, each)


def number(checker: Checker, where: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        checker.wrong(
            where, f"this is {_said(value)} and not a number from 0 up", "Write a number, such as 5"
        )


def numbers(checker: Checker, where: str, value: Any) -> None:
    for each in value if isinstance(value, list) else [value]:
        number(checker, where, each)


def flag(checker: Checker, where: str, value: Any) -> None:
    if not isinstance(value, bool):
        checker.wrong(
            where,
            f"this is {_said(value)} and not yes or no",
            "Write yes without quotes, or leave the line out",
        )


def one_of(*allowed: str) -> Field:
    def check_it(checker: Checker, where: str, value: Any) -> None:
        if value not in allowed:
            place, _, name = where.rpartition(", ")
            checker.wrong(
                place, f"{name or where} `{value}` is not known", f"Use one of: {', '.join(allowed)}"
            )

    return check_it


def some_of(*allowed: str) -> Field:
    def check_it(checker: Checker, where: str, value: Any) -> None:
        for each in value if isinstance(value, list) else [value]:
            one_of(*allowed)(checker, where, each)

    return check_it


def parts(
    kind: str, table: Mapping[str, Field], needed: Iterable[str], then: Callable[..., None] | None = None
) -> Field:
    """A list of things with keys of their own, each key once."""

    def check_it(checker: Checker, where: str, value: Any) -> None:
        if not isinstance(value, list):
            checker.wrong(
                where, f"this is {_said(value)} and not a list", "Write one for each, beginning with `- `"
            )
            return
        outside = where.rpartition(", ")[0]
        keys(checker, outside, kind, value)
        for each in value:
            inside = _at(outside, f"{kind} `{each.get('key', '?') if isinstance(each, Mapping) else each}`")
            if checker.fields(inside, each, table, needed) and then:
                then(checker, inside, each)

    return check_it


def keys(checker: Checker, where: str, kind: str, things: list[Any]) -> None:
    """Keys are text and occur once; YAML reads yes and no without quotes as true and false."""
    seen: set[Any] = set()
    for thing in things:
        key = thing.get("key") if isinstance(thing, Mapping) else None
        if isinstance(key, bool):
            checker.wrong(where, f"a key of {kind} is {_said(key)}", 'Put it in quotes: "yes" or "no"')
        elif key is not None and not isinstance(key, str):
            checker.wrong(
                where, f"a key of {kind} is {_said(key)} and not text", f'Put it in quotes: "{key}"'
            )
        elif key is not None and wording.slug(key) != key:
            checker.wrong(
                where,
                f"the key `{key}` has letters that a key cannot have",
                f"Use small letters, numbers and hyphens: {wording.slug(key)}",
            )
        elif key in seen:
            checker.wrong(where, f"{kind} `{key}` is there twice", "Give one of them another key")
        seen.add(key if not isinstance(key, list | dict) else None)


def mapping(field: Field, allowed: Iterable[str] = ()) -> Field:
    """Names with a value each; only the allowed ones, if there is a list of them."""

    def check_it(checker: Checker, where: str, value: Any) -> None:
        if not isinstance(value, Mapping):
            checker.wrong(
                where,
                f"this is {_said(value)} and not a list of names and values",
                "Write `name: value` lines",
            )
            return
        for name, each in value.items():
            if allowed and name not in allowed:
                checker.wrong(where, f"`{name}` is not known", f"Use one of: {', '.join(allowed)}")
            field(checker, _at(where, str(name)), each)

    return check_it


def whole(table: Mapping[str, Field], needed: Iterable[str]) -> Field:
    """One thing with fields of its own."""

    def check_it(checker: Checker, where: str, value: Any) -> None:
        checker.fields(where, value, table, needed)

    return check_it


OPTION: dict[str, Field] = {"key": text, "words": text, "easy": text, "group": one_of("good", "hard")}
STATEMENT: dict[str, Field] = {"key": text, "words": text, "easy": text}
QUESTION: dict[str, Field] = {
    "key": text,
    "kind": one_of(*KINDS),
    "ask": text,
    "easy": text,
    "hint": text,
    "prompts": texts,
    "example": texts,
    "least": number,
    "most": number,
    "length": number,
    "optional": flag,
    "options": parts("option", OPTION, ("key", "words", "easy")),
    "for": one_of(*QUESTION_FOR),
    "each": one_of("my-lines", "their-lines"),
    "record": flag,
    "keep_to_myself": one_of("may", "always"),
    "starts_kept": flag,
    "beside": flag,
    "show": one_of("no-effect", "limits"),
    "group": text,
    "credit": text,
    "tag": text,
    "voice": one_of("partner", "professional", "both"),
    "seconds": number,
    "minutes": number,
    "opens_to": one_of("facilitator"),
    "options_from": one_of("touchpoints", "themes", "decisions"),
    "sectors": some_of(*SECTORS),
    "cards": parts("card", STATEMENT, ("key", "words", "easy")),
    "opens_round": flag,
    "people_see": flag,
}


def _question(checker: Checker, where: str, question: Mapping[str, Any]) -> None:
    """What holds between the fields of a question."""
    kind = question.get("kind")
    if kind in CHOSEN and not question.get("options") and "options_from" not in question:
        checker.wrong(where, f"a {kind} needs options", "Add `options:` with a key, words and easy for each")
    if kind == "statements" and not question.get("cards"):
        checker.wrong(where, "statements need cards", "Add `cards:` with a key, words and easy for each")
    if "options" in question and kind not in CHOSEN:
        checker.wrong(
            where,
            f"a question of kind `{kind}` has no options",
            "Take them out, or make it choice, choices or faces",
        )
    if "item" in question and kind != "list":
        checker.wrong(
            where, f"a question of kind `{kind}` has no rows", "Take `item:` out, or make it a list"
        )
    if question.get("starts_kept") and "keep_to_myself" not in question:
        checker.wrong(where, "it starts kept and can never be opened", "Add `keep_to_myself: may`")
    least, most = question.get("least"), question.get("most")
    if (least, most) != (None, None) and kind not in COUNTED:
        checker.wrong(
            where, f"a question of kind `{kind}` has nothing to count", "Take `least` and `most` out"
        )
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        checker.wrong(where, f"`least` is {least} and `most` is {most}", "Make `least` the smaller one")


ITEM = {name: field for name, field in QUESTION.items() if name not in ("each", "record", "group", "for")}


def _part_of_row(checker: Checker, where: str, question: Mapping[str, Any]) -> None:
    _question(checker, where, question)
    if question.get("kind") == "list":
        checker.wrong(where, "a list inside a list is not possible", "Use another kind")


QUESTION["item"] = parts("part", ITEM, ("key", "kind", "ask", "easy"), _part_of_row)
QUESTIONS = parts("question", QUESTION, ("key", "kind", "ask", "easy"), _question)
GROUP: dict[str, Field] = {"key": text, "title": text, "easy_title": text}
CARD: dict[str, Field] = {
    "key": text,
    "title": text,
    "easy_title": text,
    "minutes": number,
    "good_for": text,
    "easy_good_for": text,
    "steps": texts,
    "easy_steps": texts,
    "text": text,
    "word_count": number,
    "very_simple": flag,
}
KNOW: dict[str, Field] = {"key": text, "words": text, "easy": texts, "show": one_of("no-effect", "limits")}
SHEET: dict[str, Field] = {
    "sheet": text,
    "for": one_of(*SHEET_FOR),
    "visible": one_of(*VISIBLE),
    "opens": one_of(*OPENS),
    "minutes": number,
    "title": text,
    "easy_title": text,
    "about": text,
    "easy_about": texts,
    "seen_by": text,
    "easy_seen_by": text,
    "groups": parts("group", GROUP, ("key", "title", "easy_title")),
    "cards": parts("card", CARD, ("key", "title", "easy_title")),
    "know": parts("line", KNOW, ("key",)),
    "questions": QUESTIONS,
}
SHEET_NEEDS = (
    "for",
    "visible",
    "opens",
    "minutes",
    "title",
    "easy_title",
    "about",
    "easy_about",
    "questions",
)

WAY: dict[str, Field] = {
    "key": one_of(*WAYS),
    "title": text,
    "easy_title": text,
    "words": text,
    "easy": texts,
}
BEGINS = one_of("partner", "professional")
STEP_SHEET: dict[str, Field] = {
    "sheet": text,
    "when": one_of("before", "during", "after"),
    "continues": flag,
    "note": text,
    "easy_note": text,
}


def _step_sheets(checker: Checker, where: str, value: Any) -> None:
    for each in value if isinstance(value, list) else [value]:
        name = each.get("sheet", "?") if isinstance(each, Mapping) else each
        checker.fields(_at(where, f"`{name}`"), each, STEP_SHEET, ("sheet", "when"))


STEP_PART: dict[str, Field] = {
    "key": text,
    "title": text,
    "easy_title": text,
    "minutes": number,
    "sheets": texts,
}
STEP: dict[str, Field] = {
    "key": text,
    "number": number,
    "title": text,
    "easy_title": text,
    "minutes": number,
    "begins": BEGINS,
    "begins_note": text,
    "words": text,
    "easy": texts,
    "sheets": _step_sheets,
    "parts": parts("part", STEP_PART, ("key", "title", "easy_title", "sheets")),
    "facilitator": text,
    "easy_facilitator": texts,
    "listening": texts,
    "easy_listening": texts,
    "ways": mapping(text, WAYS),
    "easy_ways": mapping(texts, WAYS),
}
SPOKEN: dict[str, Field] = {"words": text, "easy": texts, "minutes": number, "begins": BEGINS}
STEP_NEEDS = ("key", "number", "title", "easy_title", "words", "easy", "sheets")
STRETCH: dict[str, Field] = {
    "key": text,
    "title": text,
    "easy_title": text,
    "words": text,
    "easy": texts,
    "minutes": number,
    "sheets": _step_sheets,
    "weeks": numbers,
    "then_every_weeks": number,
}
MEETING: dict[str, Field] = {
    **STRETCH,
    "number": number,
    "bring": texts,
    "easy_bring": texts,
    "opening": whole(SPOKEN, ("words", "easy", "begins")),
    "steps": parts("step", STEP, STEP_NEEDS),
    "break_minutes": number,
    "closing": whole(SPOKEN, ("words", "easy", "begins")),
    "next": text,
    "easy_next": texts,
    "after_sheets": texts,
}
MEETING_NEEDS = ("key", "number", "title", "easy_title", "words", "easy", "opening", "steps", "closing")
PROCESS: dict[str, Field] = {
    "process": text,
    "version": number,
    "title": text,
    "easy_title": text,
    "about": text,
    "easy_about": texts,
    "ways": parts("way", WAY, ("key", "title", "easy_title", "words", "easy")),
    "before": whole(STRETCH, ("key", "title", "easy_title", "sheets")),
    "meetings": parts("meeting", MEETING, MEETING_NEEDS),
    "after": parts("part", STRETCH, ("key", "title", "easy_title", "sheets")),
}

SECTOR_WORDS = (
    "person",
    "people",
    "a_person",
    "lived_experience",
    "staff",
    "a_staff_member",
    "service",
    "organisation",
    "care_word",
    "easy_care_word",
    "place_examples",
    "other_people_asked",
)
STATEMENT_OF: dict[str, Field] = {
    "words": text,
    "easy": texts,
    "short": text,
    "if_it_does": text,
    "easy_if_it_does": texts,
}
SAFETY: dict[str, Field] = {"key": text, "where": texts, "words": text, "easy": texts}
HELP_LINE: dict[str, Field] = {"key": text, "number": text, "words": text, "easy": text}
GUARDIAN: dict[str, Field] = {
    "under": number,
    "title": text,
    "easy_title": text,
    "words": text,
    "easy": texts,
    "answers": parts("answer", STATEMENT, ("key", "words", "easy")),
}
HELP_LINES: dict[str, Field] = {
    "check_every": text,
    "lines": parts("line", HELP_LINE, ("key", "words", "easy")),
}
SECTOR: dict[str, Field] = {
    "sector": text,
    "title": text,
    "easy_title": text,
    "words": whole(dict.fromkeys(SECTOR_WORDS, text), SECTOR_WORDS),
    "no_effect": whole(STATEMENT_OF, STATEMENT_OF),
    "no_effect_staff": whole(STATEMENT_OF, STATEMENT_OF),
    "limits": whole(STATEMENT_OF, ("words", "easy")),
    "safety": parts("line", SAFETY, ("key", "where", "words", "easy")),
    "help_lines": whole(HELP_LINES, HELP_LINES),
    "touchpoints": parts("card", STATEMENT, ("key", "words", "easy")),
    "questions": mapping(QUESTIONS),
    "guardian": whole(GUARDIAN, GUARDIAN),
}
SECTOR_NEEDS = tuple(name for name in SECTOR if name not in ("guardian", "questions"))
HARD_WORD: dict[str, Field] = {"key": text, "word": text, "easy": text}


def check(files: Files, sector: str) -> dict[str, Any]:
    """The content of one sector as plain data, or all the mistakes at once."""
    _check_files(files)
    files.findings.raise_any()
    if sector not in files.sectors:
        files.findings.add(
            f"sectors/{sector}.yaml", "", "there is no such sector", f"Use one of: {', '.join(files.sectors)}"
        )
        files.findings.raise_any()
    sheets = _with_sector(files, sector)
    files.findings.raise_any()
    return {
        "process": files.process,
        "sheets": sheets,
        "sector": files.sectors[sector],
        "pages": files.pages,
        "facilitator": files.facilitator,
        "messages": files.messages,
        "notices": files.notices,
        "hard_words": list(files.hard_words.values()),
    }


def _check_files(files: Files) -> None:
    for key, sheet in files.sheets.items():
        checker = Checker(files.findings, files.origin[f"sheets/{key}"])
        if checker.fields("", sheet, SHEET, SHEET_NEEDS):
            _groups(checker, sheet)
    for key, sector in files.sectors.items():
        Checker(files.findings, files.origin[f"sectors/{key}"]).fields("", sector, SECTOR, SECTOR_NEEDS)
    _check_process(files)
    words = Checker(files.findings, files.origin.get("hard-words", "hard-words.yaml"))
    parts("word", HARD_WORD, HARD_WORD)(words, "hard_words", list(files.hard_words.values()))
    _check_placeholders(files)


def _groups(checker: Checker, sheet: Mapping[str, Any]) -> None:
    """A question names a group only if the sheet has it."""
    groups = sheet.get("groups") or []
    declared = (
        [group.get("key") for group in groups if isinstance(group, Mapping)]
        if isinstance(groups, list)
        else []
    )
    for question in sheet.get("questions") or []:
        group = question.get("group") if isinstance(question, Mapping) else None
        if group is not None and group not in declared:
            remedy = (
                f"Use one of: {', '.join(map(str, declared))}"
                if declared
                else "Add it under `groups:` at the head of the sheet"
            )
            checker.wrong(
                f"question `{question.get('key')}`", f"group `{group}` is not in this sheet", remedy
            )


def _check_process(files: Files) -> None:
    checker = Checker(files.findings, files.origin.get("process", "process"))
    if not files.process:
        checker.wrong("", "there is no process", "Add a file in the folder process")
        return
    if not checker.fields(
        "", files.process, PROCESS, ("process", "version", "title", "ways", "before", "meetings")
    ):
        return
    stretches = [
        files.process.get("before"),
        *(files.process.get("meetings") or []),
        *(files.process.get("after") or []),
    ]
    for stretch in stretches:
        _sheets_exist(checker, files, stretch)


def _sheets_exist(checker: Checker, files: Files, stretch: Any) -> None:
    """Every sheet that the process names is there."""
    if not isinstance(stretch, Mapping):
        return
    _no_such_sheet(checker, files, stretch, f"`{stretch.get('key')}`")
    for step in stretch.get("steps") or []:
        if isinstance(step, Mapping):
            _no_such_sheet(checker, files, step, f"step `{step.get('key')}`")
            for part in step.get("parts") or []:
                _no_such_sheet(checker, files, part, f"step `{step.get('key')}`, part `{part.get('key')}`")


def _no_such_sheet(checker: Checker, files: Files, place: Mapping[str, Any], where: str) -> None:
    named = [*(place.get("sheets") or []), *(place.get("after_sheets") or [])]
    for each in named:
        key = each.get("sheet") if isinstance(each, Mapping) else each
        if key not in files.sheets:
            checker.wrong(where, f"there is no sheet `{key}`", f"Add sheets/{key}.yaml, or take it out here")


def _with_sector(files: Files, sector: str) -> dict[str, Any]:
    """The sheets with the sector's own questions and cards put in."""
    sheets = deepcopy(files.sheets)
    checker = Checker(files.findings, files.origin[f"sectors/{sector}"])
    for key, questions in files.sectors[sector].get("questions", {}).items():
        if key not in sheets:
            checker.wrong(f"questions, `{key}`", "there is no such sheet", f"Use one of: {', '.join(sheets)}")
            continue
        _put_in(sheets[key]["questions"], questions)
        keys(checker, f"questions, `{key}`", "question", sheets[key]["questions"])
        _groups(checker, sheets[key])
    for sheet in sheets.values():
        _touchpoints(sheet["questions"], files.sectors[sector]["touchpoints"])
    return sheets


def _put_in(questions: list[dict[str, Any]], added: list[dict[str, Any]]) -> None:
    """A question with a group goes to the end of its group, any other to the end of the sheet."""
    for question in added:
        same = [place for place, each in enumerate(questions) if each.get("group") == question.get("group")]
        questions.insert(same[-1] + 1 if same and "group" in question else len(questions), deepcopy(question))


def _touchpoints(questions: list[dict[str, Any]], cards: list[dict[str, Any]]) -> None:
    for question in questions:
        if question.get("options_from") == "touchpoints":
            question["options"] = deepcopy(cards)
        _touchpoints(question.get("item", []), cards)


def _check_placeholders(files: Files) -> None:
    """A name in curly brackets is one that the software fills in."""
    known = set(files.placeholders)
    named: list[tuple[str, Any]] = [
        *((f"sheets/{key}", sheet) for key, sheet in files.sheets.items()),
        *((f"sectors/{key}", sector) for key, sector in files.sectors.items()),
        ("process", files.process),
        *((files.page_file[key], section) for key, section in files.pages.items()),
        ("facilitator", files.facilitator),
        *((f"messages/{key}", message) for key, message in files.messages.items()),
        *((f"notices/{key}", notice) for key, notice in files.notices.items()),
    ]
    for origin, data in named:
        for where, words in wording.texts_in(data):
            for name in sorted(wording.placeholders(words) - known):
                files.findings.add(
                    files.origin.get(origin, origin),
                    where,
                    f"nobody fills in `{{{name}}}`",
                    "Use a name from content/placeholders.yaml",
                )
