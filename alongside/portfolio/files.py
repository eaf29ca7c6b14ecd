"""Pictures and sound on a sheet: taken in, and given only to those who may read the sheet."""

from collections.abc import Callable

from alongside.kit import upload as uploads
from alongside.kit.sheets import load
from alongside.people.person import Person
from alongside.privacy import files

Words = Callable[[str, str], str]


def keep_upload(upload, kind: str, *, by: Person, words: Words | None = None) -> str:
    """Take a picture, a sound or a paper in and return the id of the stored file. Raises `BadFile`.

    `words` say why not in the reading that was chosen.
    """
    sentence = (words or load().words)("When a file cannot be taken", kind)
    if kind == "sound":
        taken = uploads.take_sound(upload, sentence=sentence)
    elif kind == "paper" and uploads.is_pdf(upload):
        taken = uploads.take_pdf(upload, sentence=sentence)
    else:
        taken = uploads.take_picture(upload, sentence=sentence)
    return files.store(taken.content, kind=taken.kind, owner=by, width=taken.width, height=taken.height).pk
