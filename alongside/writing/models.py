from alongside.writing.document import Document, Pen, Row, Shown, Snapshot, SpaceKey
from alongside.writing.turns import Turn
from alongside.writing.versions import Version

__all__ = ["Document", "Pen", "Row", "Shown", "Snapshot", "SpaceKey", "Turn", "Version"]
