// A server on a core of its own, from its start to its end, and what it takes meanwhile.
import fs from 'fs'
import net from 'net'
import path from 'path'
import { spawn } from 'child_process'
import Database from 'better-sqlite3'
import { now } from './client.mjs'

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))

// All processes of a tree, the root first.
function tree (root) {
  const found = [root]
  for (const pid of found) {
    try {
      for (const thread of fs.readdirSync(`/proc/${pid}/task`)) {
        const children = fs.readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
        found.push(...children.split(/\s+/).filter(Boolean).map(Number))
      }
    } catch (gone) { if (!['ENOENT', 'ESRCH'].includes(gone.code)) throw gone }
  }
  return found
}

const read = file => { try { return fs.readFileSync(file, 'utf8') } catch { return '' } } // a process may just have ended

const freePort = () => new Promise(resolve => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => resolve(port))
  })
})

const answers = port => new Promise(resolve => {
  const line = net.connect(port, '127.0.0.1')
  line.on('connect', () => { line.destroy(); resolve(true) })
  line.on('error', () => resolve(false))
})

export class Server {
  // system: {cmd, env, proto, from, core, rooms}; `{PORT}` and `{DIR}` are filled in
  constructor (system, folder) {
    Object.assign(this, { system, folder, proto: system.proto })
    if (system.from && !fs.existsSync(path.join(folder, 'data'))) fs.cpSync(system.from, path.join(folder, 'data'), { recursive: true })
  }

  room (number) {
    return this.system.rooms ? this.system.rooms[number] : { path: `/d${number}` }
  }

  async start () {
    this.port = await freePort()
    const fill = words => words.replaceAll('{PORT}', this.port).replaceAll('{DIR}', this.folder)
    const pinned = this.system.core === null ? [] : ['taskset', '-c', String(this.system.core)]
    const [command, ...rest] = [...pinned, ...this.system.cmd.map(fill)]
    const env = { ...process.env }
    for (const [name, value] of Object.entries(this.system.env || {})) env[name] = fill(value)
    const said = path.join(this.folder, 'said')
    const out = fs.openSync(said, 'a')
    const began = now()
    this.process = spawn(command, rest, { env, stdio: ['ignore', out, out] })
    fs.closeSync(out)
    this.ended = new Promise(resolve => this.process.on('exit', resolve))
    while (!await answers(this.port)) {
      if (now() - began > 60000 || this.process.exitCode !== null) {
        throw new Error(`the server did not start: ${fs.readFileSync(said, 'utf8').slice(-800)}`)
      }
      await sleep(20)
    }
    return this
  }

  async stop (signal = 'SIGTERM') {
    const family = tree(this.process.pid)
    const send = (pid, what) => { try { process.kill(pid, what) } catch (gone) { if (gone.code !== 'ESRCH') throw gone } }
    if (signal === 'SIGKILL') family.forEach(pid => send(pid, signal))
    else send(this.process.pid, signal)
    const late = setTimeout(() => family.forEach(pid => send(pid, 'SIGKILL')), 12000)
    await this.ended
    clearTimeout(late)
    await sleep(100)
  }

  // Processor time so far, in milliseconds (the kernel counts in hundredths of a second).
  cpu () {
    return 10 * tree(this.process.pid).reduce((sum, pid) => {
      const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')
      return sum + (fields ? Number(fields[11]) + Number(fields[12]) : 0)
    }, 0)
  }

  // Memory in kilobytes, what is shared counted in parts.
  memory () {
    return tree(this.process.pid).reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] || 0), 0)
  }

  // Milliseconds that a profiled server of ours has spent in each part (bench/writing/profiled.py).
  shares () { return JSON.parse(read(path.join(this.folder, 'shares.json')) || '{}') }

  // Kilobytes of its databases: pages in use, because free ones are filled again before a file grows.
  stored () {
    return databases(this.folder).reduce((sum, file) => {
      const database = new Database(file, { readonly: true })
      const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map(name => database.pragma(name, { simple: true }))
      database.close()
      return sum + (pages - free) * size / 1024
    }, 0)
  }
}

const databases = folder => fs.readdirSync(folder, { withFileTypes: true }).flatMap(file => {
  const there = path.join(folder, file.name)
  return file.isDirectory() ? databases(there) : /\.sqlite3?$/.test(file.name) ? [there] : []
})
