"""What the server does by itself, and what an operator can ask for: old logs folded, ended sessions gone."""

import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from alongside.site import tidy
from alongside.site.folder import ROOT
from alongside.writing.document import Row, Snapshot
from alongside.writing.tests.conftest import Form

pytestmark = pytest.mark.django_db(transaction=True)


def session(ends_in: timedelta) -> str:
    store = SessionStore()
    store.create()
    Session.objects.filter(pk=store.session_key).update(expire_date=timezone.now() + ends_in)
    return store.session_key


@pytest.fixture
def left_alone(pair):
    """A plan whose log is sixty days old, in a database that threads can see."""
    with time_machine.travel(timezone.now() - timedelta(days=60), tick=False):
        for words in ("We meet on Mon", "We meet on Monday."):
            Form(SimpleNamespace(pair=pair), pair.partner).send({"aim": words})
    assert Row.objects.count() > 1


def waits_for(what, seconds=10) -> bool:
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
    return what()


def test_a_document_left_alone_is_folded_and_an_ended_session_is_gone(left_alone):
    ended, open_ = session(-timedelta(minutes=1)), session(timedelta(hours=1))
    with tidy.kept_tidy(every=0.02):
        assert waits_for(lambda: not Session.objects.filter(pk=ended).exists())
        assert waits_for(lambda: not Row.objects.exists())
    assert Snapshot.objects.get().document.sheet == "plan"
    assert Session.objects.filter(pk=open_).exists()


def test_a_job_that_fails_is_said_with_its_place_and_tried_again(left_alone, monkeypatch, caplog):
    tried = []

    def fails_once():
        tried.append(1)
        if len(tried) == 1:
            raise OSError("the disk is full")
        return 0

    monkeypatch.setattr(tidy, "compact_idle", fails_once)
    with tidy.kept_tidy(every=0.02):
        assert waits_for(lambda: len(tried) > 1)
    assert "the disk is full" in caplog.text
    assert "Traceback" in caplog.text


def test_it_does_nothing_any_more_once_it_has_stopped(left_alone):
    with tidy.kept_tidy(every=60):
        pass
    ended = session(-timedelta(minutes=1))
    time.sleep(0.1)
    assert Session.objects.filter(pk=ended).exists()
    assert Row.objects.exists()


def test_the_command_says_when_there_is_nothing_to_tidy(tmp_path):
    asked = [sys.executable, "-m", "alongside.site.cli", "tidy", "--data", str(tmp_path / "nothing")]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "nothing" in done.stderr
