import type { RunFacts } from '../gather.ts'
import type { Section } from '../types.ts'
import type { Wording } from '../wording.ts'

/** Which products are expected to sell most, beside what they sold. */
export function productsSection({ products, run }: RunFacts, { kit, say, paragraph }: Wording): Section {
  const section = { id: 'products', title: say('findings.products') }
  if (products.length === 0) return { ...section, blocks: [paragraph('findings.noProducts')] }
  return {
    ...section,
    blocks: [
      {
        kind: 'table',
        table: {
          id: 'topProducts',
          title: say('findings.topProducts', { days: run.horizonDays, rows: kit.format.count(products.length) }),
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
          keys: 1,
        },
      },
    ],
  }
}
