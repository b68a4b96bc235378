import { afterEach, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { composeReport } from '../../main/report/compose.ts'
import { definitionOf } from '../../main/report/definition.ts'
import { gatherFacts, type ReportFacts } from '../../main/report/gather.ts'
import { createReportKit } from '../../main/report/kit.ts'
import { spreadOf } from '../../main/report/valueSpread.ts'
import type { Block, Report } from '../../main/report/types.ts'
import { hostile, report as better } from '../charts/examples.ts'
import { createShop } from '../features/shop.ts'
import { createExampleProject, importance } from './exampleProject.ts'
import { insertRun } from '../../main/model/store.ts'
import { exampleRun } from './exampleRun.ts'

const definition = definitionOf()
const nowMs = Date.UTC(2025, 0, 2)
const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function gathered(changes: Parameters<typeof createExampleProject>[0] = {}) {
  const shop = createExampleProject(changes)
  closing.push(shop.close)
  return { shop, facts: await gatherFacts(shop.project, { runId: shop.runId, definition }, nowMs, unattended) }
}

const compose = (facts: ReportFacts) => composeReport(facts, createReportKit('en', facts.currency))

const blocksOf = (report: Report, id: string): Block[] => report.sections.find((section) => section.id === id)?.blocks ?? [] // prettier-ignore
const textsOf = (blocks: Block[]): string[] =>
  blocks.flatMap((block) => ('text' in block ? [block.text] : block.kind === 'list' ? block.items : []))
const tablesOf = (blocks: Block[]) => blocks.flatMap((block) => (block.kind === 'table' ? [block.table] : []))
const notesOf = (blocks: Block[]) => blocks.flatMap((block) => (block.kind === 'note' ? [block] : []))

describe('a report as data', () => {
  it('has its sections in order, and figures that stand in the project', async () => {
    const { shop, facts } = await gathered()
    const report = compose(facts)
    expect(report.sections.map(({ id }) => id)).toEqual([
      'changes',
      'data',
      'method',
      'models',
      'revenue',
      'segments',
      'customers',
      'products',
      'standing',
      'doubleJeopardy',
      'atRisk',
      'importance',
      'limits',
      'lineage',
    ])
    const acts = shop.project.database.prepare('SELECT COUNT(*) FROM behaviour').pluck().get() as number
    expect(report.summary).toContain(`${acts} acts of 40 customers`)
    expect(report.summary).toContain('Customer value')
    expect(report.subtitle).toContain('Jan 2, 2025')
  })

  it('lists sources with the counts of the import, and rejects by reason', async () => {
    const { facts } = await gathered()
    const [sources, rejects] = tablesOf(blocksOf(compose(facts), 'data'))
    expect(sources.rows.map(([name]) => name)).toEqual(['products.csv', 'behaviour.csv'])
    expect(rejects.rows).toEqual([
      ['behaviour.csv', 'Fewer columns than the header', 1],
      ['behaviour.csv', 'Amount cannot be read', 1],
    ])
  })

  it('keeps figures unrounded and intervals beside them', async () => {
    const { facts } = await gathered()
    const blocks = compose(facts).sections.flatMap((section) => section.blocks)
    const customers = tablesOf(blocks).find(({ id }) => id === 'topCustomers')!
    expect(customers.rows).toHaveLength(10)
    expect(customers.rows[0][1]).toEqual({ value: 1600, low: 40, high: 3200 })
    const standing = tablesOf(blocks).find(({ id }) => id === 'standing')
    expect(standing?.rows[0][2]).toEqual(facts.loyalty?.brands[0].penetration)
    const atRisk = tablesOf(blocks).find(({ id }) => id === 'largestAtRisk')
    expect(atRisk?.rows.length).toBe(Math.min(10, facts.atRisk?.pairs ?? 0))
  })

  it('draws importance from the latest stored explanation of each task', async () => {
    const { facts } = await gathered()
    const charts = blocksOf(compose(facts), 'importance').flatMap((block) =>
      block.kind === 'chart' ? [block.chart] : [],
    )
    expect(charts.at(-1)?.table.rows).toHaveLength(importance.features.length)
    expect(textsOf(blocksOf(compose(facts), 'importance'))).toContain('Customer value: what the model leans on')
    const without = compose({ ...facts, explanations: [] })
    expect(textsOf(blocksOf(without, 'importance'))).not.toContain('Customer value: what the model leans on')
  })

  it('goes back to files, fingerprint, settings and seeds', async () => {
    const { facts } = await gathered()
    const [own, run, sources] = tablesOf(blocksOf(compose(facts), 'lineage'))
    const values = new Map([...own.rows, ...run.rows].map(([name, value]) => [name, value]))
    expect(values.get('Data fingerprint (SHA-256)')).toMatch(/^[0-9a-f]{64}$/)
    expect(values.get('Seeds')).toBe('split 4 · model 4')
    expect(values.get('Written by')).toMatch(/^Assay \d/)
    expect(sources.rows.map((row) => row[3])).toEqual(['sha-0', 'sha-1'])
  })
})

describe('honesty', () => {
  const verdictOf = async (changes: Partial<typeof better>) => {
    const { facts } = await gathered({ tasks: { ltv: { ...better, ...changes } }, skipped: [] })
    return notesOf(blocksOf(compose(facts), 'models'))
  }

  it('says that a model beats its best baseline, with the paired interval', async () => {
    const [note] = await verdictOf({})
    expect(note.tone).toBe('good')
    expect(note.text).toContain(
      '0.720 (0.700–0.740) on 1,500 test rows against 0.690 (0.670–0.710) of Total spend so far',
    )
    expect(note.text).toContain('+0.0300 (0.0100–0.0500)')
  })

  it('says that it is not shown to be better, or that the baseline is', async () => {
    const [close] = await verdictOf({ beatsBestBaseline: false, advantage: { totalSpend: { value: 0.01, low: -0.01, high: 0.03 } } }) // prettier-ignore
    expect(close).toMatchObject({ tone: 'caution', text: expect.stringContaining('not shown to be better') })
    const [worse] = await verdictOf({ beatsBestBaseline: false, advantage: { totalSpend: { value: -0.02, low: -0.03, high: -0.01 } } }) // prettier-ignore
    expect(worse).toMatchObject({ tone: 'caution', text: expect.stringContaining('the baseline is better') })
    const [alone] = await verdictOf({ beatsBestBaseline: false, bestBaseline: null, baselines: {}, advantage: {} })
    expect(alone).toMatchObject({ tone: 'caution', text: expect.stringContaining('No baseline could be measured') })
  })

  it('repeats in the limits what is not better, skipped and left out', async () => {
    const { facts } = await gathered()
    const limits = textsOf(blocksOf(compose(facts), 'limits')).join('\n')
    expect(limits).toContain('Repurchase: the model is not shown to be better than BG/NBD')
    expect(limits).toContain('Product potential is not covered')
    expect(limits).toContain('12.0% of the revenue')
    expect(limits).toContain('association')
    expect(limits).not.toContain('Customer value: the model is not shown')
    expect(limits).not.toContain('The data have changed')
  })

  it('warns when the data changed since, and names files that are gone', async () => {
    const shop = createExampleProject()
    closing.push(shop.close)
    shop.project.database.exec(`INSERT INTO run_source SELECT id, 9, 'orders.csv', 'behaviour', 'gone', 5 FROM run`)
    shop.acts([{ user: 'late', time: Date.UTC(2024, 11, 30), product: 'tea', amount: 1 }])
    const report = compose(await gatherFacts(shop.project, { runId: shop.runId, definition }, nowMs, unattended))
    const notes = notesOf(blocksOf(report, 'limits')).map(({ text }) => text)
    expect(notes).toEqual([expect.stringContaining('The data have changed'), expect.stringContaining('orders.csv')])
    expect(report.summary).toContain('The data have changed')
  })
})

describe('what is not there', () => {
  it('leaves brands, products and value out of a shop without them', async () => {
    const shop = createShop()
    closing.push(shop.close)
    shop.acts([{ user: hostile, time: Date.UTC(2024, 0, 1), amount: 3 }])
    const runId = insertRun(shop.project.database, exampleRun({ tasks: {}, newcomerRevenueShare: null }))
    const facts = await gatherFacts(shop.project, { runId, definition }, nowMs, unattended)
    expect(facts).toMatchObject({ loyalty: null, atRisk: null, value: null, customers: [], products: [] })
    const report = compose(facts)
    expect(textsOf(blocksOf(report, 'customers'))).toEqual(['This run keeps no scores.'])
    expect(textsOf(blocksOf(report, 'standing'))).toEqual(['The data name no brand that was bought.'])
    expect(report.figures.map(({ label }) => label)).toEqual(['Customers who bought', 'Revenue less returns', 'Better than baselines']) // prettier-ignore
  })

  it('still reports a run whose data have all been taken back', async () => {
    const shop = createShop()
    closing.push(shop.close)
    const runId = insertRun(shop.project.database, exampleRun())
    const report = compose(await gatherFacts(shop.project, { runId, definition }, nowMs, unattended))
    expect(report.sections).toHaveLength(14)
    expect(report.summary).toContain('–')
    expect(textsOf(blocksOf(report, 'data'))[0]).toContain('no dated acts')
  })
})

describe('spreadOf', () => {
  it('sums the fifth predicted highest', () => {
    const values = [50, 20, 10, 10, 10].map((ltv, i) => ({ ltv, pastSpend: i }))
    expect(spreadOf(values)).toMatchObject({ customers: 5, total: 100, topShare: 0.5, topShareOfPast: 0 })
    expect(spreadOf([{ ltv: 3, pastSpend: 0 }])).toMatchObject({ customers: 1, total: 3, topShareOfPast: null })
  })

  it('puts every customer into one of ten groups that differ by one at most', () => {
    const values = Array.from({ length: 47 }, (_, i) => ({ ltv: 47 - i, pastSpend: 1 }))
    const { tenths } = spreadOf(values)!
    expect(tenths).toHaveLength(10)
    expect(tenths.reduce((sum, { customers }) => sum + customers, 0)).toBe(47)
    expect(tenths.reduce((sum, { predicted }) => sum + predicted, 0)).toBe((47 * 48) / 2)
    const sizes = tenths.map(({ customers }) => customers)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  it('is not known where nothing is expected', () => {
    expect(spreadOf([])).toBeNull()
    expect(spreadOf([{ ltv: 0, pastSpend: 5 }])).toBeNull()
  })
})
