import { computed, ref, shallowRef } from 'vue'
import type { FileRef } from '../../../main/base/files.ts'
import type { FormatChanges, TemplateChoice } from '../../../main/dataset/contract.ts'
import type { ShapeStep } from '../../../main/dataset/shape/steps.ts'
import type { ImportWay } from './importWay.ts'
import { call } from '../client/client.ts'
import { useQuery } from '../composables/useAsync.ts'

/** How a file is read before its columns are mapped: what was said of its format and shape, and what comes of that. */
export function useReading(file: FileRef) {
  const format = shallowRef<FormatChanges>({})
  const template = ref<TemplateChoice>('auto')
  /** Null: those of the template, or none. */
  const steps = shallowRef<ShapeStep[] | null>(null)
  /** Second files that a template asks for; steps of the user's own name theirs. */
  const lookups = shallowRef<FileRef[]>([])

  const said = computed(() => ({
    file,
    format: format.value,
    template: template.value,
    ...(steps.value ? { shape: steps.value } : {}),
    ...(lookups.value.length > 0 ? { lookups: lookups.value } : {}),
  }))
  const inspection = useQuery(() => call('dataset.inspect', { ...said.value, count: false }), said)
  /** Counting takes a look at the whole file: it must not keep the preview waiting. */
  const counted = useQuery(() => call('dataset.inspect', { ...said.value, count: true }), said)
  const stepsInForce = computed(() => steps.value ?? inspection.state.value?.shape ?? [])

  function changeSteps(next: ShapeStep[]): void {
    // Once all are named, the steps carry their second files with them.
    if (inspection.state.value?.lookupsNeeded.length === 0) lookups.value = []
    steps.value = next
  }

  /** A template, or none, in place of all that was said of the shape. */
  function changeTemplate(next: TemplateChoice): void {
    template.value = next
    steps.value = null
    lookups.value = []
  }

  /** Reads the file as a further part, without a header, of one that was imported. */
  function readAsPart(whole: ImportWay): void {
    template.value = 'none'
    steps.value = whole.steps
    lookups.value = whole.lookups
    format.value = { ...whole.format, header: false, columns: whole.columns }
  }

  return {
    ...{ format, template, lookups, said, inspection, counted, stepsInForce },
    ...{ changeSteps, changeTemplate, readAsPart },
  }
}
