import { computed, ref, shallowRef, watch } from 'vue'
import type { FileRef } from '../../../main/base/files.ts'
import type { FormatChanges } from '../../../main/dataset/contract.ts'
import type { TemplateRef } from '../../../main/dataset/shape/shaping.ts'
import type { ShapeStep } from '../../../main/dataset/shape/steps.ts'
import type {
  FieldSource,
  ImportAgainResult,
  ImportKind,
  ImportResult,
  Mapping,
  MappingChanges,
} from '../../../main/dataset/types.ts'
import { call } from '../client/client.ts'
import { AppError } from '../client/error.ts'
import { useAsync, useQuery } from '../composables/useAsync.ts'
import { findWhole, type ImportWay } from './importWay.ts'
import { useImportJob } from './useImportJob.ts'
import { useReading } from './useReading.ts'

/**
 * Everything about one file's import: what was sniffed, what the user changed, what would come of it, and the job. `earlier`
 * are the files of the queue that are imported already: this one may be a further part of one of them.
 */
export function useFileImport(file: FileRef, earlier: ImportWay[]) {
  const reading = useReading(file)
  const { inspection, stepsInForce } = reading
  const chosenKind = ref<ImportKind | null>(null)
  const changes = shallowRef<MappingChanges>({})
  const known = ref<string[]>([])
  const partOf = shallowRef<ImportWay | null>(null)
  /** The template that was offered and put aside. */
  const putAside = shallowRef<TemplateRef | null>(null)
  const fields = useQuery(() => call('dataset.fields', {}))
  const sources = useQuery(() => call('dataset.sources', {}))

  const kind = computed(() => chosenKind.value ?? inspection.state.value?.kind ?? null)
  /** What is mapped to a column that is no longer there is let go of. */
  const mappingChanges = computed<MappingChanges>(() => {
    const columns = new Set(inspection.state.value?.columns.map(({ name }) => name))
    const stands = (source: FieldSource | null) => !source || !('column' in source) || columns.has(source.column)
    return Object.fromEntries(Object.entries(changes.value).filter(([, source]) => stands(source)))
  })
  const isRead = computed(
    () => inspection.state.value !== null && !inspection.loading.value && inspection.error.value === null,
  )
  const request = computed(() =>
    kind.value && isRead.value && inspection.state.value?.lookupsNeeded.length === 0
      ? { ...reading.said.value, kind: kind.value, mapping: mappingChanges.value }
      : null,
  )
  const preview = useAsync((input: NonNullable<typeof request.value>) =>
    call('dataset.preview', { ...input, rows: 100 }),
  )
  watch(request, (input) => input && void preview.run(input))

  /** The mapping in force: the app's answer to the changes, or its proposal until there is one. */
  const mapping = computed<Mapping>(
    () => preview.state.value?.mapping ?? (kind.value && inspection.state.value?.proposals[kind.value]) ?? {},
  )
  const missing = computed(() => preview.state.value?.missing ?? [])
  const rows = computed(() => reading.counted.state.value?.rows ?? null)
  const isReady = computed(
    () =>
      request.value !== null &&
      preview.state.value !== null &&
      !preview.error.value &&
      !preview.loading.value &&
      missing.value.length === 0,
  )

  const stopLooking = watch(inspection.state, (found) => {
    if (!found) return
    stopLooking()
    const whole = found.template ? null : findWhole(earlier, found)
    if (!whole) return
    partOf.value = whole
    chosenKind.value = whole.kind
    changes.value = { ...whole.mapping }
    known.value = whole.known
    reading.readAsPart(whole)
  })

  function startAnew(): void {
    chosenKind.value = null
    changes.value = {}
    known.value = []
  }

  /** Reads the file as one of its own, by names and contents alone. */
  function readPlainly(): void {
    putAside.value = inspection.state.value?.template ?? null
    partOf.value = null
    reading.format.value = {}
    reading.changeTemplate('none')
    startAnew()
  }

  function takeTemplate(): void {
    putAside.value = null
    reading.changeTemplate('auto')
    startAnew()
  }

  /** A changed format may change the columns: what was mapped by hand no longer holds. */
  function changeFormat(change: FormatChanges): void {
    const columnsStay = ['decimal', 'dates', 'dayOne', 'earliestYear', 'latestYear', 'foldCase', 'unpackLimitMb']
    reading.format.value = { ...reading.format.value, ...change }
    if (!Object.keys(change).every((name) => columnsStay.includes(name))) changes.value = {}
  }

  function changeKind(next: ImportKind): void {
    const offered = inspection.state.value?.template
    const isOrders = (each: ImportKind | null) => each === 'orders' || each === 'behaviour'
    // A template speaks for its own kind alone.
    if (offered && !(isOrders(next) && isOrders(kind.value))) {
      putAside.value = offered
      reading.changeTemplate('none')
    }
    chosenKind.value = next
    changes.value = {}
    known.value = []
  }

  function changeField(field: string, source: FieldSource | null): void {
    changes.value = { ...changes.value, [field]: source }
  }

  /** Steps of one's own take the place of a template's: what it mapped is kept. */
  function changeSteps(next: ShapeStep[], changed: MappingChanges = {}): void {
    if (inspection.state.value?.template) {
      chosenKind.value = kind.value
      changes.value = { ...mapping.value, ...changes.value }
    }
    changes.value = { ...changes.value, ...changed }
    reading.changeSteps(next)
  }

  /** What the file's rows would be under other steps; fails where they do not fit. */
  const tryShape = (shape: ShapeStep[]) => call('dataset.inspect', { ...reading.said.value, shape, count: false })

  const importing = useImportJob<ImportResult>(async () => {
    if (!request.value) throw new AppError('client.failed', { message: 'the file is not read yet' })
    return call('dataset.import', { ...request.value, known: known.value })
  })
  const importingAgain = useImportJob<ImportAgainResult>(() => {
    const { lookups } = reading
    return call('dataset.importAgain', { file, ...(lookups.value.length > 0 ? { lookups: lookups.value } : {}) })
  })

  /** How it was read, for further parts of it. */
  const way = computed<ImportWay | null>(() => {
    const found = inspection.state.value
    if (!found || !kind.value) return null
    return {
      name: found.name,
      header: found.header,
      columns: found.file.columns.map(({ name }) => name),
      format: reading.format.value,
      kind: kind.value,
      mapping: mapping.value,
      steps: found.shape,
      lookups: reading.lookups.value,
      known: known.value,
    }
  })

  return {
    ...{ fields, sources, inspection, preview, importing, importingAgain, format: reading.format },
    ...{ lookups: reading.lookups, steps: stepsInForce, kind, mapping, missing, known, rows, isReady, way },
    ...{ partOf, putAside, readPlainly, takeTemplate, tryShape },
    ...{ changeFormat, changeKind, changeField, changeSteps },
  }
}

export type FileImport = ReturnType<typeof useFileImport>
