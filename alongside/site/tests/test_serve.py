"""bin/serve, as the person at the keyboard meets it."""

import os
import re
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from alongside.site.folder import ROOT


class Serving:
    """A server on its own data folder, read line by line until it says where to begin."""

    def __init__(self, data, *more):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE_", "DJANGO_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "alongside.site.serve", "--port", "0", "--data", str(data), *more],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until(self, words: str) -> str:
        """What it printed, up to the line that holds `words`."""
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(said + self.process.stderr.read())

    def stop(self, how=signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=20)


@pytest.fixture
def serve(tmp_path):
    """Starts servers on a folder with a space in its name, and leaves none behind."""
    started = []

    def start(*more):
        started.append(Serving(tmp_path / "our data", *more))
        return started[-1]

    yield start
    for serving in started:
        serving.process.kill()
        serving.process.communicate()


def test_it_answers_prints_one_link_and_stops_cleanly(serve):
    first = serve()
    said = first.until("Begin here")
    base = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
    assert urlopen(base + "/health").read() == b'{"status": "ok"}'
    assert len(re.findall(rf"{base}/start/[^/\s]+/", said)) == 1

    second = serve()
    assert second.process.wait(timeout=20) == 2
    assert f"process {first.process.pid}" in second.process.stderr.read()

    assert first.stop() == 0
    third = serve()
    third.until("Begin here")
    assert third.stop(signal.SIGINT) == 0


def test_a_port_in_use_is_said_in_a_sentence(serve):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = serve("--port", str(port))
        assert refused.process.wait(timeout=20) == 2
        assert f"bin/serve --port {port + 1}" in refused.process.stderr.read()


def test_wrong_use_ends_with_two(serve):
    assert serve("--prot", "8000").process.wait(timeout=20) == 2


def test_a_command_that_reads_says_when_there_is_nothing(tmp_path, capsys):
    from alongside.site import cli

    assert cli.main(["person", "list", "--data", str(tmp_path)]) == 2
    assert "bin/serve begins it" in capsys.readouterr().err
