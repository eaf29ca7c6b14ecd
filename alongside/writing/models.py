from alongside.writing.document import Document, Pen, Row, Snapshot, SpaceKey
from alongside.writing.versions import Version

__all__ = ["Document", "Pen", "Row", "Snapshot", "SpaceKey", "Version"]
