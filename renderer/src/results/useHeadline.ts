import { computed, type ComputedRef, type Ref } from 'vue'
import { withInterval } from '../../../main/charts/format.ts'
import { verdictOf } from '../../../main/charts/forest.ts'
import { taskName } from '../../../main/charts/taskWords.ts'
import { wordsFor } from '../../../main/charts/chart.ts'
import type { RunDetails } from '../../../main/model/types.ts'
import { useChartKit } from '../charts/useChartKit.ts'
import { tasksIn } from '../training/tasks.ts'

export interface Headline {
  /** A sentence of the locale. */
  path: string
  figures: Record<string, string>
}

/** One sentence in numbers: does the run's first task beat its best baseline, and by how much. */
export function useHeadline(run: Ref<RunDetails | null>): ComputedRef<Headline | null> {
  const kit = useChartKit()

  return computed(() => {
    const task = run.value && tasksIn(run.value.tasks)[0]
    const report = task && run.value?.tasks[task]
    const metric = task && run.value?.headline[task]?.metric
    if (!report || !metric) return null
    const { format } = kit.value
    const figures = {
      task: taskName(task, kit.value),
      metric: wordsFor(kit.value, 'charts.metrics', metric),
      model: withInterval(report.metrics[metric], format.number),
    }
    if (report.bestBaseline === null) return { path: 'model.headline.alone', figures }
    const advantage = withInterval(report.advantage[report.bestBaseline], format.signed, format.number)
    const baseline = wordsFor(kit.value, 'charts.baselines', report.bestBaseline)
    return { path: `model.headline.${verdictOf(report)}`, figures: { ...figures, advantage, baseline } }
  })
}
