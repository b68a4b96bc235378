import { NButton } from 'naive-ui'
import { h } from 'vue'
import type { ComposerTranslation } from 'vue-i18n'
import type { SourceSummary } from '../../../main/dataset/types.ts'
import type { TableColumn } from '../components/tableColumns.ts'
import type { Format } from '../composables/format.ts'

export interface SourceActions {
  showRejects(source: SourceSummary): void
  undo(source: SourceSummary): void
  readOnly: boolean
}

/** The columns of the table of imported files. */
export function sourceColumns(
  t: ComposerTranslation,
  format: Format,
  actions: SourceActions,
): TableColumn<SourceSummary>[] {
  const count = (key: 'rowsRead' | 'rowsKept' | 'rowsDuplicate'): TableColumn<SourceSummary> => ({
    key,
    title: t(`data.sources.${key}`),
    value: (source) => source[key],
    text: (source) => format.count(source[key]),
    isNumber: true,
    sortable: true,
    width: 104,
  })
  return [
    { key: 'name', title: t('data.sources.name'), value: (source) => source.name, sortable: true, width: 200 },
    {
      key: 'kind',
      title: t('data.sources.kind'),
      value: (source) => source.kind,
      text: (source) => t(`dataset.kinds.${source.kind}.name`),
      sortable: true,
      width: 112,
    },
    {
      key: 'dates',
      title: t('data.sources.dates'),
      value: (source) => source.firstMs,
      text: (source) => datesOf(source, format),
      sortable: true,
      width: 216,
    },
    count('rowsRead'),
    count('rowsKept'),
    {
      key: 'rowsRejected',
      title: t('data.sources.rowsRejected'),
      value: (source) => source.rowsRejected,
      render: (source) => rejectsCell(source, format, actions),
      isNumber: true,
      sortable: true,
      width: 104,
    },
    { ...count('rowsDuplicate'), isExtra: true },
    {
      key: 'bytes',
      title: t('data.sources.bytes'),
      value: (source) => source.bytes,
      text: (source) => format.bytes(source.bytes),
      isNumber: true,
      isExtra: true,
      width: 96,
    },
    {
      key: 'importedAt',
      title: t('data.sources.importedAt'),
      value: (source) => source.importedAt,
      text: (source) => format.dateTime(source.importedAt),
      sortable: true,
      width: 176,
    },
    { key: 'sha256', title: t('data.sources.sha256'), value: (source) => source.sha256, isExtra: true, width: 160 },
    {
      key: 'undo',
      title: t('data.undo.short'),
      value: () => null,
      render: (source) => undoCell(source, t, actions),
      width: 88,
    },
  ]
}

const datesOf = ({ firstMs, lastMs }: SourceSummary, format: Format) =>
  firstMs === null ? '–' : `${format.date(firstMs)} – ${format.date(lastMs)}`

function rejectsCell(source: SourceSummary, format: Format, actions: SourceActions) {
  if (source.rowsRejected === 0) return format.count(0)
  return h(
    NButton,
    { text: true, type: 'primary', size: 'small', onClick: () => actions.showRejects(source) },
    { default: () => format.count(source.rowsRejected) },
  )
}

function undoCell(source: SourceSummary, t: ComposerTranslation, actions: SourceActions) {
  return h(
    NButton,
    {
      quaternary: true,
      size: 'tiny',
      disabled: actions.readOnly,
      'aria-label': t('data.undo.of', { name: source.name }),
      onClick: () => actions.undo(source),
    },
    { default: () => t('data.undo.short') },
  )
}
