"""Only the two write, each what is theirs; a supporter types where the person ticked."""

from alongside.people.models import Support
from alongside.writing.document import Document, document_key
from alongside.writing.rules import documents_writable_by, may_type_for, may_write_document


def test_each_writes_what_is_theirs_and_what_is_of_both(cast, opened):
    opened("ben", person=cast.ben).send({"aim": "x"})
    opened("ben", person=cast.ben, kept=True).send({"aim": "x"})
    opened("amira").send({"aim": "x"})
    theirs = {
        who: documents_writable_by(getattr(cast, who)).count() for who in ("amira", "ben", "cleo", "stranger")
    }
    assert theirs == {"amira": 1, "ben": 3, "cleo": 0, "stranger": 0}
    for document in Document.objects.all():
        assert may_write_document(cast.ben, document)
        assert may_write_document(cast.amira, document) == (document.person is None)
        assert not may_write_document(cast.stranger, document)


def test_the_same_holds_before_anybody_has_written(cast):
    ours, mine = document_key(cast.pair, "plan"), document_key(cast.pair, "plan", cast.ben)
    assert [may_write_document(who, ours) for who in (cast.ben, cast.amira, cast.stranger)] == [
        True,
        True,
        False,
    ]
    assert [may_write_document(who, mine) for who in (cast.ben, cast.amira, cast.stranger)] == [
        True,
        False,
        False,
    ]


def test_a_supporter_types_where_the_person_ticked_until_it_ends(cast):
    profile = document_key(cast.pair, "one-page-profile", cast.ben)
    kept = document_key(cast.pair, "one-page-profile", cast.ben, kept=True)
    story = document_key(cast.pair, "story", cast.ben)
    support = Support.objects.create(person=cast.ben, supporter=cast.cleo, areas=["profile"])
    assert not may_type_for(cast.cleo, cast.ben, profile)
    support.accepted = support.since
    support.save()
    assert may_type_for(cast.cleo, cast.ben, profile)
    assert not may_type_for(cast.cleo, cast.ben, story)
    assert not may_type_for(cast.cleo, cast.ben, kept)
    assert not may_type_for(cast.cleo, cast.amira, document_key(cast.pair, "one-page-profile", cast.amira))
    support.also_kept = True
    support.save()
    assert may_type_for(cast.cleo, cast.ben, kept)
    support.ended = support.since
    support.save()
    assert not may_type_for(cast.cleo, cast.ben, profile)
