"""Pictures and sound that people gave us, sealed on disk, each under a key of its own."""

import os
import secrets

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from alongside.privacy import keys


def _new_id() -> str:
    return secrets.token_hex(12)


class StoredFile(models.Model):
    """A file that belongs to somebody, or to an answer without an account; its bytes lie sealed in the data folder."""

    id = models.CharField(primary_key=True, max_length=24, default=_new_id)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="files"
    )  # nobody for what somebody without an account gave a round
    kind = models.CharField(max_length=40)  # a media type, such as image/webp
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    key = models.BinaryField()  # wrapped by the master key
    at = models.DateTimeField(default=timezone.now)

    def path(self):
        return settings.DATA / "files" / self.id[:2] / self.id

    def read(self) -> bytes:
        """The bytes as they were stored."""
        key = keys.unwrap(bytes(self.key), keys.master(), place=f"file:{self.id}")
        return keys.unseal(key, self.path().read_bytes(), place=f"file:{self.id}")


def store(content: bytes, *, kind: str, owner, width=None, height=None) -> StoredFile:
    """Seal `content` under a new key and keep it; safe on disk before the row is written.

    What has no owner was given without a name: of its time only the day is kept, in the row and on disk.
    """
    file = StoredFile(owner=owner, kind=kind, size=len(content), width=width, height=height)
    if owner is None:
        file.at = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    key = keys.new_key()
    file.key = keys.wrap(key, keys.master(), place=f"file:{file.id}")
    path = file.path()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with open(part, "wb") as out:
        out.write(keys.seal(key, content, place=f"file:{file.id}"))
        out.flush()
        os.fsync(out.fileno())
    if owner is None:
        os.utime(part, (file.at.timestamp(), file.at.timestamp()))
    part.rename(path)
    file.save(force_insert=True)
    return file


def erase(file: StoredFile) -> None:
    """Take the row away with its key, and the bytes as soon as that stands."""
    path = file.path()
    file.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
