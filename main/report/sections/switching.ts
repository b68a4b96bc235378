import { switchedBrands, switchingChart } from '../../charts/switching.ts'
import { brandColors } from '../../charts/theme.ts'
import type { ReportFacts } from '../gather.ts'
import type { CategoryMarket } from '../gatherBrands.ts'
import type { SwitchingMatrix } from '../../insight/types.ts'
import type { Block, ReportCell } from '../types.ts'
import type { Wording } from '../wording.ts'
import { categoryWords, largestNote, within } from './brands.ts'
import { inPairs, lower } from './layout.ts'

/** What is bought next, category by category: a picture of each, and of every brand how many stay and who gains most. */
export function switchingBlocks(facts: ReportFacts, wording: Wording): Block[] {
  const { kit, say } = wording
  const drawn = facts.markets.flatMap((market) => (market.switching ? [{ market, matrix: market.switching }] : []))
  if (drawn.length === 0) return []
  const charts = drawn.map(({ market, matrix }) => {
    const colors = brandColors(market.loyalty.brands, kit.theme)
    return within(lower(switchingChart({ matrix, colors }, kit), 0.8), market, wording)
  })
  return [
    ...largestNote(facts, wording),
    ...inPairs(charts),
    {
      kind: 'table',
      table: {
        id: 'switching',
        title: say('brands.switchingTable'),
        subtitle: say('brands.switchingTableNote'),
        columns: [
          { label: say('brands.category'), kind: 'text' },
          { label: kit.translate('charts.brand'), kind: 'text' },
          { label: say('brands.nextPurchases'), kind: 'count' },
          { label: say('brands.stays'), kind: 'percent' },
          { label: say('brands.staysExpected'), kind: 'percent' },
          { label: say('brands.mostNext'), kind: 'text' },
          { label: say('brands.mostNextShare'), kind: 'percent' },
        ],
        rows: drawn.flatMap(({ market, matrix }) => rowsOf(market, matrix, wording)),
        keys: 2,
      },
    },
  ]
}

/** Of every brand that something was bought after; the others together are no brand. */
function rowsOf(market: CategoryMarket, matrix: SwitchingMatrix, wording: Wording): ReportCell[][] {
  const names = switchedBrands(matrix, wording.kit)
  return matrix.counts.flatMap((counts, from) => {
    const purchases = counts.reduce((sum, count) => sum + count, 0)
    if (matrix.brands[from] === '' || purchases === 0) return []
    const others = counts.map((count, to) => ({ count, to })).filter(({ count, to }) => to !== from && count > 0)
    const most = others.toSorted((a, b) => b.count - a.count).at(0)
    return [
      [
        ...[categoryWords(market, wording), names[from], purchases],
        ...[matrix.shares[from][from], matrix.expected?.[from][from] ?? null],
        ...(most ? [names[most.to], matrix.shares[from][most.to]] : [null, null]),
      ],
    ]
  })
}
