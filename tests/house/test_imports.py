"""Rooms import downwards only, and from packages that bin/serve installs."""

import ast
import functools
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.tree import ROOT, python_files


def lint_imports(root: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=root, capture_output=True, text=True
    )


@pytest.fixture
def copy_of_the_house(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "alongside", tmp_path / "alongside", ignore=shutil.ignore_patterns("node_modules"))
    return tmp_path


def test_rooms_import_downwards_only():
    seen = lint_imports(ROOT)
    assert seen.returncode == 0, seen.stdout


def test_an_import_that_goes_up_is_found(copy_of_the_house):
    with open(copy_of_the_house / "alongside" / "kit" / "sheets.py", "a") as file:
        file.write("\nimport alongside.people.person\n")
    seen = lint_imports(copy_of_the_house)
    assert seen.returncode == 1
    assert "alongside.kit.sheets -> alongside.people.person" in seen.stdout


def test_a_room_that_has_no_floor_of_its_own_is_found(copy_of_the_house):
    (copy_of_the_house / "alongside" / "helpers").mkdir()
    (copy_of_the_house / "alongside" / "helpers" / "__init__.py").touch()
    seen = lint_imports(copy_of_the_house)
    assert seen.returncode != 0
    assert "helpers" in seen.stdout + seen.stderr


def imported(source: str) -> set[str]:
    """The first names of everything that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return names


homes = functools.cache(packages_distributions)


def not_installed_by_serve(names: set[str]) -> set[str]:
    """Those that neither Python nor requirements.txt brings."""
    brought = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    return {
        name
        for name in names - set(sys.stdlib_module_names) - {"alongside"}
        if not {home.lower().replace("_", "-") for home in homes().get(name, [])} & brought
    }


def test_what_the_product_imports_is_installed_by_serve():
    for file in python_files("**/*.py"):
        assert not not_installed_by_serve(imported(file.read_text())), file


def test_a_package_that_only_the_tests_have_is_found():
    assert not_installed_by_serve(imported("import hypothesis, django, os")) == {"hypothesis"}
