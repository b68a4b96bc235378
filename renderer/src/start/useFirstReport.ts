import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { FileTarget } from '../../../main/base/files.ts'
import { call, reveal } from '../client/client.ts'
import { useAsync } from '../composables/useAsync.ts'
import { useJobs } from '../composables/useJobs.ts'
import { useProject } from '../composables/useProject.ts'
import { useSettings } from '../composables/useSettings.ts'
import { runIdOf } from '../training/runResult.ts'

/** One click from data to a report: trains with the proposed settings, then writes the report beside the project. */
export function useFirstReport() {
  const { t } = useI18n()
  const router = useRouter()
  const project = useProject()
  const settings = useSettings()
  const jobs = useJobs()

  return useAsync(async () => {
    const training = await call('model.train', { config: { preset: 'quick' } })
    await router.push({ name: 'train' })
    const trained = await jobs.ended(training.jobId)
    // The tray says why a job failed; there is nothing to add here.
    const runId = runIdOf(trained.result)
    if (runId === null) return
    if (router.currentRoute.value.name === 'train') await router.push({ name: 'runs' })
    const target = reportTarget()
    const writing = await call('report.write', { runId, target, definition: { language: settings.language } })
    if ((await jobs.ended(writing.jobId)).state === 'done') await reveal(target)
  })

  function reportTarget(): FileTarget {
    const name = t('start.report.file', { project: project.state?.name ?? '' })
    if (!settings.host?.dialogs) return { download: name }
    return { path: (project.state?.path ?? '').replace(/[^\\/]*$/, name) }
  }
}
