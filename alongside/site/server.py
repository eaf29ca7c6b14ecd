"""A web process: pages, and the sockets of sheets, in one ASGI application.

Static files are answered before Django: its middleware for them is asynchronous, and between
synchronous ones it costs every page two thread hops and an event loop. Pages run as WSGI in a pool
of threads that live as long as the process, so each keeps its database connection (a new SQLite
connection runs its PRAGMAs again, 1 to 2 ms).
"""

import asyncio
import os
import re

import alongside.site.database  # noqa: F401  before Django

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from servestatic import ServeStaticASGI

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
pages = get_wsgi_application()

# These read models, so Django comes first.
from alongside.journey import admission
from alongside.writing import sockets
from alongside.writing.hub import hub

HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
_web = ServeStaticASGI(
    WSGIMiddleware(pages, workers=4),
    root=settings.STATIC_SERVED,
    prefix=settings.STATIC_URL,
    allow_all_origins=False,
    immutable_file_test=lambda path, url: bool(HASHED.search(url)),
)


async def application(scope, receive, send):
    """The ASGI entry: its life, pages, and the live door of sheets."""
    if scope["type"] == "lifespan":
        await _life(receive, send)
    elif scope["type"] == "http":
        await _web(scope, receive, send)
    elif scope["path"].startswith(admission.PREFIX):
        await sockets.serve(scope, receive, send, admission.admit)
    else:
        await receive()
        await sockets.refuse(send)


async def _life(receive, send) -> None:
    """From the first request to the last: what was typed is on disk before the process ends."""
    await receive()
    hub.start()
    if settings.VALKEY:
        from alongside.writing.between import Between  # its client is an extra that one process does not need

        hub.between = Between(settings.VALKEY)
        hub.between.start()
    looking = asyncio.create_task(sockets.look_again_for_ever())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    looking.cancel()
    if hub.between:
        await hub.between.stop()
    await hub.stop()
    await send({"type": "lifespan.shutdown.complete"})
