"""Django's SQLite backend for a connection that has no `getlimit` (see `alongside.site.database`)."""
