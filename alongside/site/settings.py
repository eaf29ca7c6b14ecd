"""Settings. What differs from place to place comes from the environment; everything else is here.

`ALONGSIDE_DATA`     folder of the database, the keys, the files and an organisation's own content
`ALONGSIDE_DATABASE` postgresql://… in place of the SQLite file of that folder
`ALONGSIDE_VALKEY`   redis://… through which several processes on one PostgreSQL hear of each other
`ALONGSIDE_BASE`     the address that people type, such as https://alongside.example.org
`ALONGSIDE_EMAIL`    a Django or anymail e-mail backend (default: the console)
`ALONGSIDE_EMAIL_OPTIONS`  what that backend needs, as JSON: {"host": "mail.example.org"}
`ALONGSIDE_OLD_MASTER_KEYS`  earlier master keys in hexadecimal, newest first, while they still open something
`ALONGSIDE_DEBUG`    1 for developers only
"""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import alongside.site.database  # noqa: F401  before Django finds Python's own SQLite

from django.utils.csp import CSP

from alongside.site import several

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ALONGSIDE_DATA", ROOT / "data")).resolve()
BASE = os.environ.get("ALONGSIDE_BASE", "http://127.0.0.1:8000")
DEBUG = os.environ.get("ALONGSIDE_DEBUG") == "1"
HTTPS = BASE.startswith("https:")


def secret(name: str) -> str:
    """A secret of this data folder, made when first asked for and readable by its owner only."""
    file = DATA / "keys" / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as out:
                out.write(os.urandom(32).hex())
    return file.read_text().strip()


SECRET_KEY = os.environ.get("ALONGSIDE_SECRET_KEY") or secret("signing")
OLD_MASTER_KEYS = [bytes.fromhex(key) for key in os.environ.get("ALONGSIDE_OLD_MASTER_KEYS", "").split()]
MASTER_KEY = bytes.fromhex(os.environ.get("ALONGSIDE_MASTER_KEY") or secret("master"))

ALLOWED_HOSTS = [urlsplit(BASE).hostname or "localhost", "127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [BASE]

ROOMS = ["kit", "privacy", "people", "writing", "portfolio", "journey", "voices", "outputs", "site"]
INSTALLED_APPS = [
    *[f"alongside.{room}" for room in ROOMS],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.people.who.WhoMiddleware",
]
ROOT_URLCONF = "alongside.site.urls"
WSGI_APPLICATION = "alongside.site.server.pages"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "alongside" / room / "templates" for room in ROOMS],
        "OPTIONS": {
            "environment": "alongside.kit.templates.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "alongside.site.shell.shell",
            ],
        },
    },
    # Only for what libraries render themselves.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

_sqlite = {
    "ENGINE": "alongside.site.sqlite",
    "NAME": DATA / "alongside.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;",
    },
}
_postgres = os.environ.get("ALONGSIDE_DATABASE", "")
DATABASES = {"default": several.postgres(_postgres) if _postgres else _sqlite}
VALKEY = os.environ.get("ALONGSIDE_VALKEY", "") if _postgres else ""
if VALKEY:
    CACHES = several.tries(VALKEY)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/come-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/left/"
CSRF_FAILURE_VIEW = "alongside.people.views.kept.form_out_of_date"

ACCOUNT_ADAPTER = "alongside.people.codes.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = False  # ours: alongside/people/limits.py
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 5
MFA_ADAPTER = "alongside.people.codes.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

SESSION_COOKIE_NAME = "alongside"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "alongside.kit.upload.NothingHuge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "alongside" / "kit" / "static"]
STATIC_ROOT = DATA / "static"
STATIC_SERVED = STATICFILES_DIRS[0] if DEBUG else STATIC_ROOT  # a developer sees a change at once
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "servestatic.storage.CompressedManifestStaticFilesStorage"
    },
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [ROOT / "alongside" / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("ALONGSIDE_TIME_ZONE", "Europe/London")

_carrier = os.environ.get("ALONGSIDE_EMAIL", "alongside.kit.console.EmailBackend")
_usual = {"host": "localhost"} if _carrier.endswith("smtp.EmailBackend") else {}
MAILERS = {
    "default": {
        "BACKEND": _carrier,
        "OPTIONS": _usual | json.loads(os.environ.get("ALONGSIDE_EMAIL_OPTIONS", "{}")),
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("ALONGSIDE_FROM", "Alongside <hello@alongside.invalid>")

CONTENT = ROOT / "content"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
