"""Put a sound SQLite under Django.

Every SQLite before 3.51.3 can damage a file when two connections write and checkpoint at the same
instant (the WAL-reset bug). `pysqlite3` brings a newer one; where it has no wheel, Python's own
stays in place and `bin/alongside doctor` says so. Must be imported before Django.
"""

import sys

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
