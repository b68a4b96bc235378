import { randomUUID } from 'node:crypto'
import { AssayError, toAssayError } from './base/errors.ts'
import { createCancelFlag, estimateSecondsLeft, throwIfCancelled, type Job, type Work } from './base/job.ts'
import { errorData, type Events } from './contract.ts'

export interface Jobs {
  start(command: string, run: (work: Work) => Promise<unknown>): { jobId: string }
  list(): Job[]
  get(jobId: string): Job
  cancel(jobId: string): void
  /** Cancels what runs and waits until all of it has ended. */
  stopAll(): Promise<void>
}

const keptJobs = 50

/** Keeps the jobs of this app: their progress, how they ended, and the way to cancel them. */
export function createJobs(emit: <Name extends keyof Events>(name: Name, data: Events[Name]) => void): Jobs {
  const jobs = new Map<string, { job: Job; cancel(): void; ended: Promise<void> }>()

  function find(jobId: string) {
    const entry = jobs.get(jobId)
    if (!entry) throw new AssayError('job.unknown', { jobId })
    return entry
  }

  async function follow(job: Job, work: Work, run: (work: Work) => Promise<unknown>): Promise<void> {
    try {
      job.result = (await run(work)) ?? null
      job.state = 'done'
    } catch (thrown) {
      const error = toAssayError(thrown)
      job.state = error.code === 'job.cancelled' ? 'cancelled' : 'failed'
      job.error = errorData(error)
      if (error.code === 'internal') console.error(error.cause ?? error)
    }
    job.endedAt = Date.now()
    emit('job.ended', job)
  }

  return {
    start(command, run) {
      const id = randomUUID()
      const job: Job = {
        id,
        command,
        state: 'running',
        progress: null,
        result: null,
        error: null,
        startedAt: Date.now(),
        endedAt: null,
      }
      const { work, cancel } = jobWork(job, emit)
      forgetOldest(jobs)
      const ended = Promise.resolve().then(() => follow(job, work, run))
      jobs.set(id, { job, cancel, ended })
      return { jobId: id }
    },
    list: () => [...jobs.values()].map((entry) => entry.job),
    get: (jobId) => find(jobId).job,
    cancel: (jobId) => find(jobId).cancel(),
    async stopAll() {
      const running = [...jobs.values()].filter((entry) => entry.job.state === 'running')
      for (const entry of running) entry.cancel()
      await Promise.all(running.map((entry) => entry.ended))
    },
  }
}

function jobWork(
  job: Job,
  emit: (name: 'job.progress' | 'job.note', data: never) => void,
): { work: Work; cancel(): void } {
  const flag = createCancelFlag()
  const listeners: (() => void)[] = []
  let stepStartedAt = Date.now()
  const work: Work = {
    flag,
    onCancel: (listener) => void listeners.push(listener),
    checkpoint: () => throwIfCancelled(flag),
    note: (name, data) => emit('job.note', { jobId: job.id, name, data } satisfies Events['job.note'] as never),
    progress(step, done, total) {
      if (job.progress?.step !== step) stepStartedAt = Date.now()
      const etaSeconds = estimateSecondsLeft(Date.now() - stepStartedAt, done, total)
      job.progress = { jobId: job.id, step, done, total, etaSeconds }
      emit('job.progress', job.progress satisfies Events['job.progress'] as never)
    },
  }
  function cancel() {
    if (job.state !== 'running' || Atomics.exchange(flag, 0, 1) === 1) return
    for (const listener of listeners) listener()
  }
  return { work, cancel }
}

function forgetOldest(jobs: Map<string, { job: Job }>): void {
  for (const [id, { job }] of jobs) {
    if (jobs.size < keptJobs) return
    if (job.state !== 'running') jobs.delete(id)
  }
}
