import { computed, ref, shallowRef, watch } from 'vue'
import type { FileRef } from '../../../main/base/files.ts'
import type { FormatChanges } from '../../../main/dataset/contract.ts'
import type { FieldSource, ImportKind, ImportResult, Mapping, MappingChanges } from '../../../main/dataset/types.ts'
import { call } from '../client/client.ts'
import { AppError, fromErrorData } from '../client/error.ts'
import { useAsync, useQuery } from '../composables/useAsync.ts'
import { useJobs } from '../composables/useJobs.ts'

/** Everything about one file's import: what was sniffed, what the user changed, what would come of it, and the job. */
export function useFileImport(file: FileRef) {
  const jobs = useJobs()
  const format = shallowRef<FormatChanges>({})
  const chosenKind = ref<ImportKind | null>(null)
  const changes = shallowRef<MappingChanges>({})
  const known = ref<string[]>([])
  const jobId = ref<string | null>(null)

  const fields = useQuery(() => call('dataset.fields', {}))
  const inspection = useQuery(() => call('dataset.inspect', { file, format: format.value, count: false }), format)
  /** Counting takes a look at the whole file: it must not keep the preview waiting. */
  const counted = useQuery(() => call('dataset.inspect', { file, format: format.value, count: true }), format)

  const kind = computed(() => chosenKind.value ?? inspection.state.value?.kind ?? null)
  const request = computed(() =>
    kind.value && inspection.state.value
      ? { file, format: format.value, kind: kind.value, mapping: changes.value }
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
  const rows = computed(() => counted.state.value?.rows ?? null)
  const isReady = computed(
    () => preview.state.value !== null && !preview.error.value && !preview.loading.value && missing.value.length === 0,
  )

  /** A changed format may change the columns: what was mapped by hand no longer holds. */
  function changeFormat(change: FormatChanges): void {
    const namesStay = Object.keys(change).every((name) => name === 'decimal' || name === 'dates')
    format.value = { ...format.value, ...change }
    if (!namesStay) changes.value = {}
  }

  function changeKind(next: ImportKind): void {
    chosenKind.value = next
    changes.value = {}
    known.value = []
  }

  function changeField(field: string, source: FieldSource | null): void {
    changes.value = { ...changes.value, [field]: source }
  }

  const importing = useAsync(async (): Promise<ImportResult> => {
    if (!request.value) throw new AppError('client.failed', { message: 'the file is not read yet' })
    const started = await call('dataset.import', { ...request.value, known: known.value })
    jobId.value = started.jobId
    const job = await jobs.ended(started.jobId)
    if (job.error) throw fromErrorData(job.error)
    jobs.dismiss(job.id)
    return job.result as ImportResult
  })
  const progress = computed(() => (jobId.value ? (jobs.jobs.get(jobId.value)?.progress ?? null) : null))

  return {
    ...{ fields, inspection, counted, preview, importing },
    ...{ format, kind, mapping, missing, known, rows, isReady, progress },
    ...{ changeFormat, changeKind, changeField },
  }
}

export type FileImport = ReturnType<typeof useFileImport>
