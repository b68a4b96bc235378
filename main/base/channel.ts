import { AssayError, toAssayError, type ErrorCode, type ErrorParams } from './errors.ts'
import { throwIfCancelled, unattended, type CancelFlag, type Work } from './job.ts'

/**
 * Calls between threads and processes. One mechanism serves the writer and reader threads, the trainer
 * processes and Electron's core process: whoever answers calls `serve`, whoever asks calls `connect`.
 */
export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Told once, when the other side is gone for whatever reason. */
  onClose(listener: (reason: string) => void): void
  close(): void
}

type Message =
  | { kind: 'call'; id: number; name: string; input: unknown; flag: CancelFlag | null }
  | { kind: 'cancel'; id: number }
  | { kind: 'progress'; id: number; step: string; done: number; total: number | null }
  | { kind: 'note'; id: number; name: string; data: unknown }
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'error'; id: number; code: ErrorCode; params: ErrorParams; stack: string }

/** Functions a thread or process offers, by name. */
export type Services = Record<string, (input: never, work: Work) => unknown>

const progressEveryMs = 100

/** Answers calls on `port` with `services`, reporting progress at most ten times a second. */
export function serve(port: Port, services: Services): void {
  const flags = new Map<number, CancelFlag>()
  port.onMessage(async (raw) => {
    const message = raw as Message
    if (message.kind === 'cancel') {
      const flag = flags.get(message.id)
      if (flag) Atomics.store(flag, 0, 1)
    }
    if (message.kind !== 'call') return
    const { id, name, input } = message
    const flag = message.flag ?? new Int32Array(1)
    flags.set(id, flag)
    try {
      const service = services[name]
      if (!service) throw new AssayError('command.unknown', { name })
      const value = await service(input as never, workOver(port, id, flag))
      port.post({ kind: 'value', id, value } satisfies Message)
    } catch (thrown) {
      const error = toAssayError(thrown)
      const stack = (error.cause instanceof Error ? error.cause.stack : error.stack) ?? ''
      port.post({ kind: 'error', id, code: error.code, params: error.params, stack } satisfies Message)
    } finally {
      flags.delete(id)
    }
  })
}

function workOver(port: Port, id: number, flag: CancelFlag): Work {
  let lastMs = 0
  let lastStep = ''
  return {
    progress(step, done, total) {
      const now = Date.now()
      if (step === lastStep && now - lastMs < progressEveryMs) return
      lastMs = now
      lastStep = step
      port.post({ kind: 'progress', id, step, done, total } satisfies Message)
    },
    checkpoint: () => throwIfCancelled(flag),
    note: (name, data) => port.post({ kind: 'note', id, name, data } satisfies Message),
  }
}

/** The asking side of a port. */
export interface Remote {
  call<Result>(name: string, input: unknown, options?: CallOptions): Promise<Result>
  /** Calls still waiting for their answer. */
  pending(): number
  close(): void
}

export interface CallOptions {
  /** Gets the other side's progress and notes; its cancelling is passed on. */
  work?: Work
  /** True between threads of one process, where the cancel flag reaches even a busy one. */
  sharesMemory?: boolean
}

/** Connects to the side that serves. When that side dies, every waiting call fails with `process.crashed`. */
export function connect(port: Port): Remote {
  let nextId = 1
  let gone: string | null = null
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void; work: Work }>()
  port.onMessage((raw) => {
    const message = raw as Message
    const call = waiting.get(message.id)
    if (!call) return
    if (message.kind === 'progress') call.work.progress(message.step, message.done, message.total)
    if (message.kind === 'note') call.work.note(message.name, message.data)
    if (message.kind === 'value') call.resolve(message.value)
    if (message.kind === 'error') {
      const cause = new Error(message.code)
      cause.stack = message.stack
      call.reject(new AssayError(message.code, message.params, { cause }))
    }
    if (message.kind === 'value' || message.kind === 'error') waiting.delete(message.id)
  })
  port.onClose((reason) => {
    gone = reason
    for (const call of waiting.values()) call.reject(new AssayError('process.crashed', { reason }))
    waiting.clear()
  })
  return {
    call<Result>(name: string, input: unknown, options: CallOptions = {}) {
      if (gone !== null) return Promise.reject(new AssayError('process.crashed', { reason: gone }))
      const id = nextId++
      const { work = unattended, sharesMemory = false } = options
      work.onCancel?.(() => port.post({ kind: 'cancel', id } satisfies Message))
      const flag = sharesMemory ? (work.flag ?? null) : null
      return new Promise<Result>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, work })
        port.post({ kind: 'call', id, name, input, flag } satisfies Message)
      })
    },
    pending: () => waiting.size,
    close: () => port.close(),
  }
}
