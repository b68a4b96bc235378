import type { RunFacts } from '../gather.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'

/** Loyal customers who are not expected to buy their brand again, over all brands. */
export function atRiskSection({ atRisk, run }: RunFacts, { kit, say, paragraph }: Wording): Section {
  const section = { id: 'atRisk', title: say('findings.risk') }
  if (!atRisk) return { ...section, blocks: [paragraph('findings.noLoyaltyTask')] }
  const { pairs, spend, largest } = atRisk
  const { format } = kit
  const params = { pairs: format.count(pairs), spend: format.money(spend), days: run.horizonDays }
  const blocks: Block[] = [paragraph('findings.riskAnswer', params)]
  if (largest.length > 0) {
    blocks.push({
      kind: 'table',
      table: {
        id: 'largestAtRisk',
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
        individuals: true,
        keys: 2,
      },
    })
  }
  return { ...section, blocks }
}
