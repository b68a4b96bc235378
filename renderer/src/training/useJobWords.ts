import { useI18n } from 'vue-i18n'
import type { Job } from '../../../main/base/job.ts'
import type { EpochNote } from '../../../main/model/types.ts'
import { useFormat } from '../composables/useFormat.ts'

/** Where a job stands in one line: step, epoch, speed, time left; once it has ended, how long it took. */
export function useJobWords() {
  const { t, te } = useI18n()
  const format = useFormat()

  return (job: Job, epoch?: EpochNote): string => {
    const { duration, count, number } = format.value
    if (job.state !== 'running') {
      const seconds = ((job.endedAt ?? job.startedAt) - job.startedAt) / 1000
      return t(`model.live.${job.state}In`, { duration: duration(seconds) })
    }
    const { progress } = job
    const words = [
      progress && te(`jobs.steps.${progress.step}`, 'en') ? t(`jobs.steps.${progress.step}`) : t('jobs.starting'),
    ]
    if (progress?.total && !epoch)
      words.push(t('jobs.doneOf', { done: count(progress.done), total: count(progress.total) }))
    if (epoch) {
      words.push(t(`model.live.${epoch.phase}`, { epoch: epoch.epoch, epochs: epoch.epochs }))
      words.push(t('model.live.speed', { rows: number(epoch.examplesPerSecond) }))
    }
    if (progress?.etaSeconds != null) words.push(t('jobs.left', { duration: duration(progress.etaSeconds) }))
    return words.join(' · ')
  }
}
