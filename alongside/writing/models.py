from alongside.writing.document import Document, Row, Snapshot, SpaceKey
from alongside.writing.versions import Version

__all__ = ["Document", "Row", "Snapshot", "SpaceKey", "Version"]
