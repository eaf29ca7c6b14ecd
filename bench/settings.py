"""The settings of a real server, and one more address that answers with next to nothing."""

from alongside.site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.hello"
