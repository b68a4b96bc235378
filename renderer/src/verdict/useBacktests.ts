import { computed, ref, watch } from 'vue'
import { figuresAt } from '../../../main/charts/contenders.ts'
import type { Target } from '../../../main/verdict/types.ts'
import { call } from '../client/client.ts'
import { useAsync, useQuery } from '../composables/useAsync.ts'
import { useJobs } from '../composables/useJobs.ts'
import { useProject } from '../composables/useProject.ts'
import { useJobNotes } from '../training/useJobNotes.ts'
import type { EngineChoice, PresetName } from '../training/useTrainForm.ts'

/** Whom one would target, and at which cost. */
export interface TargetChoice {
  kind: 'share' | 'count'
  /** In per cent. */
  percent: number
  count: number
  costPerContact: number
}

/** How the next backtest is set up. */
export interface BacktestForm {
  dates: number
  preset: PresetName
  engine: EngineChoice
}

export type Backtests = ReturnType<typeof useBacktests>

/** The project's backtests, the one that is shown at the chosen target, and the one that runs. */
export function useBacktests() {
  const project = useProject()
  const jobs = useJobs()
  const notes = useJobNotes()
  const form = ref<BacktestForm>({ dates: 4, preset: 'balanced', engine: 'auto' })
  const choice = ref<TargetChoice>({ kind: 'share', percent: 10, count: 100, costPerContact: 0 })

  const job = computed(() => jobs.list.filter(({ command }) => command === 'verdict.backtest').at(-1) ?? null)
  const isRunning = computed(() => job.value?.state === 'running')
  /** Date and step that a running backtest is at. */
  const step = computed(() =>
    job.value ? (notes.told<{ cutoff: string; step: string }>(job.value.id, 'backtestStep').at(-1) ?? null) : null,
  )

  const plan = useQuery(
    () => call('verdict.plan', { dates: form.value.dates }),
    () => form.value.dates,
    () => project.revision,
  )
  const list = useQuery(
    () => call('verdict.backtests', {}),
    () => project.revision,
    () => job.value?.state,
  )
  const chosenId = ref<number | null>(null)
  const backtest = computed(
    () => list.state.value?.find((one) => one.backtestId === chosenId.value) ?? list.state.value?.[0] ?? null,
  )
  // A backtest that has just ended is what one wants to see.
  watch(
    () => job.value?.state,
    () => (chosenId.value = null),
  )

  const target = computed<Target>(() =>
    choice.value.kind === 'share' ? { share: choice.value.percent / 100 } : { count: choice.value.count },
  )
  const reached = useQuery(
    async () => {
      const backtestId = backtest.value?.backtestId
      return backtestId === undefined ? null : call('verdict.reached', { backtestId, target: target.value })
    },
    () => backtest.value?.backtestId,
    target,
  )
  /** A date, or null for all together. */
  const cutoff = ref<string | null>(null)
  watch(
    () => backtest.value?.backtestId,
    () => (cutoff.value = null),
  )
  const chosen = computed(() => (reached.state.value ? figuresAt(reached.state.value, cutoff.value) : null))

  const start = useAsync(async () => {
    const { dates, preset, engine } = form.value
    const { jobId } = await call('verdict.backtest', { dates, config: { preset }, engine })
    jobs.keep(await call('job.get', { jobId }))
  })
  const remove = useAsync((backtestId: number) => call('verdict.deleteBacktest', { backtestId }))

  return {
    ...{ form, choice, job, isRunning, step, plan, list, backtest, reached, cutoff, chosen, start, remove },
    choose: (backtestId: number) => (chosenId.value = backtestId),
  }
}
