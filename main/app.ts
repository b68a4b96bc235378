import { join, resolve } from 'node:path'
import type { Handlers } from './base/command.ts'
import { connect } from './base/channel.ts'
import { AssayError, toAssayError } from './base/errors.ts'
import type { FileRef, FileTarget } from './base/files.ts'
import { unattended } from './base/job.ts'
import {
  contract,
  jobContract,
  errorData,
  type CommandInput,
  type CommandName,
  type CommandResult,
  type Commands,
  type Events,
  type Reply,
} from './contract.ts'
import type { AppContext, Trainer } from './context.ts'
import { createTemplateMemory } from './dataset/template/memory.ts'
import { createTrialMemory } from './engine/trials.ts'
import { handlers } from './handlers.ts'
import type { EngineName } from './engine/types.ts'
import { keepOperation } from './insight/keep.ts'
import type { Spawn, TrainerEntry } from './host/spawn.ts'
import { createJobs } from './jobs.ts'
import { createLedgerKeeper } from './ledgerKeeper.ts'
import type { PrintPage } from './report/printing.ts'
import { openSession, type ProjectSession } from './project.ts'
import { warmReader } from './warmReader.ts'

export interface AppDeps {
  spawn: Spawn
  /** Prints pages as PDF; without it there is no browser to do so. */
  print?: PrintPage
  /** What carries a trainer on an engine; a process unless it is given. */
  trainerFor?(engine: EngineName): TrainerEntry
  /** Hears every event; hosts pass them on. */
  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void
  /** Upload handles and download names mean something to the browser host alone. */
  resolveFile?(file: FileRef): string
  resolveTarget?(target: FileTarget): string
  /** Where what concerns this machine is remembered; nowhere unless it is given. */
  settingsFolder?: string
  /** Whether somebody looks at pages: what they ask first is then readied when a project is opened or its data change. */
  hasPages?: boolean
}

export interface App {
  /** Validates, runs and answers; never throws. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Reply<CommandResult<Name>>>
  /** Resolves once nothing is made or readied in the background. */
  rest(): Promise<void>
  /** Cancels what runs, closes the project to one file and ends every thread and process. */
  close(): Promise<void>
}

/** Binds every command to its handler. A command without one, or the other way round, is refused at start-up. */
export function createApp(deps: AppDeps): App {
  refuseGaps(Object.keys(contract), Object.keys(handlers))
  const jobs = createJobs(deps.emit)
  const { context, rest } = createContext(deps, jobs)
  const bound = { ...handlers, ...jobHandlers(jobs) } as Handlers<Commands, AppContext>

  return {
    async call(name, input) {
      try {
        return { ok: true, value: await dispatch(bound, context, name, input) }
      } catch (thrown) {
        const error = toAssayError(thrown)
        if (error.code === 'internal') console.error(error.cause ?? error)
        return { ok: false, error: errorData(error) }
      }
    },
    rest,
    async close() {
      await jobs.stopAll()
      await context.closeProject()
    },
  }
}

async function dispatch<Name extends CommandName>(
  bound: Handlers<Commands, AppContext>,
  context: AppContext,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandResult<Name>> {
  const command = Object.hasOwn(contract, name) ? contract[name] : null
  if (!command) throw new AssayError('command.unknown', { name: String(name) })
  const parsed = command.input.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AssayError('input.invalid', { field: issue.path.join('.') || name, problem: issue.message })
  }
  const handler = bound[name] as (input: unknown, context: AppContext) => Promise<CommandResult<Name>>
  return handler(parsed.data, context)
}

function refuseGaps(declared: string[], bound: string[]): void {
  const all = new Set([...bound, ...Object.keys(jobContract)])
  const missing = declared.filter((name) => !all.has(name))
  const unknown = [...all].filter((name) => !declared.includes(name))
  if (missing.length + unknown.length > 0) {
    throw new Error(
      `commands without a handler: ${missing.join(', ')}; handlers without a command: ${unknown.join(', ')}`,
    )
  }
}

function jobHandlers(jobs: ReturnType<typeof createJobs>): Handlers<typeof jobContract, AppContext> {
  return {
    'job.list': () => jobs.list(),
    'job.get': ({ jobId }) => jobs.get(jobId),
    'job.cancel': ({ jobId }) => {
      jobs.cancel(jobId)
      return null
    },
  }
}

const threadOf = { write: 'writer', read: 'reader', browse: 'browser', live: 'scorer' } as const

function createContext(
  deps: AppDeps,
  jobs: ReturnType<typeof createJobs>,
): { context: AppContext; rest: () => Promise<void> } {
  let session: ProjectSession | null = null
  const opened = () => {
    if (!session) throw new AssayError('project.none')
    return session
  }
  const tellState = () => deps.emit('project.changed', session?.state() ?? null)

  const keeper = createLedgerKeeper(async (work) => {
    const { project, readOnly, thread } = opened()
    if (!readOnly) {
      const writer = await thread('writer')
      await writer.call('run', { name: keepOperation.name, input: null }, { work, sharesMemory: true })
    }
    if (deps.hasPages && opened().project === project) await warmReader(project, () => thread('reader'), work)
  })

  const context: AppContext = {
    project: () => opened().project,
    projectState: () => session?.state() ?? null,
    async openProject(path) {
      // Open for writing already: its own lock would make the second opening read-only.
      if (session && !session.readOnly && resolve(session.project.path) === resolve(path)) return session.state()
      const next = await openSession(path)
      await context.closeProject()
      session = next
      tellState()
      keeper.start()
      return next.state()
    },
    async closeProject() {
      if (!session) return
      keeper.giveWay()
      await jobs.stopAll()
      const closing = session
      session = null
      await closing.close()
      tellState()
    },
    async run(operation, input, work = unattended) {
      const writes = operation.access === 'write'
      const thread = await opened().thread(threadOf[operation.access])
      if (writes) keeper.giveWay()
      try {
        const result = await thread.call('run', { name: operation.name, input }, { work, sharesMemory: true })
        if (writes) tellState()
        return result as Awaited<ReturnType<typeof operation.run>>
      } finally {
        if (writes) keeper.start()
      }
    },
    startJob: jobs.start,
    trials: createTrialMemory(deps.settingsFolder ?? null),
    startTrainer: () => startTrainer(deps),
    print: deps.print ?? (() => Promise.reject(new AssayError('report.noBrowser', { variable: '' }))),
    resolveFile: (file) => deps.resolveFile?.(file) ?? pathOf(file),
    resolveTarget: (target) => deps.resolveTarget?.(target) ?? pathOf(target),
    templates: deps.settingsFolder ? createTemplateMemory(join(deps.settingsFolder, 'templates')) : null,
    emit: deps.emit,
  }
  return { context, rest: keeper.rest }
}

function pathOf(file: FileRef | FileTarget): string {
  if ('path' in file) return file.path
  throw new AssayError('input.invalid', { field: 'file', problem: 'only the browser host takes uploads and downloads' })
}

function startTrainer({ spawn, trainerFor = () => 'trainer' }: AppDeps): Trainer {
  let entry: TrainerEntry = 'trainer'
  let remote = connect(spawn(entry))
  return {
    carry(engine) {
      if (entry === trainerFor(engine)) return
      remote.close()
      entry = trainerFor(engine)
      remote = connect(spawn(entry))
    },
    call: (service, input, work) => remote.call(service, input, { work }),
    release: () => remote.close(),
  }
}
