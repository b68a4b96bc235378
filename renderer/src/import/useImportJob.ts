import { computed, ref } from 'vue'
import { fromErrorData } from '../client/error.ts'
import { useAsync } from '../composables/useAsync.ts'
import { useJobs } from '../composables/useJobs.ts'

/** Starts a job, waits for its end, and holds its result or error and how far it has come. */
export function useImportJob<Result>(start: () => Promise<{ jobId: string }>) {
  const jobs = useJobs()
  const jobId = ref<string | null>(null)
  const task = useAsync(async (): Promise<Result> => {
    const started = await start()
    jobId.value = started.jobId
    const job = await jobs.ended(started.jobId)
    if (job.error) throw fromErrorData(job.error)
    jobs.dismiss(job.id)
    return job.result as Result
  })
  const progress = computed(() => (jobId.value ? (jobs.jobs.get(jobId.value)?.progress ?? null) : null))
  return { ...task, progress }
}
