// One measurement: node load.mjs SPEC.json '{"work": "typing", "system": "ours", …}' prints one object.
// SPEC.json: {trace, folder, systems: {name: {cmd, env, proto, persists, core, from, rooms}}}
import fs from 'fs'
import path from 'path'
import * as Y from 'yjs'
import { Client, TEXT, now, wire } from './client.mjs'
import { Server, sleep } from './server.mjs'

const spec = JSON.parse(fs.readFileSync(process.argv[2]))
const asked = JSON.parse(process.argv[3])
const trace = JSON.parse(fs.readFileSync(spec.trace))
const WRITERS = [1001, 1002]
const AT_A_TIME = 20 // handshakes
const AHEAD = 256 // letters that the other has not seen yet, in the flood

const bytesOf = base64 => Buffer.from(base64, 'base64')
const quantile = (sorted, q) => sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] : null

function times (clients, kind, from, until) {
  const found = clients.flatMap(client => client[kind].filter(([at]) => at >= from && at < until).map(([, took]) => took))
  found.sort((a, b) => a - b)
  return { count: found.length, p50: quantile(found, 0.5), p99: quantile(found, 0.99) }
}

async function all (clients) {
  for (let i = 0; i < clients.length; i += AT_A_TIME) await Promise.all(clients.slice(i, i + AT_A_TIME).map(client => client.connect()))
}

// Two people for each document, and a thousand edits in it already, so that they type into a real text.
async function pairs (server, count) {
  const clients = []
  for (let i = 0; i < count; i++) {
    const two = [0, 1].map(side => new Client(server, server.room(i), side))
    two.forEach((client, side) => { client.partner = two[1 - side] })
    clients.push(...two)
  }
  await all(clients)
  return clients
}

async function begin (clients) {
  const start = bytesOf(trace.first1000)
  for (let i = 0; i < clients.length; i += 2) {
    Y.applyUpdate(clients[i].doc, start, 'the start')
    if (i % 50 === 48) await sleep(20)
  }
  const length = clients[0].text.length
  await until(() => clients.every(client => client.text.length >= length), 60, 'the first edits did not reach everybody')
}

async function until (holds, seconds, why) {
  const began = now()
  while (!holds()) {
    if (now() - began > seconds * 1000) throw new Error(why)
    await sleep(20)
  }
}

// Everybody types five keys a second, not in step with each other; returns what ends it.
function type (clients) {
  let stopped = false
  for (const client of clients) {
    const next = () => {
      if (stopped || !client.isOpen) return
      client.type()
      setTimeout(next, 100 + Math.random() * 200)
    }
    setTimeout(next, Math.random() * 300)
  }
  return () => { stopped = true }
}

function stillOpen (clients) {
  const closed = clients.filter(client => !client.isOpen)
  if (closed.length) throw new Error(`${closed.length} of ${clients.length} were let go, with code ${closed[0].closedWith}`)
}

async function typing (server, { pairs: count, secs }) {
  await server.start()
  const clients = await pairs(server, count)
  await begin(clients)
  const stop = type(clients)
  await sleep(2000)
  const before = [server.cpu(), process.cpuUsage(), wire.bytes, now(), server.shares()]
  await sleep(secs * 1000)
  const after = [server.cpu(), process.cpuUsage(before[1]), wire.bytes, now(), server.shares()]
  const memory = server.memory()
  stop()
  await sleep(700)
  stillOpen(clients)
  const [from, to] = [before[3], after[3]]
  const keys = clients.reduce((sum, client) => sum + [...client.typedAt.values()].filter(at => at >= from && at < to).length, 0)
  const seen = times(clients, 'seen', from, to)
  if (seen.count < keys) throw new Error(`${keys - seen.count} of ${keys} keys did not reach the partner`)
  clients.forEach(client => client.close())
  const cpu = after[0] - before[0]
  const shares = Object.entries(after[4]).map(([part, took]) => [part, 100 * (took - before[4][part]) / cpu])
  return {
    keys,
    seen_p50_ms: seen.p50,
    seen_p99_ms: seen.p99,
    acked_p50_ms: times(clients, 'acked', from, to).p50,
    cpu_us_per_key: cpu * 1000 / keys,
    bytes_per_key: (after[2] - before[2]) / keys,
    memory_mb: memory / 1024,
    server_busy: cpu / (to - from),
    client_busy: (after[1].user + after[1].system) / 1000 / (to - from),
    shares: Object.fromEntries(shares)
  }
}

// The whole recorded text as fast as the two can go, never further ahead of each other than a window.
async function replay (server, room) {
  const two = WRITERS.map((id, side) => new Client(server, room, side, { id }))
  two.forEach((client, side) => { client.partner = two[1 - side] })
  await all(two)
  const mine = [[], []]
  trace.steps.forEach(([writer, update, need, clock]) => mine[writer].push([bytesOf(update), need, clock]))
  const at = [0, 0]
  const clockIn = (side, writer) => Y.getState(two[side].doc.store, WRITERS[writer])
  const pump = side => {
    for (; at[side] < mine[side].length; at[side]++) {
      const [update, need, clock] = mine[side][at[side]]
      if (clockIn(side, 1 - side) < need || clock - clockIn(1 - side, side) > AHEAD) return
      Y.applyUpdate(two[side].doc, update, 'sent by hand')
      two[side].send(update)
    }
  }
  const last = mine.map(steps => steps.at(-1)[2])
  const finished = () => two.every((_, side) => WRITERS.every((__, writer) => clockIn(side, writer) >= last[writer]))
  const began = now()
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the flood stopped at ${at} of ${mine.map(steps => steps.length)}`)), 120000)
    const on = () => {
      pump(0)
      pump(1)
      if (finished()) { clearTimeout(late); resolve() }
    }
    two.forEach(client => { client.onRemote = on })
    on()
  })
  const took = now() - began
  if (two.some(client => client.text.toString() !== trace.end)) throw new Error('the flood does not end with the recorded text')
  if (server.proto === 'ours') await until(() => two.every(client => client.waiting.length === 0), 30, 'not everything was acked')
  await sleep(300)
  return { two, took }
}

async function flood (server, { settle }) {
  await server.start()
  const base = server.memory()
  const kept = server.system.from ? server.stored() : 0 // people, pairs and the demo's words
  const cpu = server.cpu()
  const bytes = wire.bytes
  const { two, took } = await replay(server, server.room(0))
  const found = {
    flood_cpu_us: (server.cpu() - cpu) * 1000 / trace.steps.length,
    flood_s: took / 1000,
    flood_bytes: (wire.bytes - bytes) / trace.steps.length,
    flood_memory_mb: (server.memory() - base) / 1024
  }
  if (!server.system.persists) {
    two.forEach(client => client.close())
    return found
  }
  await sleep(settle ? settle * 1000 : 0)
  two.forEach(client => client.close())
  await sleep(settle ? 500 : 0)
  await server.stop(settle ? 'SIGTERM' : 'SIGKILL')
  if (settle) found.store_kb = server.stored() - kept
  const opens = []
  for (let i = 0; i < (settle ? 5 : 1); i++) opens.push(await coldOpen(server, Boolean(settle)))
  found[settle ? 'cold_open_ms' : 'crash_open_ms'] = opens.every(ms => ms !== null) ? quantile(opens.sort((a, b) => a - b), 0.5) : null
  return found
}

// The first open after a restart; another document first, so that code is loaded. Nothing where words are missing.
async function coldOpen (server, gently) {
  await server.start()
  const other = new Client(server, server.room(1))
  await other.connect()
  other.close()
  await sleep(100)
  const began = now()
  const client = new Client(server, server.room(0))
  await client.connect()
  while (client.text.toString() !== trace.end && now() - began < 5000) await sleep(1)
  const took = now() - began
  client.close()
  await sleep(100)
  await server.stop(gently ? 'SIGTERM' : 'SIGKILL')
  return took < 5000 ? took : null
}

async function open (server, { documents }) {
  await server.start()
  const warm = await pairs(server, 2)
  await begin(warm)
  await sleep(500)
  const before = server.memory()
  const clients = []
  for (let i = 2; i < documents + 2; i++) clients.push(new Client(server, server.room(i)))
  for (let i = 0; i < clients.length; i += AT_A_TIME) {
    const some = clients.slice(i, i + AT_A_TIME)
    await all(some)
    some.forEach(client => Y.applyUpdate(client.doc, bytesOf(trace.first1000), 'the start'))
  }
  await sleep(5000)
  const found = { kb_per_open_document: (server.memory() - before) / documents }
  stillOpen(clients)
  clients.concat(warm).forEach(client => client.close())
  return found
}

// Killed while they type, all tabs closed, started again: what was acked or seen, and is gone?
async function kill (server, { pairs: count, secs, rounds = 1 }) {
  const found = { typed: 0, promised: 0, lost_after_kill: 0 }
  await server.start()
  for (let round = 0; round < rounds; round++) {
    const clients = await pairs(server, count)
    if (round === 0) await begin(clients)
    const stop = type(clients)
    await sleep(secs * 1000 * (0.5 + Math.random()))
    await server.stop('SIGKILL')
    stop()
    clients.forEach(client => client.close())
    await server.start()
    for (let i = 0; i < clients.length; i += 2) {
      const reader = new Client(server, server.room(i / 2))
      await reader.connect()
      for (const client of [clients[i], clients[i + 1]]) {
        const promised = Math.max(client.seenClock, client.ackedClock)
        const there = Y.getState(reader.doc.store, client.doc.clientID)
        found.typed += client.typedAt.size
        found.promised += promised
        found.lost_after_kill += Math.max(0, promised - there)
      }
      reader.close()
    }
  }
  return found
}

const works = { typing, flood, open, kill }
const folder = fs.mkdtempSync(path.join(spec.folder, 'run-'))
const server = new Server(spec.systems[asked.system], folder)
const end = async () => {
  if (server.process && server.process.exitCode === null && server.process.signalCode === null) await server.stop('SIGKILL')
  if (!asked.keep) fs.rmSync(folder, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end().then(() => process.exit(1)))
let code = 0
try {
  console.log(JSON.stringify(await works[asked.work](server, asked)))
} catch (why) {
  console.log(JSON.stringify({ error: String(why.message) }))
  code = 1
} finally {
  await end()
}
process.exit(code)
