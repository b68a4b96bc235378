import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Port } from '../base/channel.ts'

/** The processes Assay starts beside its own. */
export type ProcessEntry = 'core' | 'trainer'

/** Starts a process and gives its port. Hosts differ in how; what runs in it does not. */
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

/** What Electron hands a utility process instead of `process.send`. */
interface ElectronParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** A started process's port to whoever started it: Electron's parent port, or Node's. */
export function portToParent(): Port {
  const electron = (process as { parentPort?: ElectronParentPort }).parentPort
  if (electron) {
    return {
      post: (message) => electron.postMessage(message),
      onMessage: (listener) => electron.on('message', (event) => listener(event.data)),
      onClose() {},
      close: () => process.exit(0),
    }
  }
  return {
    post(message) {
      if (process.connected) process.send?.(message)
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.on('disconnect', () => listener('parent gone')),
    close: () => process.exit(0),
  }
}
