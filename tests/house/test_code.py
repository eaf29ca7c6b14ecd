"""House style, where a machine can keep it."""

import ast
import re

import pytest
from django.apps import apps

from tests.house.tree import ROOMS, ROOT, python_files


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


def in_glossary(name: str) -> bool:
    return bool(re.search(rf"`{name}`", (ROOT / "GLOSSARY.md").read_text()))


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_a_model_is_in_the_glossary_and_says_what_it_is(model):
    assert in_glossary(model.__name__), f"GLOSSARY.md does not explain `{model.__name__}`"
    assert not model.__doc__.startswith(f"{model.__name__}("), "one sentence on every model"


def test_a_model_that_nobody_explained_is_found():
    assert not in_glossary("Submission")


def reaches_objects(source: str) -> list[int]:
    """Lines that touch a manager instead of asking the rules."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    ]


def test_views_find_only_what_the_rules_return():
    views = python_files("*/views/*.py") + python_files("*/views.py")
    for file in views:
        assert not reaches_objects(file.read_text()), (
            f"{file}: fetch through rules.py, so that what a person may not see cannot be found"
        )


def test_a_view_that_reaches_a_manager_is_found():
    assert reaches_objects("def plan(request):\n    return Plan.objects.get()") == [2]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room):
    assert ast.get_docstring(ast.parse((ROOT / "alongside" / room / "__init__.py").read_text()))


def test_a_rule_says_who():
    for file in python_files("*/rules.py"):
        for rule in ast.parse(file.read_text()).body:
            if isinstance(rule, ast.FunctionDef) and not rule.name.startswith("_"):
                assert ast.get_docstring(rule), f"{file}: {rule.name} has no sentence"


@pytest.mark.parametrize("room", sorted({model._meta.app_label for model in our_models()}))
def test_a_room_with_tables_says_what_it_holds_about_people(room):
    assert (ROOT / "alongside" / room / "personal_data.py").exists()
