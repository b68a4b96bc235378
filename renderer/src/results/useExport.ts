import { useMessage } from 'naive-ui'
import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FileTarget } from '../../../main/base/files.ts'
import { call, reveal } from '../client/client.ts'
import { useErrorWords } from '../composables/useErrorWords.ts'
import { useJobs } from '../composables/useJobs.ts'

/** Writes a file through a job: asks where to, starts, waits, then shows the file. */
export function useExport(): {
  busy: Ref<boolean>
  exportTo(
    suggestedName: string,
    start: (target: FileTarget) => Promise<{ jobId: string }>,
    /** Told what the job gave. */
    done?: (result: unknown) => void,
  ): Promise<FileTarget | null>
} {
  const { t } = useI18n()
  const jobs = useJobs()
  const message = useMessage()
  const { sentence } = useErrorWords()
  const busy = ref(false)

  async function exportTo(
    suggestedName: string,
    start: (target: FileTarget) => Promise<{ jobId: string }>,
    done?: (result: unknown) => void,
  ) {
    busy.value = true
    try {
      const target = await call('host.pickTarget', { suggestedName })
      if (!target) return null
      const { jobId } = await start(target)
      const job = await jobs.ended(jobId)
      // What went wrong stands in the jobs tray.
      if (job.state !== 'done') return null
      message.success(t('model.exported', { name: suggestedName }))
      await reveal(target)
      done?.(job.result)
      return target
    } catch (thrown) {
      message.error(sentence(thrown))
      return null
    } finally {
      busy.value = false
    }
  }

  return { busy, exportTo }
}
