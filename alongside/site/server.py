"""The one process: pages, and later the sockets, in one ASGI application.

Static files are answered before Django: its middleware for them is asynchronous, and between
synchronous ones it costs every page two thread hops and an event loop. Pages run as WSGI in a pool
of threads that live as long as the process, so each keeps its database connection (a new SQLite
connection runs its PRAGMAs again, 1 to 2 ms).
"""

import os
import re

import alongside.site.database  # noqa: F401  before Django

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from servestatic import ServeStaticASGI

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
pages = get_wsgi_application()
HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
_web = ServeStaticASGI(
    WSGIMiddleware(pages, workers=4),
    root=settings.STATIC_SERVED,
    prefix=settings.STATIC_URL,
    allow_all_origins=False,
    immutable_file_test=lambda path, url: bool(HASHED.search(url)),
)


async def application(scope, receive, send):
    """The ASGI entry: lifespan, pages; a socket is refused until `writing` opens its door."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    elif scope["type"] == "http":
        await _web(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 4404})
