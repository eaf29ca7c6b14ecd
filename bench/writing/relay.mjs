// The floor: hands each frame to the others of the same address; no document, no store.
import { WebSocketServer } from 'ws'

const rooms = new Map()
new WebSocketServer({ port: Number(process.env.PORT), host: '127.0.0.1', perMessageDeflate: false }).on('connection', (ws, request) => {
  const room = rooms.get(request.url) || new Set()
  rooms.set(request.url, room.add(ws))
  ws.on('message', (data, binary) => { for (const other of room) if (other !== ws) other.send(data, { binary }) })
  ws.on('close', () => room.delete(ws))
})
