import { bridgeChart } from '../../charts/bridge.ts'
import { withInterval } from '../../charts/format.ts'
import type { ReportFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'
import { heldWords } from './held.ts'
import { lower } from './layout.ts'

/** What customers brought, and which of them made the difference to the days it is held against. */
export function revenueSection({ overview, revenue }: ReportFacts, wording: Wording): Section {
  const { kit, say, paragraph } = wording
  const section = { id: 'revenue', title: say('revenue.title') }
  const { figures, span } = overview
  if (figures.customers === 0) return { ...section, blocks: [paragraph('revenue.nobody')] }
  const { format } = kit
  const blocks: Block[] = [
    paragraph('revenue.answer', {
      ...{ from: format.day(span.from), to: format.day(span.to) },
      ...{ customers: format.count(figures.customers), revenue: format.money(figures.revenue) },
      each: withInterval(figures.spendPerCustomer, format.money),
      days: withInterval(figures.daysPerCustomer, format.number),
    }),
  ]
  if (!revenue) return { ...section, blocks: [...blocks, paragraph('held.none')] }
  const chart = lower(bridgeChart(revenue.bridge, kit), 0.7)
  const table = {
    id: 'revenue',
    title: say('revenue.table'),
    subtitle: say('revenue.tableNote'),
    ...chart.table,
    keys: 1,
  }
  return {
    ...section,
    blocks: [...blocks, heldWords(revenue, wording), { kind: 'chart', chart }, { kind: 'table', table }],
  }
}
