"""Finds and reads the files of content, and lays an organisation's own folder over the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from alongside.kit import words as wording
from alongside.kit.mistakes import Findings

QUESTION_WORDS = ("ask", "easy", "hint", "prompts", "example", "options")
PAGES = ("pages", "answering", "hearing-back")  # files with words of pages; a heading stands in one of them
SHEET_WORDS = ("title", "easy_title", "about", "easy_about", "minutes")


@dataclass
class Files:
    """What the folders hold after laying them over each other, and where each part came from."""

    findings: Findings = field(default_factory=Findings)
    origin: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, dict[str, Any]] = field(default_factory=dict)
    sectors: dict[str, dict[str, Any]] = field(default_factory=dict)
    process: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    page_file: dict[str, str] = field(default_factory=dict)  # which of PAGES a section of pages stands in
    facilitator: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    hard_words: dict[str, dict[str, Any]] = field(default_factory=dict)
    placeholders: dict[str, str] = field(default_factory=dict)


def read_folders(folders: Iterable[Path]) -> Files:
    """Everything in the folders; a later folder has the last word, file by file."""
    files = Files()
    for folder in folders:
        if not folder.is_dir():
            files.findings.add(
                str(folder), "", "this folder does not exist", "Make it, or take it out of the settings"
            )
            continue
        _read_sheets(files, folder)
        _read_process(files, folder)
        _read_sectors(files, folder)
        _read_words(files, folder)
    files.findings.raise_any()
    return files


SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _OnceLoader(SafeLoader):
    """YAML that does not let a second line of the same name swallow the first."""


def _once(loader: _OnceLoader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    seen: set[Any] = set()
    for name_node, _ in node.value:
        name = loader.construct_object(name_node, deep=True)  # type: ignore[no-untyped-call]
        if name in seen:
            raise yaml.MarkedYAMLError(problem=f"`{name}` is there twice", problem_mark=name_node.start_mark)
        seen.add(name)
    return SafeLoader.construct_mapping(loader, node, deep)


_OnceLoader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: _once(loader, node, deep=True),
)


def _yaml(files: Files, path: Path, label: str) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_OnceLoader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "this is not YAML"
        files.findings.add(
            label, line, problem, "Put it right there; words with a colon, a `#` or a `{` need quotes"
        )
        return {}
    except UnicodeDecodeError:
        files.findings.add(label, "", "this file is not UTF-8", "Save it as UTF-8")
        return {}
    if not isinstance(data, dict):
        files.findings.add(
            label, "", "this file is empty or not a list of names and values", "See content/README.md"
        )
        return {}
    return data


def _in(files: Files, folder: Path, under: str) -> Iterable[tuple[Path, str, dict[str, Any]]]:
    for path in sorted((folder / under).glob("*.yaml")):
        label = f"{folder.name}/{under}/{path.name}"
        data = _yaml(files, path, label)
        if data:
            yield path, label, data


def _read_sheets(files: Files, folder: Path) -> None:
    for path, label, data in _in(files, folder, "sheets"):
        key = data.get("sheet")
        if key != path.stem:
            files.findings.add(
                label, "sheet", f"`{key}` is not the name of the file", f"Write sheet: {path.stem}"
            )
            continue
        if "extends" not in data:
            files.sheets[key] = data
        elif key in files.sheets:
            files.sheets[key] = _extended_sheet(files, files.sheets[key], data, label)
        else:
            files.findings.add(
                label,
                "extends",
                f"there is no sheet `{key}` to change",
                "Take `extends` out to make a new sheet",
            )
        files.origin[f"sheets/{key}"] = label


def _extended_sheet(
    files: Files, base: dict[str, Any], changes: dict[str, Any], label: str
) -> dict[str, Any]:
    """The base sheet with the words that an organisation changed and the questions that it added."""
    sheet = deepcopy(base)
    allowed = {"sheet", "extends", "words", "add", *SHEET_WORDS}
    _refuse(files, label, "", changes, allowed)
    sheet.update({name: changes[name] for name in SHEET_WORDS if name in changes})
    for key, new in _named(files, label, "words", changes.get("words")).items():
        _change_question(files, sheet, key, new, label)
    for added in _listed(files, label, "add", changes.get("add")):
        _add(files, sheet["questions"], dict(added), label, "question")
    return sheet


def _change_question(files: Files, sheet: dict[str, Any], key: str, new: dict[str, Any], label: str) -> None:
    question = _found(sheet["questions"], key)
    if question is None:
        files.findings.add(
            label,
            f"words, `{key}`",
            "there is no such question",
            "Use the key of a question in the base sheet, such as `aim` or `list/part`",
        )
        return
    _refuse(files, label, f"words, `{key}`", new, QUESTION_WORDS)
    options = _named(files, label, f"words, `{key}`, options", new.get("options"))
    question.update({name: value for name, value in new.items() if name != "options"})
    for option in question.get("options", []):
        option.update(options.get(option["key"], {}))
    for unknown in set(options) - {option["key"] for option in question.get("options", [])}:
        files.findings.add(
            label,
            f"words, `{key}`",
            f"there is no option `{unknown}`",
            "Use the key of an option in the base sheet",
        )


def _named(files: Files, label: str, name: str, value: Any) -> dict[str, dict[str, Any]]:
    """Names with names under them, as `words` has; anything else is said and left out."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        files.findings.add(label, name, "this is not a list of names and values", "Write `key: {ask: …}` under it")
        return {}
    wrong = [key for key, inside in value.items() if not isinstance(inside, dict)]
    for key in wrong:
        files.findings.add(
            label, f"{name}, `{key}`", "it does not say which words to change", f"Write `{key}: {{ask: …}}`"
        )
    return {key: inside for key, inside in value.items() if key not in wrong}


def _listed(files: Files, label: str, name: str, value: Any) -> list[dict[str, Any]]:
    """A list of things with names, as `add` has; anything else is said and left out."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        files.findings.add(label, name, "this is not a list of things with names", "Begin each with `- key: …`")
        return []
    return value


def _found(questions: list[dict[str, Any]], key: str) -> dict[str, Any] | None:
    first, _, part = str(key).partition("/")
    question = next((each for each in questions if each.get("key") == first), None)
    return _found(question.get("item", []), part) if question and part else question


def _add(files: Files, things: list[dict[str, Any]], added: dict[str, Any], label: str, kind: str) -> None:
    """Puts one more after the thing that it names, or at the end."""
    after = added.pop("after", None)
    keys = [thing.get("key", thing.get("sheet")) for thing in things]
    if after is not None and after not in keys:
        files.findings.add(
            label,
            f"add, `{added.get('key', added.get('sheet'))}`",
            f"there is no {kind} `{after}` to come after",
            f"Use one of: {', '.join(map(str, keys))}",
        )
        return
    things.insert(keys.index(after) + 1 if after is not None else len(things), added)


def _refuse(files: Files, label: str, key: str, data: Mapping[str, Any], allowed: Iterable[str]) -> None:
    for name in data:
        if name not in allowed:
            files.findings.add(
                label, key, f"`{name}` cannot be changed here", f"Use one of: {', '.join(sorted(allowed))}"
            )


def _read_process(files: Files, folder: Path) -> None:
    whole = 0
    for path, label, data in _in(files, folder, "process"):
        if "extends" in data:
            _extend_process(files, data, label)
            continue
        whole += 1
        if whole > 1:
            files.findings.add(label, "", "this folder has more than one process", "Keep one of them")
        if data.get("process") != path.stem:
            files.findings.add(
                label,
                "process",
                f"`{data.get('process')}` is not the name of the file",
                f"Write process: {path.stem}",
            )
        files.process = data
        files.origin["process"] = label


def _extend_process(files: Files, changes: dict[str, Any], label: str) -> None:
    """Changes words of meetings and steps, adds steps to meetings and sheets to steps."""
    _refuse(files, label, "", changes, {"process", "extends", "version", "words", "add_steps", "add_sheets"})
    if not files.process:
        files.findings.add(
            label, "extends", "there is no process to change", "Take `extends` out to make a whole one"
        )
        return
    process = files.process = deepcopy(files.process)
    files.origin["process"] = label
    process["version"] = changes.get("version", process.get("version", 1))
    places = _places(process)
    for key, new in _named(files, label, "words", changes.get("words")).items():
        if key not in places:
            files.findings.add(
                label,
                f"words, `{key}`",
                "there is no such meeting or step",
                f"Use one of: {', '.join(places)}",
            )
            continue
        fixed = {"key", "number", "steps", "sheets", "after_sheets", "parts"}
        _refuse(files, label, f"words, `{key}`", new, set(places[key]) - fixed | {"note"})
        places[key].update(new)
    for added in _listed(files, label, "add_steps", changes.get("add_steps")):
        _add_to(files, _places(process), dict(added), "meeting", "steps", label)
    for added in _listed(files, label, "add_sheets", changes.get("add_sheets")):
        _add_to(files, _places(process), dict(added), "step", "sheets", label)
    _number_steps(process)


def _add_to(
    files: Files, places: dict[str, dict[str, Any]], added: dict[str, Any], into: str, what: str, label: str
) -> None:
    place = places.get(added.pop(into, ""))
    if place is None or (into == "meeting") != ("steps" in place):
        files.findings.add(
            label,
            f"add_{what}",
            f"it does not say which {into} it belongs to",
            f"Add `{into}:` with the key of a {into}",
        )
        return
    _add(files, place.setdefault(what, []), added, label, what[:-1])


def _places(process: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Before, meetings, their steps and after, by key."""
    places = {"before": process.get("before", {})}
    for meeting in process.get("meetings", []):
        places[meeting["key"]] = meeting
        places.update({step["key"]: step for step in meeting.get("steps", [])})
    return places | {part["key"]: part for part in process.get("after", [])}


def _number_steps(process: dict[str, Any]) -> None:
    steps = [step for meeting in process.get("meetings", []) for step in meeting.get("steps", [])]
    for number, step in enumerate(steps, start=1):
        step["number"] = number


def _read_sectors(files: Files, folder: Path) -> None:
    for path, label, data in _in(files, folder, "sectors"):
        key = data.get("sector")
        if key != path.stem:
            files.findings.add(
                label, "sector", f"`{key}` is not the name of the file", f"Write sector: {path.stem}"
            )
            continue
        if data.pop("extends", None):
            data = _laid_over(files.sectors.get(key, {}), data)
        files.sectors[key] = data
        files.origin[f"sectors/{key}"] = label


def _laid_over(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Names inside names are laid over one by one; a list takes the place of a list."""
    both = deepcopy(base)
    for name, value in changes.items():
        inside = isinstance(value, dict) and isinstance(both.get(name), dict)
        both[name] = _laid_over(both[name], value) if inside else value
    return both


def _read_words(files: Files, folder: Path) -> None:
    for name in PAGES:
        _read_page_words(files, folder, name)
    for key, section in _sections(files, folder, "facilitator").items():
        files.facilitator[key] = _section_over(files.facilitator.get(key), section)
    for path in sorted((folder / "messages").glob("*.md")):
        files.messages.setdefault(path.stem, {}).update(wording.messages(path.read_text(encoding="utf-8")))
        files.origin[f"messages/{path.stem}"] = f"{folder.name}/messages/{path.name}"
    for path in sorted((folder / "notices").glob("*.md")):
        files.notices[path.stem] = path.read_text(encoding="utf-8")
        files.origin[f"notices/{path.stem}"] = f"{folder.name}/notices/{path.name}"
    for name, into in (("hard-words", files.hard_words), ("placeholders", files.placeholders)):
        path = folder / f"{name}.yaml"
        if path.exists():
            _read_list(files, path, f"{folder.name}/{name}.yaml", name, into)


def _read_list(files: Files, path: Path, label: str, name: str, into: dict[str, Any]) -> None:
    data = _yaml(files, path, label)
    files.origin[name] = label
    if name == "placeholders":
        into.update(data)
    else:
        into.update({word.get("key"): word for word in data.get("hard_words", [])})


def _read_page_words(files: Files, folder: Path, name: str) -> None:
    """A page asks for a line by its heading alone, so a heading stands in one file."""
    for key, section in _sections(files, folder, name).items():
        elsewhere = files.page_file.setdefault(key, name)
        if elsewhere != name:
            files.findings.add(
                files.origin[name],
                "",
                f"the heading `{section['title']}` stands in {elsewhere}.md too",
                f"Give it another name, or put its lines into {elsewhere}.md",
            )
        files.pages[key] = _section_over(files.pages.get(key), section)


def _sections(files: Files, folder: Path, name: str) -> dict[str, dict[str, Any]]:
    """The sections of a file of words, if this folder has it."""
    path = folder / f"{name}.md"
    if not path.exists():
        return {}
    label = files.origin[name] = f"{folder.name}/{name}.md"
    sections, problems = wording.sections(path.read_text(encoding="utf-8"))
    for line, problem, remedy in problems:
        files.findings.add(label, line, problem, remedy)
    return {key: asdict(section) for key, section in sections.items()}


def _section_over(base: dict[str, Any] | None, own: dict[str, Any]) -> dict[str, Any]:
    """An own section changes the lines that it has, and keeps the others."""
    if base is None:
        return own
    kept = {name: own[name] or base[name] for name in own}
    return {**kept, "lines": {**base["lines"], **own["lines"]}}
