"""What is committed: short README, fresh documents, hashed packages, and no trace of where it was built."""

import re

import pytest

from alongside.site import assets, docs
from tests.house.tree import ROOT, committed

# Put together here, so that this file does not name them.
HOSTS = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb", "debian"))
]
PLACES = ["/" + place + "/" for place in ("work", "root", "home/[a-z]+", "Users/[A-Za-z]+")]
TRACE = re.compile(
    "|".join([re.escape(host) for host in HOSTS] + [rf"(?<![\w.~}}-]){place}" for place in PLACES])
)


def traces(text: str) -> list[str]:
    return [match[0] for match in TRACE.finditer(text)]


def test_nothing_committed_names_a_registry_or_a_folder_of_a_machine():
    for file in committed():
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue  # a picture or a font
        assert not traces(text), file


def test_a_trace_is_found():
    assert traces("see https://" + HOSTS[0] + "/simple")
    assert traces("cd /" + "work/main")
    assert not traces("POST /plan/7/work/")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-several.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes_and_without_an_address(name):
    text = (ROOT / name).read_text()
    packages = re.split(r"\n(?=[\w-]+==)", text)
    assert len(packages) > 20
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra|--find)", text, re.MULTILINE)


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 60


def test_a_link_in_a_document_leads_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_generated_documents_say_what_the_code_does():
    assert not docs.stale(), "run bin/alongside docs"


def test_a_stale_document_is_found(monkeypatch, tmp_path):
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(docs, "pages", lambda: {tmp_path / "docs" / "who-can-do-what.md": "anybody\n"})
    assert docs.stale() == [tmp_path / "docs" / "who-can-do-what.md"]


def test_built_assets_belong_to_their_sources():
    assert not assets.differences(), "run bin/assets"


def test_a_source_that_changed_after_the_build_is_found(tmp_path):
    for folder in ("assets", "components/button", "static/kit"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "components/button/button.css").write_text("a {}")
    (tmp_path / "static/kit/kit.css").write_text("a{}")
    (tmp_path / "static/built.sha256").write_text(assets.note(tmp_path))
    assert assets.differences(tmp_path) == []
    (tmp_path / "components/button/button.css").write_text("b {}")
    (tmp_path / "assets/new.js").write_text("")
    assert assets.differences(tmp_path) == ["assets/new.js", "components/button/button.css"]


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements-several.txt").read_text())))
)
def test_a_package_that_we_install_has_its_licence_named(name):
    assert re.search(rf"(?m)^\| {re.escape(name)} \| \S", (ROOT / "THIRD_PARTY.md").read_text())
