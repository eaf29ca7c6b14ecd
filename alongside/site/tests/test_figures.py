"""bin/alongside figures: a study's figures without a data folder."""

import subprocess
import sys

from alongside.site import cli
from alongside.site.folder import ROOT

STUDIES = ROOT / "tests" / "material" / "opinions"


def test_figures_need_no_data_folder(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ALONGSIDE_FROM_FOLDER", str(STUDIES))
    assert cli.main(["figures", "london.youth.policing", "--json", "--data", str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out.startswith('{"people": 26, "statements": [{"id": ')
    assert not (tmp_path / "none").exists()


def test_figures_for_a_person_are_a_table(capsys):
    assert cli.main(["figures", str(STUDIES / "london.youth.policing")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("26 people\n")
    assert "Groups are looked for from 40 people on" in said


def test_a_folder_without_a_study_is_wrong_use(tmp_path, capsys):
    assert cli.main(["figures", str(tmp_path), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("There is no comments.csv in ")


def test_figures_start_neither_django_nor_a_database():
    command = ["-m", "alongside.site.cli", "figures", STUDIES / "london.youth.policing", "--json"]
    seen = subprocess.run(
        [sys.executable, "-X", "importtime", *command], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert seen.returncode == 0
    assert "django" not in seen.stderr
