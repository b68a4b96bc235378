import { defineStore } from 'pinia'
import { computed, reactive, watch } from 'vue'
import type { FileRef } from '../../../main/base/files.ts'
import { kindOfTask, taskName } from '../../../main/charts/taskWords.ts'
import type { OwnTask, ResolvedOwnTask } from '../../../main/features/own/types.ts'
import type { OwnKind, StandardTask } from '../../../main/features/types.ts'
import type { RunDetails } from '../../../main/model/types.ts'
import type { Input } from '../client/client.ts'
import { useProject } from '../composables/useProject.ts'
import { tasks } from './tasks.ts'

type TrainInput = Input<'model.train'>
export type ConfigInput = NonNullable<TrainInput['config']>
export type PresetName = NonNullable<ConfigInput['preset']>
export type TransferWay = Exclude<NonNullable<ConfigInput['transfer']>, 'none'>
export type EngineChoice = NonNullable<TrainInput['engine']>

/** What the user has said about the next training; null where the choice is left to the data. */
export interface TrainForm {
  tasks: StandardTask[] | null
  /** Those of the analyst's own that are learned too. */
  own: OwnTask[]
  cutoff: string | null
  horizonDays: number | null
  split: 'auto' | 'time' | 'users'
  measure: 'spend' | 'margin'
  fold: { k: number; n: number }
  /** `builtIn`, `off`, or the folder of a pretrained model. */
  textEncoder: string
  seed: number
  engine: EngineChoice
  config: ConfigInput
  start: StartForm
}

/** Where networks start; the choices of each kind are kept while another is looked at. */
export interface StartForm {
  kind: 'afresh' | 'towers' | 'run'
  towers: { name: string; ref: FileRef } | null
  transfer: TransferWay
  runId: number | null
}

const blankForm = (): TrainForm => ({
  tasks: null,
  own: [],
  cutoff: null,
  horizonDays: null,
  split: 'auto',
  measure: 'spend',
  fold: { k: 1, n: 5 },
  textEncoder: 'off',
  seed: 1,
  engine: 'auto',
  config: {},
  start: { kind: 'afresh', towers: null, transfer: 'full', runId: null },
})

/** A task of the analyst's own as it was asked of a run. */
const askedAgain = ({ task, fromDay, toDay, ...filter }: ResolvedOwnTask): OwnTask => ({
  ...{ ...filter, name: taskName(task, { translate: (key) => key }), kind: kindOfTask(task) as OwnKind },
  window: { fromDay, toDay },
})

/** The next training as it is being set up; survives leaving the page, starts afresh with another project. */
export const useTrainForm = defineStore('trainForm', () => {
  const form = reactive(blankForm())
  const project = useProject()
  const reset = () => Object.assign(form, blankForm())

  watch(() => project.state?.path, reset)

  const setup = computed(() => ({
    ...(form.tasks && { tasks: form.tasks }),
    own: form.own,
    ...(form.cutoff && { cutoff: form.cutoff }),
    ...(form.horizonDays && { horizonDays: form.horizonDays }),
    ...(form.split === 'users' && { fold: form.fold }),
    split: form.split,
    measure: form.measure,
    text: { encoder: form.textEncoder },
    seed: form.seed,
  }))
  const input = computed<TrainInput>(() => ({
    setup: setup.value,
    config: { ...form.config, ...(form.start.kind === 'towers' && { transfer: form.start.transfer }) },
    engine: form.engine,
    ...(form.start.kind === 'towers' && form.start.towers && { towers: form.start.towers.ref }),
    ...(form.start.kind === 'run' && form.start.runId !== null && { continues: form.start.runId }),
  }))
  /** Whether it is said what to start from. */
  const hasStart = computed(() => {
    const { kind, towers, runId } = form.start
    return kind === 'afresh' || (kind === 'towers' ? towers !== null : runId !== null)
  })

  /** Goes on from a run: rows are set up as they were for it, as of the data's present end. */
  function goOnFrom({ runId, setup: earlier }: RunDetails): void {
    const { own = [], horizonDays, split, measure, fold, text, seed } = earlier
    const asked = { tasks: tasks.filter((task) => earlier.tasks.includes(task)), own: own.map(askedAgain) }
    const kept = { ...asked, horizonDays, split, measure, fold: { ...fold }, textEncoder: text.encoder, seed }
    Object.assign(form, { ...kept, cutoff: null, start: { ...form.start, kind: 'run', runId } })
  }

  return { form, setup, input, hasStart, goOnFrom, reset }
})
