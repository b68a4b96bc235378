import { createApp } from '../../main/app.ts'
import { forkProcess } from '../../main/host/spawn.ts'

/** Opens a project and keeps it open until this process is killed. Prints the answer once it is open. */
const app = createApp({ spawn: forkProcess, emit() {} })
const reply = await app.call('project.open', { path: process.argv[2] })
process.stdout.write(`${JSON.stringify(reply)}\n`)
setInterval(() => {}, 1000)
