import { computed } from 'vue'
import { useMessage } from 'naive-ui'
import { useI18n } from 'vue-i18n'
import type { StepMoved, StepName } from '../../../main/storage/types.ts'
import { call } from '../client/client.ts'
import { useErrorWords } from '../composables/useErrorWords.ts'
import { useJobs } from '../composables/useJobs.ts'
import { useProject } from '../composables/useProject.ts'
import { useActionWords } from './useActionWords.ts'

/** Undo and redo of changes to the data: what each would do, and the doing of it. */
export function useSteps() {
  const { t } = useI18n()
  const message = useMessage()
  const project = useProject()
  const jobs = useJobs()
  const { stepOf } = useActionWords()
  const { sentence } = useErrorWords()

  const open = (step: StepName | null | undefined) => (project.state?.readOnly ? null : (step ?? null))
  const undoable = computed(() => open(project.state?.undo))
  const redoable = computed(() => open(project.state?.redo))

  async function move(command: 'project.undo' | 'project.redo', step: StepName | null): Promise<void> {
    if (!step) return void message.info(t(`history.nothing.${command === 'project.undo' ? 'undo' : 'redo'}`))
    try {
      const { jobId } = await call(command, {})
      const job = await jobs.ended(jobId)
      if (job.state !== 'done') return
      const { action, subject } = job.result as StepMoved
      message.success(
        t(command === 'project.undo' ? 'history.undone' : 'history.redone', { step: stepOf(action, subject) }),
      )
    } catch (error) {
      message.error(sentence(error))
    }
  }

  return {
    undoable,
    redoable,
    undo: () => move('project.undo', undoable.value),
    redo: () => move('project.redo', redoable.value),
  }
}
