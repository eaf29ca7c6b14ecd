// One person with a real Yjs document on a real socket, in the words of each server.
import WebSocket from 'ws'
import * as Y from 'yjs'
import * as enc from 'lib0/encoding'
import * as dec from 'lib0/decoding'

export const now = () => performance.now()
export const wire = { bytes: 0 }
export const TEXT = 'aim' // a real text of a joint sheet: our gate takes no other names

const FROM_OTHERS = 'others'
const frameBytes = (length, masked) => length + 2 + (length > 125 ? 2 : 0) + (length > 65535 ? 6 : 0) + (masked ? 4 : 0)

export class Client {
  // room: {path, cookies}; side: 0 or 1, whose cookie to carry; options.id only for the recorded trace
  constructor (server, room, side = 0, { id } = {}) {
    Object.assign(this, { server, room, side, proto: server.proto })
    this.doc = new Y.Doc()
    if (id) this.doc.clientID = id
    this.text = this.doc.getText(TEXT)
    this.typedAt = new Map() // clock → when
    this.seenClock = 0 // of mine, by my partner
    this.ackedClock = 0
    this.ackedCount = 0
    this.waiting = [] // [clock, when] of each update that has no ack yet
    this.seen = [] // [typed at, milliseconds] until my partner had it
    this.acked = []
    this.partner = this.onRemote = this.onAck = null
    this.bytes = 0
    this.synced = new Promise((resolve, reject) => { this._synced = resolve; this._failed = reject })
    this.doc.on('update', (update, origin) => { if (origin !== FROM_OTHERS && origin !== 'sent by hand') this.send(update) })
  }

  get clock () { return Y.getState(this.doc.store, this.doc.clientID) }

  clockOf (other) { return Y.getState(this.doc.store, other.doc.clientID) }

  connect () {
    const headers = this.room.cookies ? { Cookie: this.room.cookies[this.side] } : {}
    this.ws = new WebSocket(`ws://127.0.0.1:${this.server.port}${this.room.path}`, { perMessageDeflate: false, headers })
    this.ws.on('open', () => {
      if (this.proto === 'hocuspocus') this.greet()
      else if (this.proto === 'relay') this._synced()
      else this.askForAll()
    })
    this.ws.on('message', data => this.hear(data))
    this.ws.on('error', why => this._failed(why))
    this.ws.on('close', code => { this.closedWith = code; this._failed(new Error(`closed with ${code}`)) })
    this.synced.catch(() => {})
    return this.synced
  }

  close () { this.ws.terminate() }

  get isOpen () { return this.ws.readyState === WebSocket.OPEN }

  // --- out

  frame (kind) {
    const e = enc.createEncoder()
    if (this.proto === 'hocuspocus') enc.writeVarString(e, this.room.path.slice(1))
    enc.writeVarUint(e, kind)
    return e
  }

  raw (e) {
    const bytes = enc.toUint8Array(e)
    wire.bytes += frameBytes(bytes.length, true)
    this.ws.send(bytes)
  }

  greet () {
    const e = this.frame(2)
    enc.writeVarUint(e, 0)
    enc.writeVarString(e, 'token')
    enc.writeVarString(e, '4.8.0')
    this.raw(e)
  }

  askForAll () {
    const e = this.frame(0)
    enc.writeVarUint(e, 0)
    enc.writeVarUint8Array(e, Y.encodeStateVector(this.doc))
    this.raw(e)
  }

  send (update, step = 2) {
    const e = this.frame(0)
    enc.writeVarUint(e, step)
    enc.writeVarUint8Array(e, update)
    if (this.proto === 'hocuspocus' || this.proto === 'ours') this.waiting.push([this.clock, now()])
    this.raw(e)
  }

  type () {
    const clock = this.clock
    this.typedAt.set(clock, now())
    this.text.insert(this.text.length, String.fromCharCode(97 + clock % 26))
  }

  // --- in

  hear (data) {
    wire.bytes += frameBytes(data.length, false)
    this.bytes += data.length
    const d = dec.createDecoder(data)
    do this.message(d); while (this.proto === 'ours' && dec.hasContent(d)) // ours may join messages
  }

  message (d) {
    const hocuspocus = this.proto === 'hocuspocus'
    if (hocuspocus) dec.readVarString(d)
    const kind = dec.readVarUint(d)
    if (kind === 0 || (hocuspocus && kind === 4)) this.sync(dec.readVarUint(d), dec.readVarUint8Array(d))
    else if (kind === 1 && !hocuspocus) dec.readVarUint8Array(d)
    else if (hocuspocus && kind === 2) this.askForAll()
    else if (hocuspocus && kind === 8) this.ack(1)
    else if (kind === 120 && this.proto === 'ours') {
      const count = dec.readVarUint(d)
      dec.readVarUint(d)
      this.ack(count - this.ackedCount)
      this.ackedCount = count
    }
  }

  sync (step, content) {
    if (step === 0) return this.send(Y.encodeStateAsUpdate(this.doc, content), 1)
    Y.applyUpdate(this.doc, content, FROM_OTHERS)
    if (step === 1) this._synced()
    if (this.partner) this.partner.wasSeen(this.clockOf(this.partner))
    if (this.onRemote) this.onRemote()
  }

  wasSeen (until) {
    const at = now()
    for (; this.seenClock < until; this.seenClock++) {
      const typed = this.typedAt.get(this.seenClock)
      if (typed !== undefined) this.seen.push([typed, at - typed])
    }
  }

  ack (count) {
    const at = now()
    for (const [clock, sent] of this.waiting.splice(0, count)) {
      this.ackedClock = clock
      this.acked.push([sent, at - sent])
    }
    if (this.onAck) this.onAck()
  }
}
