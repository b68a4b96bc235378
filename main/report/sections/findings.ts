import { taskIn } from '../../base/taskId.ts'
import { unitOf } from '../../charts/amounts.ts'
import { doubleJeopardyChart } from '../../charts/doubleJeopardy.ts'
import { importanceChart } from '../../charts/importance.ts'
import { columnName } from '../../charts/taskWords.ts'
import type { Task } from '../../features/types.ts'
import type { LoyaltyOverview } from '../../insight/types.ts'
import type { CustomersAtRisk } from '../../insight/store.ts'
import type { ReportFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'

const brandsListed = 20
const inputsDrawn = 12

/** Who and what the scores single out. */
export function findingsSection(facts: ReportFacts, wording: Wording): Section {
  const { say, paragraph } = wording
  const { loyalty, atRisk, run } = facts
  const blocks: Block[] = [
    ...customerBlocks(facts, wording),
    ...productBlocks(facts, wording),
    ...(loyalty && loyalty.brands.length > 0 ? brandBlocks(loyalty, wording) : []),
    ...(atRisk ? riskBlocks(atRisk, run.horizonDays, wording) : []),
    ...importanceBlocks(facts, wording),
  ]
  return {
    id: 'findings',
    title: say('findings.title'),
    blocks: blocks.length > 0 ? blocks : [paragraph('findings.none')],
  }
}

function customerBlocks({ customers, value, run }: ReportFacts, { kit, say, heading, paragraph }: Wording): Block[] {
  const { format } = kit
  if (customers.length === 0) return []
  const blocks: Block[] = [heading('findings.customers')]
  if (value) {
    const params = {
      customers: format.count(value.customers),
      days: run.horizonDays,
      day: format.day(run.scoredAt),
      total: format.money(value.total),
      share: format.percent(value.topShare),
      past: format.percent(value.topShareOfPast),
    }
    blocks.push(paragraph(value.topShareOfPast === null ? 'findings.spread' : 'findings.spreadWithPast', params))
  }
  const columns = ['customer', 'value', 'repurchase', 'pastSpend', 'purchaseDays', 'recency'] as const
  const kinds = { customer: 'text', value: 'money', repurchase: 'percent', pastSpend: 'money', purchaseDays: 'count', recency: 'count' } as const // prettier-ignore
  blocks.push({
    kind: 'table',
    table: {
      title: say('findings.topCustomers', { days: run.horizonDays }),
      subtitle: say('findings.topCustomersNote'),
      columns: [
        ...columns.map((name) => ({ label: say(`findings.${name}`), kind: kinds[name] })),
        ...run.columns.map(({ output }) => ({
          label: columnName(output, kit),
          kind: unitOf(taskIn(output) as Task),
        })),
      ],
      rows: customers.map((row) => [
        row.id,
        { value: row.ltv, low: row.ltvLow, high: row.ltvHigh },
        row.repurchase,
        row.pastSpend,
        row.purchaseDays,
        row.recencyDays,
        ...run.columns.map(({ key }) => row[key]),
      ]),
    },
  })
  return blocks
}

function productBlocks({ products, run }: ReportFacts, { say, heading }: Wording): Block[] {
  if (products.length === 0) return []
  return [
    heading('findings.products'),
    {
      kind: 'table',
      table: {
        title: say('findings.topProducts', { days: run.horizonDays }),
        subtitle: say('findings.topProductsNote', { days: run.horizonDays }),
        columns: [
          { label: say('findings.product'), kind: 'text' },
          { label: say('findings.name'), kind: 'text' },
          { label: say('findings.brand'), kind: 'text' },
          { label: say('findings.units'), kind: 'number' },
          { label: say('findings.before'), kind: 'number' },
          { label: say('findings.change'), kind: 'number' },
        ],
        rows: products.map((row) => [
          row.id,
          row.title,
          row.brand,
          row.units === null ? null : Math.round(row.units * 10) / 10,
          row.lastPeriodUnits,
          row.units === null ? null : Math.round((row.units - row.lastPeriodUnits) * 10) / 10,
        ]),
      },
    },
  ]
}

function brandBlocks(loyalty: LoyaltyOverview, { kit, say, heading, paragraph }: Wording): Block[] {
  const { format } = kit
  const { brands, windowDays } = loyalty
  const shown = brands.slice(0, brandsListed)
  const window = { from: format.day(loyalty.from), to: format.day(loyalty.to) }
  return [
    heading('findings.brands'),
    paragraph('findings.brandsAnswer', { ...window, buyers: format.count(loyalty.buyers), brands: brands.length }),
    {
      kind: 'table',
      table: {
        title: say('findings.standing'),
        subtitle: say('findings.standingNote', { shown: shown.length, brands: brands.length }),
        columns: [
          { label: kit.translate('charts.brand'), kind: 'text' },
          { label: say('findings.buyers'), kind: 'count' },
          { label: say('findings.penetration'), kind: 'percent' },
          { label: say('findings.frequency'), kind: 'number' },
          { label: say('findings.requirements'), kind: 'percent' },
          { label: say('findings.repeatRate'), kind: 'percent' },
          { label: say('findings.again'), kind: 'percent' },
        ],
        rows: shown.map((brand) => [
          brand.brand,
          brand.buyers,
          brand.penetration,
          brand.frequency,
          brand.shareOfRequirements,
          brand.repeatRate,
          brand.predictedAgain,
        ]),
      },
    },
    { kind: 'chart', chart: doubleJeopardyChart({ brands: shown, windowDays, law: loyalty.law }, kit) },
  ]
}

function riskBlocks(
  { pairs, spend, largest }: CustomersAtRisk,
  days: number,
  { kit, say, heading, paragraph }: Wording,
): Block[] {
  // prettier-ignore
  const { format } = kit
  const blocks: Block[] = [
    heading('findings.risk'),
    paragraph('findings.riskAnswer', { pairs: format.count(pairs), spend: format.money(spend), days }),
  ]
  if (largest.length === 0) return blocks
  blocks.push({
    kind: 'table',
    table: {
      title: say('findings.largestAtRisk'),
      subtitle: '',
      columns: [
        { label: say('findings.customer'), kind: 'text' },
        { label: kit.translate('charts.brand'), kind: 'text' },
        { label: say('findings.again'), kind: 'percent' },
        { label: say('findings.pastShare'), kind: 'percent' },
        { label: say('findings.brandSpend'), kind: 'money' },
      ],
      rows: largest.map((row) => [row.id, row.brand, row.p, row.pastShare, row.brandSpend]),
    },
  })
  return blocks
}

function importanceBlocks({ explanations }: ReportFacts, { kit, task, heading, paragraph }: Wording): Block[] {
  return explanations.flatMap((explanation, at): Block[] => [
    heading('findings.importance', { task: task(explanation.task) }),
    ...(at === 0 ? [paragraph('findings.importanceNote')] : []),
    { kind: 'chart', chart: importanceChart({ result: explanation.result, shown: inputsDrawn }, kit) },
  ])
}
