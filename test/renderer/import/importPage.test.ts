// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '../../../main/base/job.ts'
import type { ImportPreview, ImportResult, Inspection, MappingChanges } from '../../../main/dataset/types.ts'
import ImportPage from '../../../renderer/src/import/ImportPage.vue'
import { useImportQueue } from '../../../renderer/src/import/useImportQueue.ts'
import { buttonNamed, mountPage } from '../mountPage.ts'

const format: Inspection['format'] = {
  container: 'text',
  compression: 'none',
  members: [],
  sheet: '',
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

const inspection: Inspection = {
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

const result: ImportResult = {
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
  duplicateOf: null,
  restored: false,
  ambiguities: [],
  seconds: 0.5,
}

const job = (changes: Partial<Job>): Job => ({
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

async function openWizard(ended: Job) {
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
    'job.get': () => ended,
  })
  useImportQueue().add([{ name: 'orders.csv', ref: { path: '/orders.csv' } }])
  await stage.settle()
  return stage
}

const isDisabled = (words: string) => buttonNamed(words).hasAttribute('disabled')

async function mapTime(stage: Awaited<ReturnType<typeof openWizard>>) {
  stage.page.findAllComponents({ name: 'MappingTable' })[0].vm.$emit('change', 'time', { column: 'day' })
  await stage.settle()
}

beforeEach(() => document.body.replaceChildren())

describe('the import wizard', () => {
  it('shows what was sniffed, what is doubtful, and what is still needed', async () => {
    const { page } = await openWizard(job({}))
    expect(page.text()).toContain('The dates in day may be day first or month first; taken as 31/05/2026, day first.')
    expect(page.text()).toContain('Still without a source: Time')
    expect(isDisabled('Import 3 rows')).toBe(true)
  })

  it('imports with the changed mapping, and says what became of every row', async () => {
    const stage = await openWizard(job({}))
    await mapTime(stage)
    expect(isDisabled('Import 3 rows')).toBe(false)
    buttonNamed('Import 3 rows').click()
    await stage.settle()
    expect(stage.calls('dataset.import')).toEqual([
      {
        file: { path: '/orders.csv' },
        format: {},
        template: 'auto',
        kind: 'orders',
        mapping: { time: { column: 'day' } },
        known: [],
      },
    ])
    expect(stage.page.text()).toContain('2 of 3 rows are in the project')
    expect(stage.page.text()).toContain('Customer is missing')
  })

  it('keeps what was chosen when the import fails, and says why', async () => {
    const error = { code: 'disk.full', message: '', details: { path: '/a.assay' } } as const
    const stage = await openWizard(job({ state: 'failed', result: null, error }))
    await mapTime(stage)
    buttonNamed('Import 3 rows').click()
    await stage.settle()
    expect(stage.page.text()).toContain('There is no room left on the disk for what was to be written.')
    expect(stage.page.text()).toContain('Free some space')
    expect(isDisabled('Import 3 rows')).toBe(false)
  })

  it('asks again when the kind changes, and lets go of what was mapped for the other kind', async () => {
    const stage = await openWizard(job({}))
    await mapTime(stage)
    stage.page.findAllComponents({ name: 'FormatSettings' })[0].vm.$emit('kind', 'users')
    await stage.settle()
    expect(stage.calls('dataset.preview').at(-1)).toMatchObject({ kind: 'users', mapping: {} })
  })

  it('reads the file again when its format is said', async () => {
    const stage = await openWizard(job({}))
    stage.page.findAllComponents({ name: 'FormatSettings' })[0].vm.$emit('format', { delimiter: ';' })
    await stage.settle()
    expect(stage.calls('dataset.inspect').at(-1)).toMatchObject({ format: { delimiter: ';' } })
  })
})
