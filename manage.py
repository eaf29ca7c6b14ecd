#!/usr/bin/env python
"""Django's own commands, for developers."""
import os
import sys

import alongside.site.database  # noqa: F401  a sound SQLite, before Django looks for one

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
