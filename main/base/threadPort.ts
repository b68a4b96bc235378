import { parentPort, type Worker } from 'node:worker_threads'
import type { Port } from './channel.ts'
import { buffersOf } from './handover.ts'

/** The port to a thread. */
export function portOf(thread: Worker): Port {
  return {
    post: (message) => thread.postMessage(message),
    onMessage: (listener) => void thread.on('message', listener),
    onClose(listener) {
      let reason = ''
      thread.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error)
      })
      thread.on('exit', (code) => listener(reason || `exit ${code}`))
    },
    close: () => void thread.terminate(),
  }
}

/** A thread's port to whoever started it. What a thread answers with is nobody else's: columns change hands uncopied. */
export function portToStarter(): Port {
  const port = parentPort
  if (!port) throw new Error('only a worker thread has somebody who started it')
  return {
    post: (message) => port.postMessage(message, buffersOf(message)),
    onMessage: (listener) => void port.on('message', listener),
    onClose() {},
    close: () => port.close(),
  }
}
