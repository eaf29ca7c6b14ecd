"""The one process: pages, and later the sockets, in one ASGI application.

Pages run as WSGI in a pool of threads that live as long as the process, so each keeps its
database connection (a new SQLite connection runs its PRAGMAs again, 1 to 2 ms).
"""

import os

import alongside.site.database  # noqa: F401  before Django

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
pages = get_wsgi_application()
_pages = WSGIMiddleware(pages, workers=8)


async def application(scope, receive, send):
    """The ASGI entry: lifespan, pages; a socket is refused until `writing` opens its door."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    elif scope["type"] == "http":
        await _pages(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 4404})
