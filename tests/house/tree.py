"""The files that the promises are about."""

import subprocess
from pathlib import Path

from alongside.site.docs import ROOMS
from alongside.site.folder import ROOT

__all__ = ["ROOMS", "ROOT", "committed", "python_files", "templates"]


def committed() -> list[Path]:
    """Every file that is in git, or would be if everything were added now."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def python_files(pattern: str) -> list[Path]:
    """Python files of the product, tests and migrations left out."""
    return [
        file
        for file in sorted((ROOT / "alongside").glob(pattern))
        if not {"tests", "migrations", "node_modules"} & set(file.parts)
    ]


def templates() -> list[Path]:
    """Every template that a page is made of."""
    return [
        file
        for file in sorted((ROOT / "alongside").rglob("*.html"))
        if not {"tests", "node_modules"} & set(file.parts)
    ]
