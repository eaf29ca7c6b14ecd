"""Do the committed style sheets and scripts belong to their sources? Told by hashes, without Node."""

import hashlib
import sys
from pathlib import Path

from alongside.site.folder import ROOT

KIT = ROOT / "alongside" / "kit"
FOLDERS = ("assets", "components", "static", "../writing/browser")
NOTE = KIT / "static" / "built.sha256"
NO_SOURCES = {".html", ".md"}  # templates are read as they are


def files(kit: Path) -> list[Path]:
    """Every source and every result, in a fixed order."""
    return sorted(
        file
        for folder in FOLDERS
        for file in (kit / folder).resolve().rglob("*")
        if file.is_file() and "node_modules" not in file.parts
        if file.suffix not in NO_SOURCES and file.name != NOTE.name
    )


def note(kit: Path = KIT) -> str:
    """One line a file, as `sha256sum` writes them."""
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(kit, walk_up=True)}\n"
        for file in files(kit)
    )


def differences(kit: Path = KIT) -> list[str]:
    """Files that changed, came or went since bin/assets last ran."""
    noted = (kit / "static" / NOTE.name).read_text() if (kit / "static" / NOTE.name).exists() else ""
    return sorted({line.split("  ", 1)[1] for line in set(noted.splitlines()) ^ set(note(kit).splitlines())})


def main(verb: str) -> int:
    """`note` writes the hashes, `check` compares them."""
    if verb == "note":
        NOTE.write_text(note())
        return 0
    changed = differences()
    if changed:
        print("Not as bin/assets left them. Run bin/assets again:", *changed, sep="\n  ")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
