// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { ShapeStep } from '../../../main/dataset/shape/steps.ts'
import type { ImportAgainResult, Inspection } from '../../../main/dataset/types.ts'
import { AppError } from '../../../renderer/src/client/error.ts'
import ExpressionForm from '../../../renderer/src/import/shape/ExpressionForm.vue'
import { findWhole, type ImportWay } from '../../../renderer/src/import/importWay.ts'
import ValueMap from '../../../renderer/src/import/ValueMap.vue'
import { buttonNamed, mountPage } from '../mountPage.ts'
import { inspection, job, openWizard, result } from './wizard.ts'

type Input = { template: string; format: object; shape?: ShapeStep[] }
const seen: Inspection = { ...inspection, template: { name: 'may.csv', from: 'project' } }

beforeEach(() => document.body.replaceChildren())

describe('a file that is recognised', () => {
  it('says by which template, and can be read without it and with it again', async () => {
    const stage = await openWizard(job({}), {
      'dataset.inspect': ({ template }: Input) =>
        template === 'none' ? inspection : { ...inspection, template: { name: 'shopify-orders', from: 'builtIn' } },
    })
    expect(stage.page.text()).toContain('Recognised: Shopify orders export')
    buttonNamed('Start from the plain proposal').click()
    await stage.settle()
    expect(stage.page.text()).toContain('Shopify orders export is put aside')
    expect(stage.calls('dataset.preview').at(-1)).toMatchObject({ template: 'none' })
    buttonNamed('Take it up again').click()
    await stage.settle()
    expect(stage.page.text()).toContain('Recognised: Shopify orders export')
  })

  it('is imported like last time in one click, and says what is new', async () => {
    const changes: ImportAgainResult['changes'] = {
      since: {
        sourceId: 1,
        name: 'may.csv',
        rowsKept: 9,
        firstMs: Date.UTC(2024, 4, 1),
        lastMs: Date.UTC(2024, 4, 31),
      },
      firstMs: Date.UTC(2024, 5, 3),
      lastMs: Date.UTC(2024, 5, 30),
      daysBetween: 2,
      newColumns: ['coupon'],
      missingColumns: [],
      newActs: ['return'],
      newUsers: 3,
      newProducts: 1,
      newBrands: 0,
      rowsRepeated: 1,
    }
    const stage = await openWizard(job({ result: { ...result, changes } }), {
      'dataset.inspect': () => seen,
      'dataset.importAgain': () => ({ jobId: 'j' }),
    })
    expect(stage.page.text()).toContain('The same columns as may.csv, imported before')
    buttonNamed('Import like last time').click()
    await stage.settle()
    expect(stage.calls('dataset.importAgain')).toEqual([{ file: { path: '/orders.csv' } }])
    for (const words of [
      'What is new since may.csv',
      '2 rows are kept; last time 9.',
      '2 days between the two files are in neither.',
      'Columns that are new: coupon.',
      'Kinds of acts never seen before: Return.',
      '1 row repeats one that was there in every value.',
    ])
      expect(stage.page.text()).toContain(words)
    expect(stage.page.text()).not.toContain('Columns that are gone')
  })
})

describe('shapes', () => {
  const omit: ShapeStep = { step: 'omit', columns: ['day'] }

  it('are applied only when taken, and every step can be taken away', async () => {
    const shaped = (shape: ShapeStep[] = []): Inspection => ({
      ...inspection,
      shape,
      shapeProposal: shape.length > 0 ? null : { reason: 'months', columns: ['day'], steps: [omit] },
    })
    const stage = await openWizard(job({}), { 'dataset.inspect': ({ shape }: Input) => shaped(shape) })
    expect(stage.page.text()).toContain('Months or days stand side by side')
    expect(stage.calls('dataset.preview').at(-1)).not.toHaveProperty('shape')
    buttonNamed('Shape it like this').click()
    await stage.settle()
    expect(stage.calls('dataset.preview').at(-1)).toMatchObject({ shape: [omit] })
    expect(stage.page.text()).toContain('Not kept: day')
    document.querySelector<HTMLElement>('[aria-label="Take step 1 away"]')?.click()
    await stage.settle()
    expect(stage.calls('dataset.preview').at(-1)).toMatchObject({ shape: [] })
  })

  it('show where an expression stops to make sense', async () => {
    const error = new AppError('shape.expression', { position: 9, expected: 'a column', found: 'the end' })
    const form = () => h(ExpressionForm, { step: 'keep', error, busy: false, columns: ['a'] })
    const { page } = await mountPage(defineComponent({ render: form }), { 'project.state': () => null })
    expect(page.text()).toContain('at character 9: expected a column, found the end')
    expect(page.find('pre').element.textContent).toContain(`${' '.repeat(8)}^`)
  })
})

describe('words for acts', () => {
  it('map into a column of their own, beside what is recognised', async () => {
    const columns = [{ name: 'status', type: 'text' as const, missing: 0, examples: ['paid'] }]
    const stage = await openWizard(job({}), {
      'dataset.inspect': () => ({ ...inspection, columns, preview: [['paid'], ['on hold'], ['on hold']] }),
      'dataset.preview': () => ({
        ...{ format: inspection.format, missing: [], rowsRead: 0, rows: [], rejects: [], rejectCounts: {} },
        mapping: { type: { column: 'status' } },
      }),
    })
    const map = stage.page.findComponent(ValueMap)
    expect(map.findAll('tbody tr').map((row) => row.find('th').text())).toEqual(['on hold', 'paid'])
    map.findComponent({ name: 'Select' }).vm.$emit('update:value', 'cart')
    await stage.settle()
    const step = { step: 'values', column: 'status', map: { 'on hold': 'cart' }, others: 'keep', into: 'act' }
    expect(stage.calls('dataset.inspect').at(-1)).toMatchObject({ shape: [step] })
  })
})

describe('a ZIP of different tables', () => {
  it('is not imported before somebody has said which', async () => {
    const zip: Inspection = {
      ...inspection,
      format: { ...inspection.format, members: ['may.csv'] },
      members: ['may.csv', 'products.csv'],
      ambiguities: [{ code: 'members', column: null, chosen: 'may.csv' }],
    }
    const stage = await openWizard(job({}), { 'dataset.inspect': () => zip })
    expect(stage.page.text()).toContain('Say first which files of the ZIP are read.')
    buttonNamed('Read these').click()
    await stage.settle()
    expect(stage.calls('dataset.inspect').at(-1)).toMatchObject({ format: { members: ['may.csv'] } })
  })
})

describe('a further part', () => {
  const way = (name: string, columns: string[]): ImportWay => ({
    ...{ name, columns, header: true, format: {}, kind: 'orders', mapping: {}, steps: [], lookups: [], known: [] },
  })
  const ways = [way('a.csv', ['x', 'y']), way('b.csv', ['x', 'y']), way('c.csv', ['x', 'y', 'z'])]

  it('has no header, and as many columns as the latest file with one', () => {
    expect(findWhole(ways, { ...inspection, header: false })?.name).toBe('b.csv')
    expect(findWhole(ways, { ...inspection, header: true })).toBeNull()
    expect(findWhole([], { ...inspection, header: false })).toBeNull()
  })
})
