import type { Job } from '../../../main/base/job.ts'
import type { ImportPreview, ImportResult, Inspection, MappingChanges } from '../../../main/dataset/types.ts'
import ImportPage from '../../../renderer/src/import/ImportPage.vue'
import { useImportQueue } from '../../../renderer/src/import/useImportQueue.ts'
import { mountPage } from '../mountPage.ts'

const format: Inspection['format'] = {
  container: 'text',
  compression: 'none',
  members: [],
  sheet: '',
  moreSheets: [],
  encoding: 'utf-8',
  delimiter: ',',
  widths: [],
  quote: '"',
  newline: '\n',
  skipRows: 0,
  header: true,
  headerRows: 1,
  columns: [],
  decimal: '.',
  dates: { day: 'dayFirst' },
  dayOne: '2000-01-01',
  earliestYear: 1980,
  latestYear: 2036,
  foldCase: false,
  decimalIds: [],
  unpackLimitMb: 512,
  cancelledOrders: false,
}
const mapping = { user_id: { column: 'buyer' } }
const nothing = { behaviour: {}, orders: mapping, products: {}, users: mapping, social: {}, campaigns: {} }

const columns: Inspection['columns'] = [
  { name: 'buyer', type: 'text', missing: 0, examples: ['ann', 'bo'] },
  { name: 'day', type: 'time', missing: 0, examples: ['03/04/2024'] },
]

export const inspection: Inspection = {
  name: 'orders.csv',
  bytes: 100,
  kind: 'orders',
  encoding: 'utf-8',
  compression: 'none',
  delimiter: ',',
  header: true,
  sheets: [],
  members: [],
  format,
  rows: 3,
  columns,
  mapping,
  proposals: nothing,
  preview: [['ann', '03/04/2024']],
  ambiguities: [{ code: 'dayMonthOrder', column: 'day', chosen: 'dayFirst' }],
  template: null,
  shape: [],
  lookupsNeeded: [],
  file: { columns, preview: [['ann', '03/04/2024']] },
  shapeProposal: null,
}

const preview = (changes: MappingChanges): ImportPreview => ({
  format,
  mapping: { ...mapping, ...(changes.time ? { time: changes.time } : {}) },
  missing: changes.time ? [] : ['time'],
  rowsRead: 2,
  rows: [{ line: 2, values: { user_id: 'ann', time: Date.UTC(2024, 3, 3) } }],
  rejects: [{ line: 3, reason: 'missing.user_id', raw: ',04/04/2024' }],
  rejectCounts: { 'missing.user_id': 1 },
})

export const result: ImportResult = {
  sourceId: 1,
  kind: 'behaviour',
  recordsRead: 3,
  rowsRead: 3,
  rowsKept: 2,
  rowsRejected: 1,
  rowsDuplicate: 0,
  cellsSkipped: 0,
  template: null,
  rejects: { 'missing.user_id': 1 },
  oddities: {},
  duplicateOf: null,
  restored: false,
  ambiguities: [],
  seconds: 0.5,
}

export const job = (changes: Partial<Job>): Job => ({
  id: 'j',
  command: 'dataset.import',
  state: 'done',
  progress: null,
  result,
  error: null,
  startedAt: 1,
  endedAt: 2,
  ...changes,
})

const fields = {
  orders: [
    { name: 'user_id', type: 'id', needed: true },
    { name: 'time', type: 'time', needed: true },
  ],
}

/** The import page with one file chosen; `others` answer in place of, or beside, the usual ones. */
export async function openWizard(ended: Job, others: Parameters<typeof mountPage>[1] = {}) {
  const stage = await mountPage(ImportPage, {
    'project.state': () => ({
      path: '/a.assay',
      name: 'a',
      readOnly: false,
      currency: '',
      timezone: 'UTC',
      from: null,
      to: null,
      sources: 0,
      runs: 0,
    }),
    'dataset.fields': () => fields,
    'dataset.inspect': () => inspection,
    'dataset.preview': (input: { mapping: MappingChanges }) => preview(input.mapping),
    'dataset.import': () => ({ jobId: 'j' }),
    'dataset.sources': () => [],
    'job.get': () => ended,
    ...others,
  })
  useImportQueue().add([{ name: 'orders.csv', ref: { path: '/orders.csv' } }])
  await stage.settle()
  return stage
}
