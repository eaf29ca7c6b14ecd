"""pycrdt-websocket with one SQLiteYStore a room, which is read before the room is ready."""

import asyncio
import os
from contextlib import suppress

from pycrdt.store import SQLiteYStore, YDocNotFound
from pycrdt.websocket import ASGIServer, WebsocketServer, YRoom


class Store(SQLiteYStore):
    db_path = os.environ["DB"]


class Rooms(WebsocketServer):
    async def get_room(self, name):
        if name not in self.rooms:
            store = Store(name.strip("/"))
            room = self.rooms[name] = YRoom(ready=False, ystore=store, log=self.log)
            await self.start_room(room)
            while not store.started.is_set():
                await asyncio.sleep(0.001)
            with suppress(YDocNotFound):
                await store.apply_updates(room.ydoc)
            room.ready = True
        room = self.rooms[name]
        await room.ready_event.wait()
        await self.start_room(room)
        return room


rooms = Rooms()
sockets = ASGIServer(rooms)
running = None


async def application(scope, receive, send):
    """Started with the first socket, because it needs the loop."""
    global running
    if scope["type"] == "websocket":
        running = running or asyncio.ensure_future(rooms.start())
        await rooms.started.wait()
        await sockets(scope, receive, send)
