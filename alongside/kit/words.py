"""The words of pages, messages and notices: a small part of Markdown, read once and filled in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
KEYED = re.compile(r"^(?:- |\d+\. )([a-z][a-z0-9-]*): (.+)$")
EASY = re.compile(r"^\s*(?:- )?easy: (.+)$")
NUMBERED = re.compile(r"^\d+\. (.+)$")


@dataclass
class Section:
    """What stands under one heading of a file with words of pages, or of facilitator.md."""

    title: str
    lines: dict[str, dict[str, str]] = field(default_factory=dict)
    numbered: list[str] = field(default_factory=list)
    easy_numbered: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


Problem = tuple[str, str, str]


def slug(title: str) -> str:
    """A heading as a key: `The reveal` is `the-reveal`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def sections(markdown: str) -> tuple[dict[str, Section], list[Problem]]:
    """The sections under `##` and `###`, by the slug of their heading, and what is wrong."""
    found: dict[str, Section] = {}
    problems: list[Problem] = []
    reader: _SectionReader | None = None
    for number, line in enumerate(markdown.splitlines(), start=1):
        heading = re.match(r"^###? (.+)$", line)
        if heading:
            section = Section(heading[1].strip())
            if slug(section.title) in found:
                problems.append(
                    (
                        f"line {number}",
                        f"the heading `{section.title}` is there twice",
                        "Give one of them another name",
                    )
                )
            found[slug(section.title)] = section
            reader = _SectionReader(section, problems)
        elif reader and line.strip():
            reader.read(line, number)
    return found, problems


class _SectionReader:
    """Sorts the lines of one section by what they are."""

    def __init__(self, section: Section, problems: list[Problem]) -> None:
        self.section, self.problems = section, problems
        self.last = ""
        self.easy_list = False

    def read(self, line: str, number: int) -> None:
        if easy := EASY.match(line):
            self._easy(easy[1].strip(), number)
        elif keyed := KEYED.match(line):
            self._keyed(keyed[1], keyed[2].strip(), number)
        elif line.startswith("**Buttons:**"):
            self.section.buttons = [part.strip() for part in line.removeprefix("**Buttons:**").split("·")]
        elif line.strip() == "Easy Read:":
            self.easy_list = True
        elif listed := NUMBERED.match(line):
            (self.section.easy_numbered if self.easy_list else self.section.numbered).append(
                listed[1].strip()
            )
        else:
            self._other(line.strip())

    def _easy(self, words: str, number: int) -> None:
        if not self.last:
            self.problems.append(
                (
                    f"line {number}",
                    "`easy:` has no line above it",
                    "Put it under the line whose Easy Read it is",
                )
            )
            return
        self.section.lines[self.last]["easy"] = words
        self.last = ""

    def _keyed(self, key: str, words: str, number: int) -> None:
        if key in self.section.lines:
            self.problems.append(
                (
                    f"line {number}",
                    f"`{key}` is there twice under `{self.section.title}`",
                    "Give one of them another key",
                )
            )
        self.section.lines[key] = {"words": words}
        self.last = key

    def _other(self, line: str) -> None:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not all(set(cell) <= set("-: ") for cell in cells):
                self.section.rows.append(cells)
        elif line.startswith(">"):
            self.section.quoted.append(line.removeprefix(">").strip())
        else:
            self.section.text.append(line)


def fill(text: str, names: Mapping[str, object]) -> str:
    """The text with its `{names}` filled in; a name that nobody gave is a KeyError that says which."""
    return PLACEHOLDER.sub(lambda found: str(names[found[1]]), text)


def placeholders(text: str) -> set[str]:
    """The names that a text asks for."""
    return set(PLACEHOLDER.findall(text))


def line(
    pages: Mapping[str, Section], section: str, key: str, easy: bool, names: Mapping[str, object]
) -> str:
    """One line of a section, in Easy Read where it has one and is asked for."""
    found = pages[slug(section)].lines[key]
    return fill(found.get("easy", found["words"]) if easy else found["words"], names)


def messages(markdown: str) -> dict[str, dict[str, str]]:
    """The messages of a file, by the slug of their heading: from, subject and body in Markdown."""
    parts = re.split(r"^## (.+)$", markdown, flags=re.MULTILINE)
    return {slug(title): _message(body) for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def _message(body: str) -> dict[str, str]:
    message: dict[str, str] = {"from": "", "subject": ""}
    lines = body.strip().splitlines()
    while lines and (head := re.match(r"^(From|Subject): (.+)$", lines[0])):
        message[head[1].lower()] = head[2].strip()
        lines.pop(0)
    return {**message, "body": "\n".join(lines).strip()}


def plain(markdown: str) -> str:
    """Markdown as a letter of plain text: marks go, the words and their lines stay."""
    lines = [re.sub(r"^> ?", "", each) for each in markdown.splitlines()]
    return re.sub(r"(\*\*|\*|`)(?=\S)(.+?)(?<=\S)\1", r"\2", "\n".join(lines)).strip()


def without_gaps(text: str) -> str:
    """One empty line where an empty name left several."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()


Run = tuple[str, bool]


def letter(markdown: str, names: Mapping[str, object]) -> list[list[list[Run]]]:
    """A letter for print: paragraphs of lines of runs, each run with whether it is bold.

    Names go in last, so that a star in somebody's name stays a star.
    """
    text = re.sub(r"(?<!\*)\*(?!\*)(?=\S)(.+?)(?<=\S)\*(?!\*)", r"\1", markdown)
    paragraphs = re.split(r"\n\s*\n", text.strip())
    filled = [[_runs(re.sub(r"^> ?", "", each), names) for each in part.splitlines()] for part in paragraphs]
    return [part for part in filled if any(part)]


def _runs(text: str, names: Mapping[str, object]) -> list[Run]:
    pieces = re.split(r"\*\*(.+?)\*\*", text)
    runs = [(fill(piece, names), place % 2 == 1) for place, piece in enumerate(pieces)]
    return [run for run in runs if run[0]]


ASIDE = re.compile(r"<!--.*?-->\s*", re.DOTALL)
OPTIONAL = re.compile(r"^\*\{([a-z][a-z0-9_]*)\}[^*]*:\* (.+)$", re.MULTILINE)


def notice_html(markdown: str, names: Mapping[str, object], easy: bool = False) -> str:
    """A notice as HTML. A line goes out where the organisation has not said what belongs in it.

    No HTML of the file is let through, and names are escaped.
    """
    ready = _without_empty_parts(_true_here(markdown, names))
    rendered: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(_reading(ready, easy))
    return fill(rendered, {name: html.escape(str(value)) for name, value in names.items()})


def optional_lines(markdown: str) -> dict[str, str]:
    """The lines of a notice that only some organisations need, by their name."""
    return dict(OPTIONAL.findall(markdown))


def notice_gaps(markdown: str, names: Mapping[str, object]) -> set[str]:
    """What the organisation has still to say before every line of a notice can be shown."""
    return (
        placeholders(OPTIONAL.sub("", ASIDE.sub("", markdown))) - set(optional_lines(markdown)) - set(names)
    )


def _true_here(markdown: str, names: Mapping[str, object]) -> str:
    """The notice without notes to the organisation, keys, and lines that nobody filled in."""
    text = OPTIONAL.sub("", ASIDE.sub("", markdown))
    for name, words in optional_lines(markdown).items():
        text = text.replace(f"{{{name}}}", words if placeholders(words) <= set(names) else "")
    kept = [each for each in text.splitlines() if placeholders(each) <= set(names) and each.strip() != "-"]
    return "\n".join(re.sub(r"^- [a-z][a-z0-9-]*: ", "- ", each).rstrip() for each in kept)


def _without_empty_parts(markdown: str) -> str:
    """No table without a row, and no heading with nothing under it."""
    text = re.sub(r"^\|.+\|\n\|[-|: ]+\|$(?!\n\|)", "", markdown, flags=re.MULTILINE)
    blocks = [block for block in re.split(r"\n\s*\n|\n(?=#)", text) if block.strip()]
    kept: list[str] = []
    for block in reversed(blocks):
        level, below = _level(block), _level(kept[-1]) if kept else 1
        something_below = below == 0 or below > level
        if level < 2 or something_below:
            kept.append(block)
    return "\n\n".join(reversed(kept))


def _level(block: str) -> int:
    """1 for a title, 2 and 3 for headings, 0 for anything else."""
    return len(block) - len(block.lstrip("#")) if block.startswith("#") else 0


def _reading(markdown: str, easy: bool) -> str:
    """The plain reading or the Easy Read of a notice, each under its title."""
    plain_words, _, easy_words = markdown.partition("\n## Easy Read")
    if not easy:
        return plain_words
    return plain_words.strip().splitlines()[0] + "\n" + easy_words


def hard_words_in(text: str, hard_words: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The hard words that occur in a text, in the order in which they are met."""
    met: list[tuple[int, dict[str, str]]] = []
    for word in hard_words:
        found = re.search(rf"\b{re.escape(word['word'])}s?\b", text, flags=re.IGNORECASE)
        if found:
            met.append((found.start(), dict(word)))
    return [word for _, word in sorted(met, key=lambda each: each[0])]


def texts_in(data: Any, where: str = "") -> Iterable[tuple[str, str]]:
    """Every text in some content, each with where it stands."""
    if isinstance(data, str):
        yield where, data
    elif isinstance(data, Mapping):
        label = data.get("key") or data.get("sheet")
        for name, value in data.items():
            yield from texts_in(value, f"`{label}` {name}" if label else f"{where} {name}".strip())
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_in(value, where)
