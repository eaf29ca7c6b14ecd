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


# What several processes need, and the two modules that are read only where there are several.
FOR_SEVERAL = {"psycopg", "redis"}
READ_FOR_SEVERAL = {"site/postgres.py", "writing/between.py"}


def test_what_the_product_imports_is_installed_by_serve():
    for file in python_files("**/*.py"):
        assert not_installed_by_serve(imported(file.read_text())) <= FOR_SEVERAL, file


def at_the_top(source: str) -> set[str]:
    """What a module imports when it is read itself."""
    top = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return imported("\n".join(ast.unparse(node) for node in top))


def test_one_process_on_sqlite_needs_nothing_that_several_need():
    extra = (ROOT / "requirements-several.txt").read_text()
    assert all(re.search(rf"(?m)^{name}==", extra) for name in FOR_SEVERAL)
    found = {
        str(file.relative_to(ROOT / "alongside"))
        for file in python_files("**/*.py")
        if at_the_top(file.read_text()) & FOR_SEVERAL
    }
    assert found == READ_FOR_SEVERAL
    for file in python_files("**/*.py"):
        read = re.findall(r"(?m)^(?:from|import) .*(?:site import postgres|writing.between)", file.read_text())
        assert not read, file


def test_a_package_that_only_the_tests_have_is_found():
    assert not_installed_by_serve(imported("import hypothesis, django, os")) == {"hypothesis"}
