import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { AssayError } from '../base/errors.ts'

/** A browser that answers the DevTools protocol over pipes, so that no port is opened. */
export interface DevTools {
  /** Throws `report.browserFailed` when the browser refuses or is gone. */
  send<Result>(method: string, params?: object, sessionId?: string): Promise<Result>
  close(): void
  /** Settles when the process is no more. */
  gone: Promise<void>
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

const endOfMessage = '\0'
/** Of what the browser last said, for its error. */
const keptWords = 1500

/** Nothing is looked up and nothing is kept: the profile's folder is the caller's to remove. */
const switches = (profile: string): string[] => [
  '--headless=new',
  '--remote-debugging-pipe',
  `--user-data-dir=${profile}`,
  // Root has no user namespace to sandbox with, and small containers no room in /dev/shm.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

/** Starts a browser without a window. */
export function startDevTools(program: string, profile: string): DevTools {
  const child = spawn(program, switches(profile), { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, Waiting>()
  let lastWords = ''
  let lastId = 0
  let rest = ''
  let ended: AssayError | null = null

  child.stderr?.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-keptWords)))
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split(endOfMessage)
    rest = messages.pop() ?? ''
    for (const message of messages) answer(JSON.parse(message) as Answer)
  })
  // A browser that is gone breaks the pipe; what it was asked fails by its exit.
  input.on('error', () => {})
  const gone = new Promise<void>((resolve) => {
    const end = (problem: string) => {
      ended ??= new AssayError('report.browserFailed', { path: program, problem: `${problem} ${lastWords}`.trim() })
      for (const { reject } of waiting.values()) reject(ended)
      waiting.clear()
      resolve()
    }
    child.once('error', (error) => end(error.message))
    child.once('close', (code, signal) => end(signal ?? `exit ${code}`))
  })

  function answer({ id, result, error }: Answer): void {
    if (id === undefined) return
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error) asked?.reject(new AssayError('report.browserFailed', { path: program, problem: error.message }))
    else asked?.resolve(result)
  }

  return {
    gone,
    send: <Result>(method: string, params: object = {}, sessionId?: string) =>
      new Promise<Result>((resolve, reject) => {
        if (ended) return reject(ended)
        const id = ++lastId
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject })
        input.write(`${JSON.stringify({ id, method, params, sessionId })}${endOfMessage}`)
      }),
    close: () => void child.kill('SIGKILL'),
  }
}

interface Answer {
  id?: number
  result?: unknown
  error?: { message: string }
}
