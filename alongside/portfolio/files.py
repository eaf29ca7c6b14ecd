"""Pictures and sound on a sheet: taken in, and given only to those who may read the sheet."""

from django.utils.translation import gettext as _

from alongside.kit import upload as uploads
from alongside.people.person import Person
from alongside.privacy import files


def keep_upload(upload, kind: str, *, by: Person) -> str:
    """Take a picture or a sound in and return the id of the stored file. Raises `BadFile`."""
    if kind == "picture":
        taken = uploads.take_picture(
            upload,
            sentence=_("This picture is too large or of a kind that we cannot open. Use a photo up to 20 MB, or go on without one."),
        )
    else:
        taken = uploads.take_sound(
            upload,
            sentence=_("This is not a sound that we can play. Use your phone's recorder, up to 20 MB, or write it."),
        )
    return files.store(taken.content, kind=taken.kind, owner=by, width=taken.width, height=taken.height).pk
