import { startEngine } from '../../main/engine/start.ts'
import type { EngineName } from '../../main/engine/types.ts'

/** Prints what an engine computes on, in a process of its own. */
const { device } = await startEngine(process.argv[2] as EngineName)
process.stdout.write(`${device}\n`, () => process.exit(0))
