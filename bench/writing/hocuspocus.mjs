// Hocuspocus with its SQLite extension, at its own settings: saves 2 seconds after a change, at most 10.
import { Server } from '@hocuspocus/server'
import { SQLite } from '@hocuspocus/extension-sqlite'

const { PORT, DB } = process.env
new Server({ port: Number(PORT), address: '127.0.0.1', quiet: true, extensions: [new SQLite({ database: DB })] }).listen()
