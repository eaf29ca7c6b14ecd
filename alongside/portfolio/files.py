"""Pictures and sound on a sheet: taken in, and given only to those who may read the sheet."""

from django.utils.translation import gettext_lazy as _

from alongside.kit import upload as uploads
from alongside.people.person import Person
from alongside.privacy import files

PICTURE = _(
    "This picture is too large or of a kind that we cannot open. Use a photo up to 20 MB, or go on without one."
)
SOUND = _("This is not a sound that we can play. Use your phone's recorder, up to 20 MB, or write it.")
PAPER = _("We cannot open this. Use a photo or a PDF up to 20 MB, or go on without it.")


def keep_upload(upload, kind: str, *, by: Person) -> str:
    """Take a picture, a sound or a paper in and return the id of the stored file. Raises `BadFile`."""
    if kind == "sound":
        taken = uploads.take_sound(upload, sentence=str(SOUND))
    elif kind == "paper" and uploads.is_pdf(upload):
        taken = uploads.take_pdf(upload, sentence=str(PAPER))
    else:
        taken = uploads.take_picture(upload, sentence=str(PAPER if kind == "paper" else PICTURE))
    return files.store(taken.content, kind=taken.kind, owner=by, width=taken.width, height=taken.height).pk
