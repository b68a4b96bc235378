import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Port } from '../base/channel.ts'
import type { EngineName } from '../engine/types.ts'
import { ownerPort, parentPort, spawnThroughMain } from './utilityProcess.ts'

/** What carries a trainer: a process of Node's, or a hidden page for the GPU that Chromium hands out. */
export type TrainerEntry = 'trainer' | 'trainerPage'

/** What Assay starts beside its own process. */
export type ProcessEntry = 'core' | TrainerEntry

/** Starts one of them and gives its port. Hosts differ in how; what runs in it does not. */
export type Spawn = (entry: ProcessEntry) => Port

export const entryPath = (entry: ProcessEntry): string =>
  fileURLToPath(new URL(`../${entry}${extname(import.meta.url)}`, import.meta.url))

/** For the command line and the browser host: a Node process of its own, ended with its parent. */
export const forkProcess: Spawn = (entry) => {
  const child = fork(entryPath(entry), { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000)
  })
  return {
    post(message) {
      if (child.connected) child.send(message as object)
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) =>
      void child.on('exit', (code, signal) => listener(`${signal ?? `exit ${code}`} ${lastWords}`.trim())),
    close: () => void child.kill(),
  }
}

/**
 * How the core starts its trainers, and what carries one on a given engine: it forks processes itself, except under
 * Electron, where only the main process may, and where WebGPU is a page's.
 */
export function coreSpawn(): { spawn: Spawn; trainerFor(engine: EngineName): TrainerEntry } {
  const parent = parentPort()
  return parent
    ? { spawn: spawnThroughMain(parent), trainerFor: (engine) => (engine === 'webgpu' ? 'trainerPage' : 'trainer') }
    : { spawn: forkProcess, trainerFor: () => 'trainer' }
}

/** A started process's port to whoever started it. */
export function portToParent(): Port {
  const electron = parentPort()
  if (electron) return ownerPort(electron)
  return {
    post(message) {
      if (process.connected) process.send?.(message)
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.on('disconnect', () => listener('parent gone')),
    close: () => process.exit(0),
  }
}
