import { computed, ref } from 'vue'
import { call } from '../client/client.ts'
import { fromErrorData } from '../client/error.ts'
import { useAsync } from './useAsync.ts'
import { useJobs } from './useJobs.ts'

/**
 * What a job comes to: its result, or null where it was cancelled. Throws as the job failed. Who waits shows what came of
 * it, so the tray need not.
 */
export async function jobResult<Result>(jobs: ReturnType<typeof useJobs>, jobId: string): Promise<Result | null> {
  const job = await jobs.ended(jobId)
  jobs.dismiss(jobId)
  if (job.state === 'failed' && job.error) throw fromErrorData(job.error)
  return job.state === 'done' ? (job.result as Result) : null
}

/** A command that starts a job, run to the job's result: null where it was cancelled or overtaken. */
export function useJobResult<Args extends unknown[], Result>(start: (...args: Args) => Promise<{ jobId: string }>) {
  const jobs = useJobs()
  const jobId = ref<string | null>(null)
  const { state, loading, error, run } = useAsync(async (...args: Args): Promise<Result | null> => {
    const started = await start(...args)
    jobId.value = started.jobId
    try {
      return await jobResult<Result>(jobs, started.jobId)
    } finally {
      if (jobId.value === started.jobId) jobId.value = null
    }
  })
  const progress = computed(() => (jobId.value ? (jobs.jobs.get(jobId.value)?.progress ?? null) : null))
  const cancel = () => (jobId.value ? call('job.cancel', { jobId: jobId.value }) : undefined)

  return { state, loading, error, run, progress, cancel }
}
