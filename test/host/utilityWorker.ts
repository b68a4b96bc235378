import { parentPort, workerData, type MessagePort } from 'node:worker_threads'

/** Makes this thread look like one of Electron's utility processes, then runs the program it is told to. */
const parent = parentPort
if (!parent) throw new Error('utilityWorker.ts runs as a worker thread')

interface Delivery {
  data: unknown
  ports: MessagePort[]
}

const likeElectron = (port: MessagePort) => ({
  postMessage: (message: unknown) => port.postMessage(message),
  on(event: string, listener: (event: { data: unknown }) => void) {
    port.on(event, (data: unknown) => listener({ data }))
  },
  start: () => port.start(),
  close: () => port.close(),
})

Object.defineProperty(process, 'parentPort', {
  value: {
    postMessage: (message: unknown) => parent.postMessage(message),
    on(event: string, listener: (event: unknown) => void) {
      parent.on(event, ({ data, ports }: Delivery) => listener({ data, ports: ports.map(likeElectron) }))
    },
  },
})

const { program } = workerData as { program: string }
await import(program)
