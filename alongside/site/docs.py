"""The documents that are made from the code: who can do what, and what we hold about people."""

import ast
import importlib
from pathlib import Path

from alongside.site.folder import ROOT

ROOMS = ["kit", "privacy", "people", "writing", "portfolio", "journey", "outputs", "site"]


def rules_of(source: str) -> list[tuple[str, str]]:
    """Name and sentence of each public function of a rules.py."""
    return [
        (rule.name, " ".join((ast.get_docstring(rule) or "").split()))
        for rule in ast.parse(source).body
        if isinstance(rule, ast.FunctionDef) and not rule.name.startswith("_")
    ]


def who_can_do_what(root: Path = ROOT) -> str:
    """A table for each room: who may see, then who may do."""
    page = [
        "# Who can do what",
        "",
        "Made from every room's `rules.py` by `bin/alongside docs`; change the rule, not this page.",
        "Pages find only what a *see* rule returns. Everything else answers 404, as if it did not exist.",
    ]
    for room in ROOMS:
        file = root / "alongside" / room / "rules.py"
        if not file.exists():
            continue
        rules = rules_of(file.read_text())
        for heading, rows in (
            ("See", [rule for rule in rules if not rule[0].startswith("may_")]),
            ("Do", [rule for rule in rules if rule[0].startswith("may_")]),
        ):
            if rows:
                page += ["", f"## {room}: {heading.lower()}", "", "| rule | who |", "|---|---|"]
                page += [f"| `{name}` | {cell(sentence)} |" for name, sentence in rows]
    return "\n".join(page) + "\n"


def what_we_hold(root: Path = ROOT) -> str:
    """A table for each room: what, why, for how long, and how it is erased."""
    page = [
        "# What we hold about people",
        "",
        "Made from every room's `personal_data.py` by `bin/alongside docs`; change it there, not here.",
        "*With the pair* means: when the pair is deleted, this goes with it.",
    ]
    for room in ROOMS:
        if (root / "alongside" / room / "personal_data.py").exists():
            held = importlib.import_module(f"alongside.{room}.personal_data").HELD
            page += [
                "",
                f"## {room}",
                "",
                "| what | why | for how long | how it is erased |",
                "|---|---|---|---|",
            ]
            page += [
                f"| {cell(row.what)} | {cell(row.why)} | {cell(row.how_long)} | {cell(row.how_erased)} |"
                for row in held
            ]
    return "\n".join(page) + "\n"


def cell(words: str) -> str:
    """Words as they may stand in one cell of a table."""
    return " ".join(words.split()).replace("|", "\\|")


def pages() -> dict[Path, str]:
    """Every generated document with the words it should hold."""
    return {
        ROOT / "docs" / "who-can-do-what.md": who_can_do_what(),
        ROOT / "docs" / "what-we-hold.md": what_we_hold(),
    }


def stale() -> list[Path]:
    """Documents that no longer say what the code does."""
    return [file for file, words in pages().items() if not file.exists() or file.read_text() != words]


def write() -> None:
    """Write each of them again."""
    for file, words in pages().items():
        file.write_text(words)
