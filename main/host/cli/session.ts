import { AssayError, type ErrorCode } from '../../base/errors.ts'
import type { ErrorData } from '../../base/errors.ts'
import type { Job } from '../../base/job.ts'
import { createApp } from '../../app.ts'
import type { CommandInput, CommandName, CommandResult, Events } from '../../contract.ts'
import { configFolder } from '../folders.ts'
import { printWithBrowser } from '../printWithBrowser.ts'
import { forkProcess } from '../spawn.ts'
import { createProgressLine } from './output.ts'

/** The app as a command line uses it: answers or throws, and waits for jobs. */
export interface Session {
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>>
  /** Starts a job and waits for its result, showing progress on stderr. */
  job<Result>(name: CommandName, input: unknown): Promise<Result>
}

/** Runs `work` in an app of its own that is closed whatever happens. Ctrl-C cancels the job, then closes. */
export async function withSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
  const waiting = new Map<string, (job: Job) => void>()
  const ended = new Map<string, Job>()
  const line = createProgressLine(process.stderr)
  const app = createApp({
    spawn: forkProcess,
    print: printWithBrowser,
    settingsFolder: configFolder(),
    emit<Name extends keyof Events>(name: Name, data: Events[Name]) {
      if (name === 'job.progress') line.show(data as Events['job.progress'])
      if (name === 'job.ended') settle(data as Job)
    },
  })

  function settle(job: Job): void {
    const resolve = waiting.get(job.id)
    if (resolve) resolve(job)
    else ended.set(job.id, job)
  }

  async function call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
    const reply = await app.call(name, input)
    if (reply.ok) return reply.value
    throw thrownFrom(reply.error)
  }

  async function job<JobResult>(name: CommandName, input: unknown): Promise<JobResult> {
    const { jobId } = (await call(name, input as never)) as { jobId: string }
    const cancel = () => void app.call('job.cancel', { jobId })
    process.once('SIGINT', cancel)
    const done = ended.get(jobId) ?? (await new Promise<Job>((resolve) => waiting.set(jobId, resolve)))
    process.off('SIGINT', cancel)
    line.clear()
    if (done.error) throw thrownFrom(done.error)
    return done.result as JobResult
  }

  try {
    return await work({ call, job })
  } finally {
    await app.close()
  }
}

const thrownFrom = (error: ErrorData) => new AssayError(error.code as ErrorCode, error.details)

/** The same, with a project open. */
export const withProject = <Result>(path: string, work: (session: Session) => Promise<Result>): Promise<Result> =>
  withSession(async (session) => {
    await session.call('project.open', { path })
    return work(session)
  })
