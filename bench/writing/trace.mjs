// The recorded text of two people as Yjs updates, each with what it builds on: node trace.mjs TRACE.json.gz OUT.json
import fs from 'fs'
import zlib from 'zlib'
import * as Y from 'yjs'
import { TEXT } from './client.mjs'

const trace = JSON.parse(zlib.gunzipSync(fs.readFileSync(process.argv[2])))
if (/[\u{10000}-\u{10FFFF}]/u.test(JSON.stringify(trace))) throw new Error('positions are code points; this text needs them converted')

export const WRITERS = [1001, 1002]
const docs = WRITERS.map(id => { const doc = new Y.Doc(); doc.clientID = id; return doc })
const has = [new Set(), new Set()]
const made = [] // {writer, update, need: clock of the other, clock: mine after it}
let mine = []
docs.forEach(doc => doc.on('update', (update, origin) => { if (origin !== 'other') mine.push(update) }))

// The writer gets everything that this step was built on.
function bring (writer, step) {
  const stack = [step]
  const missing = []
  while (stack.length) {
    const next = stack.pop()
    if (has[writer].has(next)) continue
    has[writer].add(next)
    missing.push(next)
    stack.push(...trace.txns[next].parents)
  }
  missing.sort((a, b) => a - b).forEach(next => Y.applyUpdate(docs[writer], made[next].update, 'other'))
}

trace.txns.forEach((step, number) => {
  const writer = step.agent
  step.parents.forEach(parent => bring(writer, parent))
  has[writer].add(number)
  const need = Y.getState(docs[writer].store, WRITERS[1 - writer])
  mine = []
  docs[writer].transact(() => {
    const text = docs[writer].getText(TEXT)
    for (const [position, deleted, inserted] of step.patches) {
      if (deleted) text.delete(position, deleted)
      if (inserted) text.insert(position, inserted)
    }
  })
  made.push({ writer, update: mine[0], need, clock: Y.getState(docs[writer].store, WRITERS[writer]) })
})

const joined = upTo => {
  const doc = new Y.Doc()
  made.slice(0, upTo).forEach(step => Y.applyUpdate(doc, step.update))
  return doc
}
const base64 = bytes => Buffer.from(bytes).toString('base64')
const all = joined(made.length)
if (all.getText(TEXT).toString() !== trace.endContent) throw new Error('the replay does not end with the recorded text')
fs.writeFileSync(process.argv[3], JSON.stringify({
  end: trace.endContent,
  state: Y.encodeStateAsUpdate(all).length,
  first1000: base64(Y.encodeStateAsUpdate(joined(1000))),
  steps: made.map(step => [step.writer, base64(step.update), step.need, step.clock])
}))
