// Two unmodified y-websocket clients replay the keystrokes of two people through a running server.
// node replay.mjs TRACE.json.gz ADDRESS NAME TEXT COOKIE COOKIE
// Says "at N" now and then, and at the end {"same", "length", "faults"}. Each key is typed when all
// that its writer had seen has come through the server.
import fs from 'node:fs'
import zlib from 'node:zlib'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const [file, address, name, textName, ...cookies] = process.argv.slice(2)
const trace = JSON.parse(zlib.gunzipSync(fs.readFileSync(file)))
const IDS = [1001, 1002]

// What each person's keys are as updates, and how many of the other's clocks they build on.
function keystrokes() {
  const docs = IDS.map(id => { const doc = new Y.Doc(); doc.clientID = id; return doc })
  const has = [new Set(), new Set()]
  const made = []
  let update = null
  for (const doc of docs) doc.on('update', (found, origin) => { if (origin !== 'other') update = found })
  const bring = (who, wanted) => {
    const missing = []
    for (const waiting = [...wanted]; waiting.length;) {
      const at = waiting.pop()
      if (has[who].has(at)) continue
      has[who].add(at)
      missing.push(at)
      waiting.push(...trace.txns[at].parents)
    }
    for (const at of missing.sort((a, b) => a - b)) Y.applyUpdate(docs[who], made[at].update, 'other')
  }
  trace.txns.forEach(({ agent, parents, patches }, at) => {
    bring(agent, parents)
    has[agent].add(at)
    const text = docs[agent].getText(textName)
    const needs = Y.getState(docs[agent].store, IDS[1 - agent])
    docs[agent].transact(() => {
      for (const [position, gone, words] of patches) {
        if (gone) text.delete(position, gone)
        if (words) text.insert(position, words)
      }
    })
    made.push({ agent, update, needs })
  })
  return made
}

function person(cookie) {
  class SignedIn extends WebSocket {
    constructor(url, protocols) { super(url, protocols, { headers: { cookie } }) }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(address, name, doc, {
    WebSocketPolyfill: SignedIn, disableBc: true, maxBackoffTime: 300
  })
  return { doc, provider, text: doc.getText(textName) }
}

const until = async (so, what, seconds = 90) => {
  const end = Date.now() + seconds * 1000
  while (!so()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await new Promise(done => setTimeout(done, 1))
  }
}

const keys = keystrokes()
const people = cookies.map(person)
await until(() => people.every(one => one.provider.synced), 'both had come in')
if (people.some(one => one.text.length)) throw new Error('the text was not empty')
for (const [at, { agent, update, needs }] of keys.entries()) {
  const { doc } = people[agent]
  if (Y.getState(doc.store, IDS[1 - agent]) < needs) {
    await until(() => Y.getState(doc.store, IDS[1 - agent]) >= needs, `key ${at} could be typed`)
  }
  Y.applyUpdate(doc, update, 'typed here')
  if (at % 500 === 0) {
    console.log(`at ${at}`)
    await new Promise(done => setTimeout(done, 1))
  }
}
await until(() => people.every(one => one.text.toString() === trace.endContent), 'both had everything', 60)
  .catch(() => {})
console.log(JSON.stringify({ same: people.map(one => one.text.toString() === trace.endContent) }))
for (const one of people) one.provider.destroy()
