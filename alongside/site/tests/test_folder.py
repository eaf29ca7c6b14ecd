"""One process a data folder."""

import subprocess
import sys

import pytest

from alongside.site.folder import Folder, InUse

HOLD = """
import sys
from alongside.site.folder import Folder
with Folder(sys.argv[1]).lock():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def held(tmp_path):
    """A folder with a space in its name that another process holds."""
    folder = Folder(tmp_path / "our data")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, folder.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        folder.other = other
        yield folder
        other.stdin.close()


def test_a_second_process_is_told_who_holds_the_folder(held):
    with pytest.raises(InUse, match=f"process {held.other.pid}"), held.lock():
        pass
    assert held.holder() == str(held.other.pid)


def test_a_folder_is_free_again_when_its_process_was_killed(held):
    held.other.kill()
    held.other.wait()
    assert held.holder() == ""
    with held.lock():
        pass


def test_data_is_found_from_where_the_command_was_typed(monkeypatch, tmp_path):
    monkeypatch.setenv("ALONGSIDE_FROM_FOLDER", str(tmp_path))
    assert Folder.chosen("here").path == tmp_path / "here"
    assert Folder.chosen(str(tmp_path / "there")).path == tmp_path / "there"


def test_looking_at_a_folder_does_not_make_it(tmp_path):
    folder = Folder(tmp_path / "new")
    assert not folder.has_begun()
    assert folder.holder() == ""
    assert not folder.path.exists()
