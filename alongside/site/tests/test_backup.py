"""A copy while people work, and the way back."""

import sqlite3

import pytest

from alongside.site import cli
from alongside.site.backup import CannotRestore, backup, restore
from alongside.site.folder import Folder, InUse


@pytest.fixture
def lived_in(tmp_path):
    """A data folder with one row, one file and its keys; the connection stays open, as in a server."""
    folder = Folder(tmp_path / "data")
    (folder.path / "files" / "ab").mkdir(parents=True)
    (folder.path / "files" / "ab" / "abc").write_bytes(b"sealed")
    (folder.path / "files" / "ab" / "abd.part").write_bytes(b"half")
    (folder.path / "keys").mkdir()
    (folder.path / "keys" / "master").write_text("00" * 32)
    folder.live = sqlite3.connect(folder.database, isolation_level=None)
    folder.live.execute("PRAGMA journal_mode=WAL")
    folder.live.execute("CREATE TABLE words (word TEXT)")
    folder.live.execute("INSERT INTO words VALUES ('kept')")
    yield folder
    folder.live.close()


@pytest.fixture
def copy(lived_in, tmp_path):
    lived_in.live.execute("BEGIN IMMEDIATE")
    lived_in.live.execute("INSERT INTO words VALUES ('not committed')")
    backup(lived_in, tmp_path / "backups" / "monday", tmp_path / "safe")
    lived_in.live.execute("ROLLBACK")
    return tmp_path / "backups" / "monday"


def words_in(folder: Folder) -> list[str]:
    database = sqlite3.connect(folder.database)
    words = [word for (word,) in database.execute("SELECT word FROM words")]
    database.close()
    return words


def test_what_was_committed_comes_back_and_nothing_else(copy, tmp_path):
    new = Folder(tmp_path / "new")
    restore(copy, new, tmp_path / "safe")
    assert words_in(new) == ["kept"]
    assert (new.path / "files" / "ab" / "abc").read_bytes() == b"sealed"
    assert not (new.path / "files" / "ab" / "abd.part").exists()
    assert (new.path / "keys" / "master").read_text() == "00" * 32


def test_the_copy_holds_no_key(copy):
    assert not [file for file in copy.rglob("*") if "master" in file.name]


def test_it_is_not_restored_without_the_keys(copy, tmp_path):
    with pytest.raises(CannotRestore, match="Without the keys"):
        restore(copy, Folder(tmp_path / "new"))
    assert not (tmp_path / "new" / "alongside.sqlite3").exists()


def test_it_is_not_restored_over_anything(copy, lived_in, tmp_path):
    with pytest.raises(CannotRestore, match="already"):
        restore(copy, lived_in, tmp_path / "safe")
    assert words_in(lived_in) == ["kept"]


def test_it_is_not_restored_into_a_folder_in_use(copy, tmp_path):
    new = Folder(tmp_path / "new")
    with new.lock(), pytest.raises(InUse):
        restore(copy, new, tmp_path / "safe")


@pytest.mark.parametrize("name", ["alongside.sqlite3", "files/ab/abc"])
def test_a_changed_byte_is_noticed_before_anything_is_written(copy, tmp_path, name):
    content = bytearray((copy / name).read_bytes())
    content[-1] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(CannotRestore, match=name):
        restore(copy, Folder(tmp_path / "new"), tmp_path / "safe")
    assert not (tmp_path / "new" / "files").exists()


def test_a_backup_that_broke_off_is_not_taken_for_one(copy, tmp_path):
    (copy / "backup.json").unlink()
    with pytest.raises(CannotRestore, match="not a finished backup"):
        restore(copy, Folder(tmp_path / "new"), tmp_path / "safe")


def test_the_commands_say_what_they_did(lived_in, tmp_path, capsys):
    data, monday, new = str(lived_in.path), str(tmp_path / "monday"), str(tmp_path / "new")
    keys = str(tmp_path / "safe")
    assert cli.main(["backup", monday, "--data", data]) == 0
    assert "The keys are not in it" in capsys.readouterr().out
    assert cli.main(["backup", monday, "--data", data]) == 2
    assert "there already" in capsys.readouterr().err
    assert cli.main(["restore", monday, "--data", new]) == 2
    assert "Without the keys" in capsys.readouterr().err
    assert cli.main(["backup", monday + "2", "--data", data, "--keys", keys]) == 0
    assert cli.main(["restore", monday + "2", "--data", new, "--keys", keys]) == 0
    assert "1 rows of the database and 1 other files" in capsys.readouterr().out
