"""A sealed column: plain in Python, closed in the database."""

import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import connection, models

from alongside.privacy import keys
from alongside.privacy.sealed import SealedJSONField


class Diary(models.Model):
    """A table of these tests, made and dropped by them."""

    words = SealedJSONField(default=dict)
    more = SealedJSONField(null=True)

    class Meta:
        app_label = "privacy"
        apps = Apps()


@pytest.fixture
def diaries(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Diary)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Diary)


def stored(column="words"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM privacy_diary")
        return bytes(cursor.fetchone()[0])


def test_it_reads_as_it_was_written(diaries):
    for said in ({"b": ["é", 1, True, None]}, {}, [], "word", ""):
        Diary.objects.all().delete()
        Diary.objects.create(words=said)
        assert Diary.objects.get().words == said
    assert Diary.objects.get().more is None
    assert Diary().words == {}


def test_the_database_holds_no_word_of_it(diaries):
    Diary.objects.create(words={"said": "canary"})
    assert b"canary" not in stored()
    assert b"said" not in stored()


def test_one_column_does_not_open_in_another(diaries):
    Diary.objects.create(words={"said": "x"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE privacy_diary SET more = words")
    with pytest.raises(keys.CannotOpen):
        Diary.objects.get()


def test_it_can_be_asked_only_whether_it_is_there(diaries):
    Diary.objects.create(words={"said": "x"})
    assert Diary.objects.filter(more__isnull=True).count() == 1
    with pytest.raises(FieldError, match="is sealed"):
        Diary.objects.filter(words={"said": "x"}).count()


def test_it_opens_after_the_master_key_was_changed(diaries, settings):
    Diary.objects.create(words={"said": "x"})
    settings.OLD_MASTER_KEYS, settings.MASTER_KEY = [settings.MASTER_KEY], keys.new_key()
    diary = Diary.objects.get()
    diary.save()
    settings.OLD_MASTER_KEYS = []
    assert Diary.objects.get().words == {"said": "x"}


def test_a_migration_knows_it_by_name():
    _, path, _, options = Diary._meta.get_field("words").deconstruct()
    assert path == "alongside.privacy.sealed.SealedJSONField"
    assert options["default"] is dict
