import type { Port } from '../base/channel.ts'
import type { PrintOrder } from '../report/printing.ts'
import type { ProcessEntry, TrainerEntry } from './spawn.ts'
import { createLatePort, type ElectronPort, type LatePort } from './latePort.ts'

/**
 * How processes talk under Electron. Its main process forks every one of them and hands each an `owner` port: of the
 * core to itself, of a trainer to the core, so that columns go from core to trainer without a stop in between.
 */
export type FromMain =
  | { kind: 'owner' }
  | { kind: 'spawned'; id: number }
  | { kind: 'exited'; id: number; reason: string }
  | { kind: 'printed'; id: number; problem: string | null }

/** What the core asks of Electron's main process. */
export type ToMain =
  | { kind: 'spawn'; id: number; entry: TrainerEntry }
  | { kind: 'kill'; id: number }
  | { kind: 'print'; id: number; order: PrintOrder }
  | { kind: 'stopPrint'; id: number }

/** What Electron hands a utility process instead of `process.send`. */
export interface ParentPort {
  postMessage(message: ToMain): void
  on(event: 'message', listener: (event: { data: FromMain; ports: ElectronPort[] }) => void): unknown
}

/** Electron's port to its main process; undefined under Node. */
export const parentPort = (): ParentPort | undefined => (process as { parentPort?: ParentPort }).parentPort

/** The port to whoever this process works for. */
export function ownerPort(parent: ParentPort): Port {
  const late = createLatePort(() => process.exit(0))
  parent.on('message', ({ data, ports }) => {
    if (data.kind !== 'owner') return
    late.bind(ports[0])
    ports[0].on('close', () => late.end('parent gone'))
  })
  return late.port
}

/** For the core: has Electron's main process start a trainer and gives the port to it. */
export function spawnThroughMain(parent: ParentPort): (entry: ProcessEntry) => Port {
  const trainers = new Map<number, LatePort>()
  let lastId = 0
  parent.on('message', ({ data, ports }) => {
    if (data.kind === 'spawned') trainers.get(data.id)?.bind(ports[0])
    if (data.kind === 'exited') {
      trainers.get(data.id)?.end(data.reason)
      trainers.delete(data.id)
    }
  })
  return (entry) => {
    if (entry === 'core') throw new Error('a core starts no other core')
    const id = ++lastId
    const late = createLatePort(() => parent.postMessage({ kind: 'kill', id }))
    trainers.set(id, late)
    parent.postMessage({ kind: 'spawn', id, entry })
    return late.port
  }
}
