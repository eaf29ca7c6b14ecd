"""A study comes in from another tool, and somebody else's file gets one clear sentence."""

import csv
import io
import os
import time
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.voices import polis
from alongside.voices.figures import figures
from alongside.voices.polis import BadStudy, Statement, Study, Votes, read, read_folder

STUDIES = Path(__file__).parents[3] / "tests" / "material" / "opinions"
NAMES = ("london.youth.policing", "15-per-hour-seattle", "canadian-electoral-reform")
COMMENTS = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
VOTES = "timestamp,comment-id,voter-id,vote\n"
TWO = COMMENTS + "1,0,9,0,0,1,Ask us first\n1,1,9,0,0,1,Ask us twice\n1,2,9,0,0,-1,Buy my boat\n"


def study(votes: str, comments: str = TWO) -> Study:
    return read(io.BytesIO(comments.encode()), io.BytesIO((VOTES + votes).encode()))


def rows_of(name: str, file: str) -> list[dict]:
    with open(STUDIES / name / file, newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def counted_by_hand(name: str) -> tuple[dict[str, Counter], set[str]]:
    """(statement → votes, people), in a few lines of another kind: a later row wins unless its time is earlier."""
    rejected = {row["comment-id"] for row in rows_of(name, "comments.csv") if row["moderated"] == "-1"}
    last: dict[tuple, tuple] = {}
    for row in rows_of(name, "votes.csv"):
        key, moment = (row["voter-id"], row["comment-id"]), int(row["timestamp"])
        if row["comment-id"] not in rejected and moment >= last.get(key, (moment, ""))[0]:
            last[key] = (moment, row["vote"])
    found = {row["comment-id"]: Counter() for row in rows_of(name, "comments.csv")}
    for (_, statement), (_, vote) in last.items():
        found[statement][vote] += 1
    people = {row["voter-id"] for row in rows_of(name, "votes.csv")}
    return {each: votes for each, votes in found.items() if each not in rejected}, people


@pytest.mark.parametrize("name", NAMES)
def test_figures_of_a_real_study_are_those_counted_by_hand(name):
    found = figures(read_folder(STUDIES / name))
    by_hand, people = counted_by_hand(name)
    assert found["people"] == len(people)
    assert {str(each["id"]) for each in found["statements"]} == set(by_hand)
    for each in found["statements"]:
        votes = by_hand[str(each["id"])]
        assert (each["agree"], each["disagree"], each["pass"]) == (votes["1"], votes["-1"], votes["0"])
        decided = votes["1"] + votes["-1"]
        expected = (votes["1"] + 0.5) / (decided + 1) if decided >= 8 else None
        assert each["agreement"] == expected


def test_the_numbers_of_statements_are_those_that_the_sources_name():
    kept = {name: len(read_folder(STUDIES / name).votes.statements) for name in NAMES}
    assert kept == dict(zip(NAMES, (36, 31, 152), strict=True))


def test_the_highest_timestamp_counts_and_on_a_tie_the_later_row():
    votes = study("5,0,7,1\n3,0,7,-1\n").votes
    assert votes.counts()[0] == (1, 0, 0)
    votes = study("5,0,7,1\n5,0,7,-1\n").votes
    assert votes.counts()[0] == (0, 1, 0)


def test_a_rejected_statement_is_nowhere_and_counts_for_nobodys_number_of_votes():
    found = study("1,0,7,1\n1,2,7,1\n1,2,8,1\n")
    assert found.votes.statements == ["0", "1"]
    assert found.votes.people == ["7"]
    assert found.votes.votes_of_people().tolist() == [1]
    assert [statement.rejected for statement in found.statements] == [False, False, True]


def test_the_order_of_columns_and_further_ones_do_not_matter():
    comments = "comment-body,moderated,comment-id,importance\nAsk us,0,a,3\n"
    votes = "vote,voter-id,comment-id,timestamp,datetime\n-1,x,a,5,Monday\n"
    found = read(
        io.BytesIO(b"\xef\xbb\xbf" + comments.encode()), io.BytesIO(votes.replace("\n", "\r\n").encode())
    )
    assert found.votes.counts() == [(0, 1, 0)]


def test_a_statement_may_have_commas_quotes_and_lines():
    words = 'Ask us, "first",\nand twice'
    found = read(
        io.BytesIO(polis.write_comments([Statement("0", words)], {}).encode()),
        io.BytesIO((VOTES + "1,0,7,1\n").encode()),
    )
    assert found.statements[0].words == words


BAD = {
    "empty": (TWO, "", "votes.csv is empty."),
    "no statements": ("", VOTES, "comments.csv is empty."),
    "only a heading": (COMMENTS, VOTES, "comments.csv has no statements in it."),
    "no votes": (TWO, VOTES, "votes.csv has no votes in it."),
    "wrong columns": (TWO, "a,b\n1,2\n", "votes.csv has no column timestamp and no column comment-id"),
    "a column too few": (TWO, VOTES + "1,0,7\n", "Line 2 of votes.csv has 3 columns, and the first has 4."),
    "unknown statement": (TWO, VOTES + "1,0,7,1\n1,99,7,1\n", "Line 3 of votes.csv is a vote on statement “99”"),
    "no vote": (TWO, VOTES + "1,0,7,2\n", "Line 2 of votes.csv: a vote is 1, -1 or 0, and not “2”."),
    "no person": (TWO, VOTES + "1,0,,1\n", "Line 2 of votes.csv has no voter-id."),
    "no time": (TWO, VOTES + "noon,0,7,1\n", "timestamp is a whole number, and not “noon”."),
    "no moderation": (COMMENTS + "1,0,9,0,0,yes,x\n", VOTES, "moderated is 1, 0 or -1, and not “yes”."),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_gets_one_clear_sentence(bad):
    comments, votes, sentence = BAD[bad]
    with pytest.raises(BadStudy) as why:
        read(io.BytesIO(comments.encode()), io.BytesIO(votes.encode()))
    assert sentence in str(why.value)
    assert "\n" not in str(why.value)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (VOTES.encode() + b"1,0,\xff\xfe,1\n", "votes.csv is not written in UTF-8. Save it again as CSV in UTF-8."),
        ((VOTES + "1,0,7,1\n").encode("utf-16"), "votes.csv is not"),
        (b"PK\x03\x04" + bytes(200), "votes.csv is not a text."),
        (b"x" * 100_000, "votes.csv has a line of more than 64 KB."),
        (VOTES.encode() + b'1,0,"' + b"7\n" * 100_000, "of votes.csv cannot be read as CSV."),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_told_so(raw, sentence):
    with pytest.raises(BadStudy, match=sentence.replace(".", r"\.")):
        read(io.BytesIO(TWO.encode()), io.BytesIO(raw))


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(comments, votes):
    try:
        found = read(io.BytesIO(comments), io.BytesIO(votes))
    except BadStudy as refused:
        found = refused
    assert isinstance(found, Study) or str(found).endswith(".")


class Endless(io.RawIOBase):
    """A gigabyte of votes that is made while it is read."""

    def __init__(self, line: bytes):
        self.line, self.given = line, 0

    def readline(self, size=-1):
        self.given += len(self.line)
        assert self.given < 1024**3
        return VOTES.encode() if self.given == len(self.line) else self.line


def test_a_gigabyte_is_refused_while_it_is_read_without_filling_memory():
    endless = Endless(b"1,0,7,1" + b" " * 4000 + b"\n")
    tracemalloc.start()
    try:
        with pytest.raises(BadStudy, match="larger than 200 MB"):
            read(io.BytesIO(TWO.encode()), endless)
        assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert endless.given < 210 * 1024 * 1024


def test_a_gigabyte_in_a_folder_is_refused_before_it_is_read(tmp_path):
    (tmp_path / "comments.csv").write_text(TWO)
    with open(tmp_path / "votes.csv", "wb") as file:
        os.truncate(file.fileno(), 1024**3)  # sparse: it takes no room
    began = time.process_time()
    with pytest.raises(BadStudy, match="votes.csv is larger than 200 MB"):
        read_folder(tmp_path)
    assert time.process_time() - began < 1


def test_too_many_votes_or_people_are_refused(monkeypatch):
    monkeypatch.setattr(polis, "MOST_VOTES", 3)
    with pytest.raises(BadStudy, match="or 3 votes"):
        study("1,0,7,1\n1,1,7,1\n1,0,8,1\n1,1,8,1\n")
    monkeypatch.setattr(polis, "MOST_STATEMENTS", 2)
    with pytest.raises(BadStudy, match="more than 2 statements"):
        study("1,0,7,1\n")


@pytest.mark.parametrize("name", NAMES)
def test_what_goes_out_comes_in_again_as_it_was(name):
    before = read_folder(STUDIES / name)
    counts = {
        each: numbers[:2]
        for each, numbers in zip(before.votes.statements, before.votes.counts(), strict=True)
    }
    after = read(
        io.BytesIO(polis.write_comments(before.statements, counts).encode()),
        io.BytesIO(polis.write_votes(before.votes).encode()),
    )
    assert after.statements == before.statements
    assert after.votes.people == before.votes.people
    assert after.votes.counts() == before.votes.counts()


def test_what_goes_out_has_no_time_and_not_the_order_in_which_people_came():
    votes = Votes.of([("9", "a", 1), ("10", "a", -1), ("2", "a", 0)], ["a"])
    assert polis.write_votes(votes) == VOTES + "0,a,2,0\n0,a,9,1\n0,a,10,-1\n"


def test_votes_from_rows_leave_out_what_is_not_shown():
    votes = Votes.of([("x", "a", 1), ("y", "hidden", 1)], ["a", "b"])
    assert (votes.people, votes.counts()) == (["x"], [(1, 0, 0), (0, 0, 0)])


def test_a_vote_takes_little_memory_while_it_is_read():
    rows = "".join(f"{p},{n},{p},{(p + n) % 3 - 1}\n" for p in range(1000) for n in range(2))
    opened = io.BytesIO((VOTES + rows * 20).encode())
    tracemalloc.start()
    try:
        found = read(io.BytesIO(TWO.replace(",-1,", ",1,").encode()), opened)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(found.votes.said) == 2000
    assert most < 40_000 * 80
