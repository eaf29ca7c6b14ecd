"""The doctor finds what is wrong."""

import sqlite3

from alongside.site import cli, doctor
from alongside.site.folder import Folder


def test_an_old_sqlite_is_wrong_and_ours_is_not():
    assert doctor.sqlite((3, 40, 1)).state == doctor.WRONG
    assert doctor.sqlite((3, 51, 3)).state == doctor.OK


def test_keys_that_others_can_read_are_wrong(tmp_path):
    folder = Folder(tmp_path)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "master").touch(mode=0o600)
    assert doctor.keys(folder)[0].state == doctor.NOTE
    (tmp_path / "keys" / "master").chmod(0o644)
    assert doctor.keys(folder)[0].state == doctor.WRONG


def test_a_database_without_its_key_is_wrong(tmp_path, capsys):
    sqlite3.connect(tmp_path / "alongside.sqlite3").close()
    assert cli.main(["doctor", "--data", str(tmp_path)]) == 1
    assert "nobody can read" in capsys.readouterr().out


def test_a_running_server_is_named(tmp_path):
    folder = Folder(tmp_path)
    assert "not running" in doctor.lock(folder).words
    with folder.lock():
        assert "running, process" in doctor.lock(folder).words
