import { connect, type Port, type Remote } from '../base/channel.ts'
import { toAssayError } from '../base/errors.ts'
import { errorData, type Events, type Reply } from '../contract.ts'
import type { Electron, ElectronChild } from './electronApi.ts'
import { answerPrints } from './electronPrint.ts'
import { answerSpawns } from './electronTrainers.ts'
import type { ElectronPort } from './latePort.ts'
import type { Log } from './log.ts'
import { entryPath } from './spawn.ts'
import type { FromMain, ToMain } from './utilityProcess.ts'

/** The core process as Electron's main process sees it: always there, however often it had to be started. */
export interface Core {
  /** Never throws: a core that dies meanwhile is an answer too. */
  call(name: string, input: unknown): Promise<Reply>
  /** Cancels what runs, closes the project to one file and ends the process. */
  close(): Promise<void>
}

export interface CoreListeners {
  onEvent(name: string, data: unknown): void
  /** It ended unexpectedly and runs again; `reopened` is the project that is open again. */
  onRestart(reopened: string | null): void
  /** It keeps ending: it is not started again. */
  onGivenUp(): void
}

interface RunningCore {
  remote: Remote
  child: ElectronChild
}

const mostCrashes = 3
const withinMs = 60_000
const closeWithinMs = 20_000

/** Starts the core in a utility process, and again when it crashes, with the project that was open. */
export function superviseCore(electron: Electron, log: Log, listeners: CoreListeners): Core {
  const crashes: number[] = []
  let closing = false
  let project: string | null = null
  let running = start()

  function start(): RunningCore {
    return startCore(electron, log, {
      onEvent(name, data) {
        if (name === 'project.changed') project = (data as Events['project.changed'])?.path ?? null
        listeners.onEvent(name, data)
      },
      onExit(code) {
        if (!closing) void restart(code)
      },
    })
  }

  async function call(name: string, input: unknown): Promise<Reply> {
    try {
      return await running.remote.call<Reply>('call', { name, input })
    } catch (thrown) {
      return { ok: false, error: errorData(toAssayError(thrown)) }
    }
  }

  async function restart(code: number): Promise<void> {
    log.write('error', `the core ended with exit code ${code}`)
    crashes.push(Date.now())
    if (crashes.filter((at) => at > Date.now() - withinMs).length > mostCrashes) return listeners.onGivenUp()
    running = start()
    const lost = project
    project = null
    const reply = lost === null ? null : await call('project.open', { path: lost })
    if (lost !== null && !reply?.ok) listeners.onEvent('project.changed', null)
    listeners.onRestart(reply?.ok ? lost : null)
  }

  return {
    call,
    async close() {
      closing = true
      await within(closeWithinMs, running.remote.call('close', null)).catch((error: unknown) =>
        log.write('error', error),
      )
      running.child.kill()
    },
  }
}

function startCore(
  electron: Electron,
  log: Log,
  listeners: { onEvent(name: string, data: unknown): void; onExit(code: number): void },
): RunningCore {
  const child = electron.utilityProcess.fork(entryPath('core'), [], { serviceName: 'Assay core', stdio: 'pipe' })
  const { port1, port2 } = new electron.MessageChannelMain()
  child.postMessage({ kind: 'owner' } satisfies FromMain, [port2])
  child.stderr?.on('data', (chunk: Buffer) => log.write('error', chunk.toString().trimEnd()))
  const trainers = answerSpawns(electron, child, log)
  const printer = answerPrints(electron, child)
  const remote = connect(portTo(child, port1))
  port1.on('message', ({ data }) => {
    const message = data as { kind: string; name: string; data: unknown }
    if (message.kind === 'event') listeners.onEvent(message.name, message.data)
  })
  port1.start()
  child.on('message', (message: ToMain) => {
    trainers.answer(message)
    printer.answer(message)
  })
  child.once('exit', (code) => {
    trainers.killAll()
    printer.stopAll()
    listeners.onExit(code)
  })
  return { remote, child }
}

function portTo(child: ElectronChild, channel: ElectronPort): Port {
  return {
    post: (message) => channel.postMessage(message),
    onMessage: (listener) => void channel.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void child.once('exit', (code) => listener(`exit ${code}`)),
    close: () => void child.kill(),
  }
}

function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not done within ${milliseconds} ms`)), milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(late))
  })
}
