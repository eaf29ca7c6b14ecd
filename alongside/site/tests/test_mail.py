"""Who carries the e-mails is chosen from outside, with what that carrier needs."""

import os
import subprocess
import sys

import pytest

from alongside.site.folder import ROOT

ASK = """
import alongside.site.database, django
django.setup()
from django.core.mail import mailers
print(getattr(mailers["default"], {name!r}))
"""


@pytest.mark.parametrize(
    ("carrier", "options", "name", "value"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", "{}", "host", "localhost"),
        ("django.core.mail.backends.smtp.EmailBackend", '{"host": "mail.test"}', "host", "mail.test"),
        ("anymail.backends.postmark.EmailBackend", '{"server_token": "abc"}', "server_token", "abc"),
    ],
)
def test_a_carrier_gets_its_options_and_warns_of_nothing_old(carrier, options, name, value, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "alongside.site.settings",
        "ALONGSIDE_DATA": str(tmp_path),
        "ALONGSIDE_EMAIL": carrier,
        "ALONGSIDE_EMAIL_OPTIONS": options,
    }
    asked = [sys.executable, "-W", "always", "-c", ASK.format(name=name)]
    done = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == value, done.stderr
    assert "MAILERS" not in done.stderr
