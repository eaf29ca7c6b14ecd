"""The code, the one thing that only its person knows, and taking back."""

import datetime
import re
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from alongside.kit import messages
from alongside.privacy.files import StoredFile
from alongside.voices import codes
from alongside.voices.contribution import Answer, Contribution, Reach, Statement, Vote
from alongside.voices.reading import Suggestion
from alongside.voices.round import close_round
from alongside.voices.tests.answerer import Answerer

SOUND = b"OggS" + b"\0" * 60


@pytest.fixture
def somebody(open_round):
    return Answerer(open_round)


@pytest.fixture
def gone_home(somebody):
    """Somebody who answered, kept code and second key, and closed the page."""
    somebody.answer("tell", "Take the list with you")
    somebody.known_code = somebody.finish()
    somebody.keep_second_key()
    somebody.post("clear/")
    assert somebody.at("mine/").status_code == 302
    return somebody


def come_back(somebody, code=None, second="marmalade"):
    """Type the code, and the one thing."""
    somebody.browser.post("/code/", {"code": code or somebody.known_code})
    return somebody.post("mine/", only=second)


# --- the code


def test_the_code_is_shown_and_kept_only_as_a_fingerprint(somebody):
    somebody.answer("tell", "Mine")
    code = somebody.finish()
    assert len(code.split()) == codes.WORDS
    assert somebody.mine.code == codes.fingerprint(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM voices_contribution")
        assert code.split()[0] not in repr(cursor.fetchall())


def test_the_same_code_is_there_when_the_page_is_opened_again(somebody):
    somebody.answer("tell", "Mine")
    code = somebody.finish()
    somebody.at("thanks/")
    assert somebody.code() == code
    assert somebody.finish() == code


def test_the_code_alone_opens_no_words(gone_home):
    stranger = Answerer(gone_home.round)
    assert (
        stranger.browser.post("/code/", {"code": gone_home.known_code.upper().replace(" ", ", ")}).status_code
        == 302
    )
    for path in ("mine/", "last/", "q/tell/", "thanks/"):
        page = stranger.at(path)
        assert "Take the list" not in page.content.decode(), path


def test_the_one_thing_opens_them(gone_home):
    assert come_back(gone_home, second=" MARMALADE ").status_code == 302
    assert "Take the list with you" in gone_home.at("mine/").content.decode()


def test_a_wrong_one_thing_opens_nothing(gone_home):
    assert come_back(gone_home, second="jam").status_code == 422
    assert gone_home.at("mine/").content.decode().count("Take the list") == 0


def without_what_is_new(page) -> str:
    return re.sub(r'value="[\w ]*"|nonce="[^"]*"', "", page.content.decode())


def test_a_wrong_code_and_one_that_nobody_has_look_the_same(gone_home):
    right = gone_home.known_code.split()
    nearly = " ".join([*right[:3], "apple" if right[3] != "apple" else "bread"])
    pages = [Client().post("/code/", {"code": code}) for code in (nearly, "never was a code", "x" * 5000)]
    assert {page.status_code for page in pages} == {422}
    assert len({without_what_is_new(page) for page in pages}) == 1


def test_a_wrong_one_thing_and_a_code_without_one_are_told_alike_by_time(gone_home, monkeypatch):
    """Both do the slow work once: without it, time would tell."""
    slow = []
    monkeypatch.setattr(codes, "make_password", lambda typed: slow.append("made") or "no")
    monkeypatch.setattr(codes, "check_password", lambda typed, kept: bool(slow.append("checked")))
    codes.fits("jam", "kept")
    codes.fits("jam", "")
    assert slow == ["checked", "made"]


def test_guessing_a_code_soon_has_to_wait(gone_home):
    guesser = Client(REMOTE_ADDR="198.51.100.9")
    answers = [guesser.post("/code/", {"code": f"guess number {n}"}).status_code for n in range(25)]
    assert answers[:20] == [422] * 20
    assert answers[20:] == [429] * 5
    assert guesser.post("/code/", {"code": gone_home.known_code}).status_code == 429
    assert (
        Client(REMOTE_ADDR="198.51.100.10").post("/code/", {"code": gone_home.known_code}).status_code == 302
    )


def test_whoever_stole_a_code_cannot_try_every_one_thing(gone_home):
    """By the code, not only by the address: a thief has many addresses."""
    answers = []
    for n in range(8):
        thief = Answerer(gone_home.round, REMOTE_ADDR=f"198.51.100.{n}")
        answers.append(come_back(thief, gone_home.known_code, second=f"{n:04}").status_code)
    assert answers == [422] * 5 + [429] * 3


def test_without_a_second_key_words_are_closed_for_good(somebody):
    somebody.answer("tell", "Mine")
    somebody.known_code = somebody.finish()
    somebody.post("clear/")
    come_back(somebody, second="")
    assert "closed for good" in somebody.at("mine/").content.decode()
    assert somebody.post("mine/", only="").status_code == 422


def test_a_code_is_sent_and_its_address_forgotten(somebody):
    somebody.answer("tell", "Mine")
    code = somebody.finish()
    somebody.post("thanks/send/", email="not an address")
    assert somebody.page.status_code == 422
    assert somebody.post("thanks/send/", email="somebody@home.example").status_code == 302
    messages.wait_until_sent()
    assert code in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["somebody@home.example"]
    assert everything_with("somebody@home.example") == []
    for _time in range(4):
        somebody.post("thanks/send/", email="somebody@home.example")
    assert somebody.page.status_code == 429


# --- changing


def test_everything_can_be_changed_until_the_round_closes(gone_home):
    come_back(gone_home)
    gone_home.answer("tell", "Take both lists", asked={"from": "mine"})
    assert Answer.objects.get().words == "Take both lists"
    close_round(gone_home.round, "", by=gone_home.round.pair.partner)
    page = gone_home.at("mine/").content.decode()
    assert "The round is closed" in page
    gone_home.post("mine/add/", line="And the charger")
    assert Suggestion.objects.get().words == "And the charger"


def test_somebody_goes_on_where_they_stopped(somebody):
    somebody.answer("helped", then="stop")
    somebody.follow()
    somebody.known_code = somebody.code()
    somebody.keep_second_key()
    somebody.post("clear/")
    come_back(somebody)
    page = somebody.at("mine/").content.decode()
    assert "You stopped at question 3" in page
    assert "/q/clear/" in page


# --- taking back


def a_picture() -> SimpleUploadedFile:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x9003] = "2026:11:25 16:01:02"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG.jpg", out.getvalue(), "image/jpeg")


def everything_said(somebody) -> None:
    somebody.at("known/contactable/")
    somebody.post("known/contactable/", somebody.hidden(), how="call", where="0161 496 0000", whom="Dot")
    somebody.answer("first-night", "nobody", note="Only the cat")
    somebody.answer("tell", "Take the list with you")
    somebody.answer("say", SimpleUploadedFile("said.ogg", SOUND, "audio/ogg"), hear="yes")
    somebody.answer("show", a_picture())
    somebody.at("q/cards/")
    somebody.post("q/cards/", somebody.hidden(), vote="agree")
    somebody.post("q/cards/card/", card="The lift is broken")


def test_a_picture_is_made_anew_and_a_sound_is_a_sound(somebody):
    everything_said(somebody)
    picture, sound = Answer.objects.get(question="show").file, Answer.objects.get(question="say").file
    assert picture.kind == "image/webp"
    assert b"2026:11:25" not in picture.read()
    assert sound.read() == SOUND
    assert somebody.at(f"mine/file/{sound.pk}/").status_code == 200
    assert Answerer(somebody.round).at(f"mine/file/{sound.pk}/").status_code == 404
    assert Client().get(f"/file/{sound.pk}/").status_code == 404


def test_a_file_that_is_something_else_is_not_taken(somebody):
    page = SimpleUploadedFile("said.ogg", b"<html><script>alert(1)</script>", "audio/ogg")
    assert somebody.answer("say", page).status_code == 422
    assert "We cannot play this file" in somebody.html
    assert somebody.answer("show", SimpleUploadedFile("a.png", b"%PDF-1.4", "image/png")).status_code == 422
    assert not StoredFile.objects.exists()


def test_a_sound_of_more_than_five_minutes_is_too_long(somebody):
    samples = (6 * 60 * 48_000).to_bytes(8, "little")
    long = b"OggS\0\2" + b"\0" * 22 + b"OpusHead" + b"OggS\0\4" + samples + b"\0" * 10
    assert somebody.answer("say", SimpleUploadedFile("said.ogg", long, "audio/ogg")).status_code == 422
    assert "longer than five minutes" in somebody.html


def everything_with(words: str) -> list[str]:
    """Every table with these words somewhere in it, as the database has them."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(
                words in str(value) or words.encode() in _bytes(value)
                for row in cursor.fetchall()
                for value in row
            ):
                found.append(table)
    return found


def _bytes(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def test_taking_back_everything_leaves_nothing_but_a_code_that_shows_what_happened(somebody):
    everything_said(somebody)
    somebody.known_code = somebody.finish()
    paths = [file.path() for file in StoredFile.objects.all()]
    assert "What goes, and what stays" in somebody.at("mine/back/").content.decode()
    page = somebody.post("mine/back/").content.decode()
    assert "It is gone" in page
    assert "stay as they were" in page
    for model in (Answer, Vote, Reach, StoredFile, Suggestion):
        assert not model.objects.exists(), model
    assert not Statement.objects.filter(contribution__isnull=False).exists()
    kept = Contribution.objects.get()
    assert (kept.withdrawn is not None, kept.name, kept.second_answer) == (True, "", "")
    assert Client().post("/code/", {"code": somebody.known_code}).status_code == 302
    assert "Take the list" not in somebody.at("mine/").content.decode()
    assert len(paths) == 2


def test_one_answer_can_be_taken_back(gone_home):
    come_back(gone_home)
    gone_home.post("mine/back/tell/")
    assert not Answer.objects.exists()
    assert Contribution.objects.get().withdrawn is None


# --- with no name means it


def all_rows() -> set[tuple]:
    """Every row of every table."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found |= {(table, *zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()}
    return found


def _plain(value):
    return _bytes(value) if isinstance(value, memoryview | bytes) else value


TIME = re.compile(r"\b(\d\d):(\d\d):(\d\d)")


def tells_on(rows: set[tuple], address: str) -> list[str]:
    """The columns in which somebody's address stands, or a time that is finer than a day."""
    found = []
    for table, *columns in rows:
        for name, value in columns:
            words = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            time = TIME.search(words) if not isinstance(value, bytes) else None
            if address in words or (time and time[0] != "00:00:00"):
                found.append(f"{table}.{name}")
    return sorted(set(found))


def test_no_table_holds_a_time_or_an_address_of_somebody_who_answered(open_round):
    before = all_rows()
    somebody = Answerer(open_round, REMOTE_ADDR="203.0.113.99", HTTP_USER_AGENT="Unmistakable/1.0")
    everything_said(somebody)
    somebody.known_code = somebody.finish()
    somebody.keep_second_key()
    somebody.post("reading/", reading="easy")
    somebody.post("clear/")
    come_back(somebody)
    somebody.at("mine/")
    written = all_rows() - before
    assert len(written) > 8
    assert tells_on(written, "203.0.113.99") == []
    assert tells_on(written, "Unmistakable") == []
    assert not Session.objects.exists()


def test_taking_back_writes_no_time_either(open_round):
    somebody = Answerer(open_round)
    everything_said(somebody)
    somebody.finish()
    before = all_rows()
    somebody.post("mine/back/tell/")
    somebody.post("mine/back/")
    assert tells_on(all_rows() - before, "127.0.0.1") == []


def test_a_table_with_a_time_or_an_address_is_found(open_round):
    """The control: what a session, or an audit line, would tell."""
    before = all_rows()
    browser = Client()
    browser.post("/reading/", {"reading": "easy"})
    Contribution.objects.create(round=open_round, place="203-0-113-99")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE voices_contribution SET place = '203.0.113.99'")
    assert tells_on(all_rows() - before, "203.0.113.99") == [
        "django_session.expire_date",
        "voices_contribution.place",
    ]


def test_the_file_of_somebody_without_a_name_has_the_time_of_a_day_on_disk(somebody):
    somebody.answer("say", SimpleUploadedFile("said.ogg", SOUND, "audio/ogg"))
    kept = StoredFile.objects.get()
    on_disk = datetime.datetime.fromtimestamp(kept.path().stat().st_mtime, datetime.UTC)
    assert (on_disk.minute, on_disk.second, on_disk.microsecond) == (0, 0, 0)


def test_nothing_of_an_answer_goes_into_a_log(somebody, caplog):
    caplog.set_level("DEBUG")
    everything_said(somebody)
    somebody.finish()
    ours = [record for record in caplog.records if record.name not in ("PIL", "django.db.backends")]
    said = " ".join(record.getMessage() for record in ours)
    assert "list with you" not in said
    assert "127.0.0.1" not in said
    assert somebody.round.short not in said
