import { computed } from 'vue'
import { concentrationChart } from '../../../main/charts/concentration.ts'
import { decileChart, shareOfTop } from '../../../main/charts/deciles.ts'
import { useChartKit } from '../charts/useChartKit.ts'
import { call } from '../client/client.ts'
import { useFormat } from '../composables/useFormat.ts'
import { useProject } from '../composables/useProject.ts'
import { useExport } from './useExport.ts'
import { useRunDetails } from './useRunDetails.ts'

const taskOf = { users: 'ltv', products: 'potential' } as const

/** What a page of scores shows beside its list: the run in use, how well it ranks, and the way to a file. */
export function useScores(entity: 'users' | 'products', fileName: string) {
  const task = taskOf[entity]
  const project = useProject()
  const format = useFormat()
  const kit = useChartKit()
  const details = useRunDetails()
  const { busy, exportTo } = useExport()

  const run = details.state
  const runId = computed(() => project.runId ?? 0)
  const deciles = computed(() => run.value?.tasks[task]?.deciles ?? [])
  const topFifth = computed(() => shareOfTop(deciles.value, 2))
  /** The page's sentence in figures; the shares stand for the fifth predicted highest. */
  const figures = computed(() => ({
    days: run.value?.horizonDays ?? '–',
    day: format.value.date(run.value?.scoredAt),
    predicted: format.value.percent(topFifth.value?.predicted),
    actual: format.value.percent(topFifth.value?.actual),
  }))
  const charts = computed(() =>
    deciles.value.length === 0
      ? null
      : {
          concentration: concentrationChart({ task, deciles: deciles.value }, kit.value),
          groups: decileChart({ task, deciles: deciles.value }, kit.value),
        },
  )
  const exportAll = () =>
    exportTo(`${fileName}-${runId.value}.csv`, (target) =>
      call('model.exportScores', { runId: runId.value, entity, target }),
    )

  return { details, run, runId, topFifth, figures, charts, busy, exportAll }
}
