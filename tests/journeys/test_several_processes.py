"""Two web processes on one PostgreSQL and one Valkey, all started here: two people write as if there were one."""

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from alongside.site.folder import ROOT
from tests import servers
from tests.typist import Typist, Visitor, moved, until

pytestmark = [pytest.mark.postgres, pytest.mark.valkey, pytest.mark.xdist_group("several processes")]

BOX = "for-what"


class Process:
    """One bin/serve."""

    def __init__(self, environment: dict, data, *more):
        self._start = lambda: subprocess.Popen(
            [sys.executable, "-m", "alongside.site.serve", "--data", data, "--port", str(self.port), *more],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.port = servers.free_port()
        self.start()

    def start(self) -> None:
        self._it = self._start()
        for line in self._it.stdout:
            if "answers at" in line:
                return
        raise AssertionError(f"bin/serve ended with {self._it.wait()}")

    def end(self, how=signal.SIGTERM) -> int:
        self._it.send_signal(how)
        self._it.stdout.close()
        return self._it.wait(timeout=20)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A demo on PostgreSQL, its two processes, and Kasia and Tom, who have signed in."""
    data = str(tmp_path_factory.mktemp("several") / "data")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}
    with contextlib.ExitStack() as held:
        postgres, valkey = held.enter_context(servers.postgres()), held.enter_context(servers.valkey())
        environment = own | {"ALONGSIDE_DATABASE": postgres.address, "ALONGSIDE_VALKEY": valkey.address}
        processes = []
        held.callback(lambda: [process.end() for process in processes])
        processes.append(Process(environment, data, "--demo"))
        processes.append(Process(environment, data))
        world = json.loads(_told(environment, data, "demo", "--json", base=processes[0].port))
        pair = next(each for each in world["pairs"] if each["key"] == "kasia-tom")
        links = {each["key"]: each["sign_in"] for each in world["people"]}
        sheet = next(each for each in pair["sheets"] if each["key"] == "pair-agreement")
        yield SimpleNamespace(
            environment=environment, data=data, processes=processes, ports=[each.port for each in processes],
            postgres=postgres, valkey=valkey, pair=pair, sheet=sheet, links=links, kasia=Visitor(links["kasia"]),
            tom=Visitor(links["tom"]),
        )  # fmt: skip


def test_what_two_press_at_once_is_done_once_here_too(two):
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.two_at_once"],
        env=two.environment | {"ALONGSIDE_DATA": two.data, "DJANGO_SETTINGS_MODULE": "alongside.site.settings"},
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["ready"] == {"wrong": [], "ready": 2, "open": 2}
    assert told["sign"] == {"wrong": [], "said": 2, "signed": True}


def test_the_rooms_that_hold_words_and_people_stand_on_postgresql_too():
    rooms = ["writing/tests/test_at_once.py", "writing/tests/test_store.py", "writing/tests/test_versions.py"]
    rooms += ["writing/tests/test_compaction.py", "writing/tests/test_joining.py"]
    rooms += ["people/tests/test_pair.py", "people/tests/test_prepared.py", "people/tests/test_helping.py"]
    with servers.postgres() as postgres:
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not browser and not random",
                "-m", "not firefox and not node", *(f"alongside/{room}" for room in rooms),
            ],
            env=os.environ | {"TESTS_ON_POSTGRES": postgres.address},
            cwd=ROOT, capture_output=True, text=True, timeout=180,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


def _told(environment: dict, data: str, *words, base: int | None = None) -> str:
    at = ["--base", f"http://127.0.0.1:{base}"] if base else []
    return subprocess.run(
        [sys.executable, "-m", "alongside.site.cli", *words, "--data", data, *at],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip


@pytest.fixture
def sits(two):
    """`sits("kasia", 0)`: Kasia opens the sheet at the first process."""
    opened = []

    def sit(who, process, doc=None, sheet=None, box=BOX):
        address = moved((sheet or two.sheet)["socket"], two.ports[process])
        opened.append(Typist(address, getattr(two, who).cookie, box, doc))
        return opened[-1]

    yield sit
    for each in opened:
        each.close()


def words_of(who: str, many: int) -> list[str]:
    """No two runs type the same."""
    run = secrets.token_hex(3)
    return [f"{who}x{run}x{n} " for n in range(many)]


def type_all(typist: Typist, words: list[str], pause: float = 0.02) -> threading.Thread:
    def run():
        for word in words:
            typist.type(word)
            time.sleep(pause)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def leave(two, who: str, process: int) -> None:
    """Sign out at this process."""
    page = getattr(two, who).get(moved(two.sheet["page"], two.ports[process]))
    form = next(form for form in page.find_all("form") if form.get("action", "").endswith("/leave/"))
    getattr(two, who).send(form)


def page_says(two, who: str, process: int) -> str:
    """What stands in the box on the page of this process."""
    address = moved(two.sheet["page"], two.ports[process]) + f"q/{BOX}/"
    return getattr(two, who).get(address).find("textarea").text


def test_two_type_in_one_box_on_two_processes_while_a_form_comes_in(two, sits):
    kasia, tom = sits("kasia", 0), sits("tom", 1)
    hers, his = words_of("kasia", 60), words_of("tom", 60)
    typing = [type_all(kasia, hers), type_all(tom, his)]
    time.sleep(0.3)
    form = words_of("form", 1)[0]
    box = two.tom.get(moved(two.sheet["page"], two.ports[0]) + f"q/{BOX}/").find("textarea")
    time.sleep(0.3)  # meanwhile both have typed on
    two.tom.send(box.find_parent("form"), **{box["name"]: box.text.removeprefix("\n") + f" {form}"})
    for thread in typing:
        thread.join()
    words = [*hers, *his, form]
    until(lambda: all(word.strip() in kasia.says() for word in words), "Kasia does not see all words")
    until(lambda: kasia.says() == tom.says(), "the two see different words")
    assert [kasia.says().count(word) for word in hers + his] == [1] * 120
    until(lambda: tom.acked == tom.sent and kasia.acked == kasia.sent, "not all is acked")
    assert page_says(two, "kasia", 1).strip() == page_says(two, "tom", 0).strip() == kasia.says().strip()


def test_what_one_types_is_at_the_other_process_at_once(two, sits):
    kasia, tom = sits("kasia", 0), sits("tom", 1)
    took = [seconds_until_seen(kasia, tom, f"quick{n} ") for n in range(20)]
    assert sorted(took)[10] < 0.5  # looking every two seconds alone would not do that


def test_each_sees_where_the_other_is_and_that_they_have_gone(two, sits):
    kasia = sits("kasia", 0)
    kasia.stand_in(BOX)
    tom = sits("tom", 1)
    me = kasia.doc.client_id
    until(lambda: tom.here.get(me), "Tom does not see where Kasia is")
    assert tom.here[me] == {"name": "Kasia", "side": "left", "box": BOX}
    tom.stand_in("time-place")
    until(lambda: kasia.here.get(tom.doc.client_id), "Kasia does not see where Tom is")
    kasia.stand_in("stays")
    until(lambda: tom.here[me]["box"] == "stays", "Tom does not see that Kasia has moved")
    kasia.close()
    until(lambda: tom.here[me] is None, "Tom does not see that Kasia has gone")


def test_a_right_that_ends_in_one_process_ends_in_the_other_within_a_second(two, sits):
    two.tom = Visitor(two.links["tom"])
    tom, kasia = sits("tom", 1), sits("kasia", 1)
    leave(two, "tom", 0)
    assert tom.until_gone(1.0) == 4401
    kasia.type("still here ")
    until(lambda: kasia.acked == kasia.sent, "Kasia may stay")
    two.tom = Visitor(two.links["tom"])


def test_a_process_is_killed_while_both_type_and_no_acked_word_is_lost(two, sits):
    kasia, tom = sits("kasia", 0), sits("tom", 0)
    tom.stand_in(BOX)
    watching = sits("kasia", 1)
    until(lambda: watching.here.get(tom.doc.client_id), "Tom is not seen from the other process")
    typing = [
        type_all(kasia, words_of("hers", 100), 0.01),
        type_all(tom, words_of("his", 100), 0.01),
    ]
    until(lambda: len(kasia.acked_words()) > 20 and len(tom.acked_words()) > 20, "nothing is acked")
    two.processes[0].end(signal.SIGKILL)
    acked = kasia.acked_words() + tom.acked_words()
    for thread in typing:
        thread.join()
    assert 40 < len(acked) < 200
    fresh = sits("kasia", 1)
    assert [word for word in acked if word not in fresh.says()] == []
    every = [word for each in (kasia, tom) for _, word in each.words]
    assert [word for word in every if word not in fresh.says()], "words typed into the dead process were not lost"
    seen = set(re.findall(r"his\w+ ", kasia.says())) - {word for _, word in kasia.words}
    assert [word for word in seen if word not in fresh.says()] == []  # what she saw of him is there too

    again = [sits("kasia", 1, kasia.doc), sits("tom", 1, tom.doc)]
    until(lambda: all(word in again[0].says() for word in every), "what was not acked comes up again")
    until(lambda: again[0].says() == again[1].says() == watching.says(), "they see different words")
    assert [again[0].says().count(word) for word in every] == [1] * 200
    again[1].type("and on ")
    until(lambda: "and on" in again[0].says(), "Tom types on under the id that he had")
    until(lambda: watching.here[tom.doc.client_id] is None, "the killed process still speaks for Tom", 15)
    two.processes[0].start()


def test_two_begin_the_same_sheets_at_the_same_instant(two):
    begun = []

    def begin(who, process, sheet):
        with contextlib.suppress(IndexError):
            typist = Typist(
                moved(sheet["socket"], two.ports[process]), getattr(two, who).cookie, sheet["texts"][0]
            )
            typist.type(f" {who} begins ")
            begun.append((sheet["key"], typist))

    sheets = [each for each in _unwritten(two) if each["texts"]]
    assert len(sheets) >= 3
    threads = [
        threading.Thread(target=begin, args=(who, process, sheet))
        for sheet in sheets
        for who, process in (("kasia", 0), ("tom", 1))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 2 * len(sheets)
    for sheet in sheets:
        one, other = (typist for key, typist in begun if key == sheet["key"])
        until(lambda one=one: "kasia" in one.says() and "tom" in one.says(), f"{sheet['key']} is there twice")
        until(lambda one=one, other=other: one.says() == other.says(), "they see different words")
    for _, typist in begun:
        typist.close()


def _unwritten(two) -> list[dict]:
    return [each for each in two.pair["sheets"] if each["key"] not in ("pair-agreement", "brief-questions")]


def test_a_third_process_is_refused_without_a_line_to_the_others(two):
    alone = {name: value for name, value in two.environment.items() if name != "ALONGSIDE_VALKEY"}
    done = subprocess.run(
        [sys.executable, "-m", "alongside.site.serve", "--data", two.data, "--port", "0"],
        cwd=ROOT, env=alone, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 2
    assert "running" in done.stderr


def test_other_keys_are_refused_before_anything_is_written_under_them(two, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "alongside.site.serve", "--data", str(tmp_path / "other"), "--port", "0"],
        cwd=ROOT, env=two.environment, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 2
    assert "do not open what this database holds" in done.stderr


def test_a_backup_comes_back_into_another_database(two, tmp_path):
    said = _told(two.environment, two.data, "backup", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys"))
    assert "rows of the database" in said
    with servers.postgres() as empty:
        elsewhere = two.environment | {"ALONGSIDE_DATABASE": empty.address}
        new = str(tmp_path / "new")
        said = _told(elsewhere, new, "restore", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys"))
        assert "every byte as it was noted" in said
        assert "Kasia" in _told(elsewhere, new, "person", "list")
        assert "wrong" not in _told(elsewhere, new, "doctor")


def test_a_server_that_does_not_keep_what_it_confirms_is_refused(two, tmp_path):
    with servers.postgres(fsync="off") as careless:
        done = subprocess.run(
            [sys.executable, "-m", "alongside.site.serve", "--data", str(tmp_path / "data"), "--port", "0"],
            cwd=ROOT, env=two.environment | {"ALONGSIDE_DATABASE": careless.address},
            capture_output=True, text=True, timeout=30,
        )  # fmt: skip
    assert done.returncode == 2
    assert "fsync=off" in done.stderr


def test_when_postgresql_was_started_again_everybody_goes_on(two, sits):
    kasia, tom = sits("kasia", 0), sits("tom", 1)
    kasia.type("before ")
    until(lambda: "before" in tom.says() and kasia.acked == kasia.sent, "Tom does not see it")
    two.postgres.end()
    assert health(two, 0) == 503
    two.postgres.start()
    kasia.type("after ")  # not on disk: she is told to connect again, and it comes up from her document
    assert kasia.until_gone() == 1012
    again = sits("kasia", 0, kasia.doc)
    until(lambda: again.acked == again.sent, "nothing is saved any more")
    until(lambda: "after" in sits("tom", 1).says(), "Tom does not see it")
    assert "after" in page_says(two, "tom", 1)
    assert health(two, 0) == health(two, 1) == 200


def health(two, process: int) -> int:
    try:
        return urlopen(f"http://127.0.0.1:{two.ports[process]}/health", timeout=10).status
    except HTTPError as why:
        return why.code


def test_without_the_line_all_still_holds_within_seconds_and_it_mends_itself(two, sits):
    """The negative control of the line, too: what took milliseconds with it takes longer."""
    kasia, tom = sits("kasia", 0), sits("tom", 1)
    two.valkey.end(signal.SIGKILL)
    assert health(two, 0) == 503
    took = [seconds_until_seen(kasia, tom, f"slow{n} ") for n in range(3)]
    assert 0.5 < max(took) < 5
    until(lambda: kasia.acked == kasia.sent, "acks do not need the line")
    leave(two, "tom", 0)
    assert tom.until_gone(6.0) == 4401

    two.valkey.start()
    until(lambda: health(two, 0) == health(two, 1) == 200, "Valkey is not found again")
    two.tom = Visitor(two.links["tom"])
    tom = sits("tom", 1)
    until(lambda: seconds_until_seen(kasia, tom, "quick again ") < 0.3, "the line does not mend")


def seconds_until_seen(one, other, word: str) -> float:
    began, before = time.monotonic(), other.says().count(word)
    one.type(word)
    until(lambda: other.says().count(word) > before, "it is never seen")
    return time.monotonic() - began
