import { taskIn } from '../../base/taskId.ts'
import { lorenzChart } from '../../charts/lorenz.ts'
import { unitOf } from '../../charts/amounts.ts'
import { columnName } from '../../charts/taskWords.ts'
import type { Task } from '../../features/types.ts'
import type { RunFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'

/** Whom the scores single out, and how the expected spend is spread. */
export function customersSection(facts: RunFacts, wording: Wording): Section {
  const { say, paragraph } = wording
  const blocks = [...spreadBlocks(facts, wording), ...customerList(facts, wording)]
  return {
    id: 'customers',
    title: say('findings.customers'),
    blocks: blocks.length > 0 ? blocks : [paragraph(facts.scoredCustomers > 0 ? 'findings.nobody' : 'findings.none')],
  }
}

function spreadBlocks({ value, run, overview }: RunFacts, { kit, say, paragraph }: Wording): Block[] {
  if (!value) return []
  const { format } = kit
  const params = {
    customers: format.count(value.customers),
    days: run.horizonDays,
    day: format.day(run.scoredAt),
    total: format.money(value.total),
    share: format.percent(value.topShare),
    past: format.percent(value.topShareOfPast),
  }
  return [
    paragraph(value.topShareOfPast === null ? 'findings.spread' : 'findings.spreadWithPast', params),
    { kind: 'chart', chart: lorenzChart(overview, kit) },
    {
      kind: 'table',
      table: {
        id: 'valueTenths',
        title: say('findings.tenths'),
        subtitle: say('findings.tenthsNote'),
        columns: [
          { label: say('findings.tenth'), kind: 'text' },
          { label: say('findings.customerCount'), kind: 'count' },
          { label: say('findings.value'), kind: 'money' },
          { label: say('findings.tenthShare'), kind: 'percent' },
          { label: say('findings.pastSpend'), kind: 'money' },
        ],
        rows: value.tenths.map(({ customers, predicted, past }, at) => [
          String(at + 1),
          customers,
          predicted,
          predicted / value.total,
          past,
        ]),
        keys: 1,
      },
    },
  ]
}

function customerList({ customers, run }: RunFacts, { kit, say }: Wording): Block[] {
  if (customers.length === 0) return []
  const columns = ['customer', 'value', 'repurchase', 'pastSpend', 'purchaseDays', 'recency'] as const
  const kinds = { customer: 'text', value: 'money', repurchase: 'percent', pastSpend: 'money', purchaseDays: 'count', recency: 'count' } as const // prettier-ignore
  return [
    {
      kind: 'table',
      table: {
        id: 'topCustomers',
        title: say('findings.topCustomers', { days: run.horizonDays, rows: kit.format.count(customers.length) }),
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
        individuals: true,
        keys: 1,
      },
    },
  ]
}
