from alongside.privacy.audit import AuditLine
from alongside.privacy.files import StoredFile

__all__ = ["AuditLine", "StoredFile"]
