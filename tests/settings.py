"""Settings of the tests: a data folder of their own, gone afterwards, and a database in a file."""

import atexit
import os
import shutil
import tempfile

# Each test process gets its own: the workers of xdist inherit the environment of the first.
os.environ["ALONGSIDE_DATA"] = tempfile.mkdtemp(prefix="alongside-tests-")
atexit.register(shutil.rmtree, os.environ["ALONGSIDE_DATA"], ignore_errors=True)
for name in [name for name in os.environ if name.startswith("ALONGSIDE_") and name != "ALONGSIDE_DATA"]:
    del os.environ[name]
if "TESTS_ON_POSTGRES" in os.environ:  # set by tests/journeys/test_several_processes.py
    os.environ["ALONGSIDE_DATABASE"] = os.environ["TESTS_ON_POSTGRES"]

from alongside.site.settings import *  # noqa: E402

if "ALONGSIDE_DATABASE" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}
    # The tests of promises about power cuts set this back; for all others a sync of the disk proves nothing.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
