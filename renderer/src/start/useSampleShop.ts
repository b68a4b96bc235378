import { useI18n } from 'vue-i18n'
import { call } from '../client/client.ts'
import { AppError, fromErrorData } from '../client/error.ts'
import { useAsync } from '../composables/useAsync.ts'
import { useJobs } from '../composables/useJobs.ts'
import { useProject } from '../composables/useProject.ts'
import { inFolder } from '../composables/useProjectFiles.ts'
import { useSettings } from '../composables/useSettings.ts'

/** The money and the days of the generated shop. */
const shop = { currency: 'CNY', timezone: 'Asia/Shanghai' }

/** Opens the sample shop: makes its project and fills it the first time. */
export function useSampleShop() {
  const { t } = useI18n()
  const project = useProject()
  const settings = useSettings()
  const jobs = useJobs()

  return useAsync(async () => {
    await openOrCreate(inFolder(settings.host?.projectFolder ?? '', t('start.sample.file')))
    await settings.reload()
    if (project.hasData) return
    const { jobId } = await call('dataset.importSample', {})
    const job = await jobs.ended(jobId)
    if (job.error && job.state === 'failed') throw fromErrorData(job.error)
    if (job.state === 'done') jobs.dismiss(jobId)
  })

  async function openOrCreate(path: string): Promise<void> {
    try {
      await project.create({ path, ...shop })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'file.exists') throw error
      await project.open(path)
    }
  }
}
