import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Job, JobProgress } from '../../../main/base/job.ts'
import { call, on } from '../client/client.ts'

/** Every job that runs, and the ended ones until they are dismissed. */
export const useJobs = defineStore('jobs', () => {
  const jobs = shallowRef(new Map<string, Job>())
  const dismissed = new Set<string>()
  const cancelling = shallowRef(new Set<string>())
  const waiting = new Map<string, ((job: Job) => void)[]>()

  const list = computed(() => [...jobs.value.values()].sort((a, b) => a.startedAt - b.startedAt))
  const running = computed(() => list.value.filter((job) => job.state === 'running'))

  function keep(job: Job): void {
    const known = jobs.value.get(job.id)
    if (known && known.state !== 'running' && job.state === 'running') return
    if (!dismissed.has(job.id)) jobs.value = new Map(jobs.value).set(job.id, job)
    if (job.state === 'running') return
    for (const tell of waiting.get(job.id) ?? []) tell(job)
    waiting.delete(job.id)
  }

  async function heard(progress: JobProgress): Promise<void> {
    const job = jobs.value.get(progress.jobId) ?? (await call('job.get', { jobId: progress.jobId }))
    keep({ ...job, progress })
  }

  /** Learns what runs already and keeps up with it. */
  async function start(): Promise<void> {
    on('job.progress', (progress) => void heard(progress))
    on('job.ended', keep)
    on('host.coreRestarted', failRunning)
    for (const job of await call('job.list', {})) if (job.state === 'running') keep(job)
  }

  /** The process they ran in is gone, and so is what they would have told. */
  function failRunning(): void {
    const error = { code: 'process.crashed', message: '', details: { reason: '' } } as const
    for (const job of running.value) keep({ ...job, state: 'failed', error, endedAt: Date.now() })
  }

  /** The job once it has ended, in whichever way. */
  async function ended(jobId: string): Promise<Job> {
    // Listening comes first: the job may end while it is asked for.
    const told = new Promise<Job>((resolve) => waiting.set(jobId, [...(waiting.get(jobId) ?? []), resolve]))
    const known = jobs.value.get(jobId)
    const job = known && known.state !== 'running' ? known : await call('job.get', { jobId })
    keep(job)
    return job.state === 'running' ? told : job
  }

  async function cancel(jobId: string): Promise<void> {
    cancelling.value = new Set(cancelling.value).add(jobId)
    await call('job.cancel', { jobId })
  }

  function dismiss(jobId: string): void {
    dismissed.add(jobId)
    const rest = new Map(jobs.value)
    rest.delete(jobId)
    jobs.value = rest
  }

  return { jobs, list, running, cancelling, start, ended, cancel, dismiss, keep }
})
