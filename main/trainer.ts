import { startEngine } from './engine/start.ts'
import { portToParent } from './host/spawn.ts'
import { serveTrainer } from './trainerServices.ts'

/** A trainer in a process of its own. */
const port = portToParent()
serveTrainer(port, startEngine)

// Not `exit`: GPU drivers and what lies over them crash or hang while they are taken down, and nothing here is unsaved.
port.onClose(() => process.kill(process.pid, 'SIGKILL'))
