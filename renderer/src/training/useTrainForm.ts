import { defineStore } from 'pinia'
import { computed, reactive, watch } from 'vue'
import type { OwnTask } from '../../../main/features/own/types.ts'
import type { StandardTask } from '../../../main/features/types.ts'
import type { Input } from '../client/client.ts'
import { useProject } from '../composables/useProject.ts'

type TrainInput = Input<'model.train'>
export type ConfigInput = NonNullable<TrainInput['config']>
export type PresetName = NonNullable<ConfigInput['preset']>
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
  const input = computed<TrainInput>(() => ({ setup: setup.value, config: form.config, engine: form.engine }))

  return { form, setup, input, reset }
})
