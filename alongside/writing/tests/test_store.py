"""Posting a form: what two people who write at once may rely on."""

from alongside.writing.document import Document
from alongside.writing.store import read_or_new

ROW = "actions/k3f9x2m7qa"


def test_both_keep_their_words_when_both_saw_the_same_page(opened, now_there):
    opened("amira").send({"aim": "We meet on Monday."})
    hers, his = opened("amira"), opened("ben")
    hers.send({"aim": "We meet on Monday at ten."})
    posted = his.send({"aim": "We all meet on Monday."})
    assert now_there().text("aim") == "We all meet on Monday at ten."
    assert [(c.yours, c.theirs, c.now) for c in posted.both_changed] == [
        ("We all meet on Monday.", "We meet on Monday at ten.", "We all meet on Monday at ten.")
    ]


def test_an_unwritten_sheet_reads_as_empty_and_begins_with_the_first_word(opened, cast):
    seen = read_or_new(cast.pair, "plan")
    assert (seen.seq, seen.answers.is_empty(), seen.document) == (0, True, None)
    opened("amira").send({"aim": ""})
    assert not Document.objects.exists()
    posted = opened("amira").send({"aim": "A library"})
    assert (posted.seq, posted.now.answers.text("aim")) == (1, "A library")
