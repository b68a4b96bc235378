import type { Estimate } from '../model/types.ts'
import { byCustomer } from './filter/select.ts'
import { addToRatio, emptyRatio, ratio, share } from './intervals.ts'
import { scopedRows, type BrandPurchases, type Scope } from './purchases.ts'
import type { SwitchingMatrix } from './types.ts'

/**
 * From each purchase day of a customer to the next one in the scope: which brand was bought, which is bought next.
 * Where a day has several brands the one with the most spend stands for it. Brands beyond the `largest` by buyers are
 * pooled in the last row and column, whose name is empty.
 */
export function brandSwitching(
  purchases: BrandPurchases,
  scope: Scope,
  ranked: readonly { brandId: number; brand: string }[],
  largest: number,
): SwitchingMatrix {
  const shown = ranked.slice(0, largest)
  const position = new Map(shown.map(({ brandId }, index) => [brandId, index]))
  const hasOthers = ranked.length > shown.length
  const size = shown.length + (hasOthers ? 1 : 0)
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  const spread = createSpread(size)
  let customers = 0
  for (const own of byCustomer(purchases, scopedRows(purchases, scope))) {
    const sequence = brandPerDay(purchases, own).map((brand) => position.get(purchases.brandIds[brand]) ?? shown.length)
    if (sequence.length > 1) customers++
    for (let i = 1; i < sequence.length; i++) {
      counts[sequence[i - 1]][sequence[i]]++
      spread.note(sequence[i - 1], sequence[i])
    }
    spread.endCustomer()
  }
  return {
    ...{ brands: [...shown.map(({ brand }) => brand), ...(hasOthers ? [''] : [])], counts, customers },
    ...{
      shares: counts.map((_, from) => counts.map((_, to) => spread.share(from, to))),
      expected: expectSwitching(counts),
    },
  }
}

/**
 * The shares of next purchases that the Dirichlet model of brand choice expects, were no two brands closer than others: after brand
 * i, brand j is bought with chance (S·sⱼ + [i = j]) / (S + 1), where s is a brand's share of all purchases (Goodhardt, Ehrenberg &
 * Chatfield 1984; between brands that is the duplication of purchase law with D = S / (S + 1)). S is the one that gives as many
 * repeated brands as there are; without bound where they are no more than chance. Null for counts of nothing.
 */
export function expectSwitching(counts: number[][]): number[][] | null {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const from = counts.map(sum)
  const to = counts.map((_, j) => sum(counts.map((row) => row[j])))
  const all = sum(from)
  if (all === 0) return null
  const size = from.map((count, i) => (count + to[i]) / (2 * all))
  const repeated = sum(counts.map((row, i) => row[i])) / all
  const byChance = sum(from.map((count, i) => (count / all) * size[i]))
  // How far one purchase of a brand speaks for the next one: 1 / (S + 1).
  const keeps = byChance < 1 ? Math.max(0, (repeated - byChance) / (1 - byChance)) : 0
  return counts.map((_, i) => size.map((share, j) => (1 - keeps) * share + (i === j ? keeps : 0)))
}

/** Sums from which each cell's share of its row has an interval by customers, as `ratio` takes them. */
function createSpread(size: number) {
  const cells = Array.from({ length: size * size }, emptyRatio)
  const rows = Array.from({ length: size }, emptyRatio)
  const own = new Float64Array(size * size)
  const ofRow = new Float64Array(size)
  const touched = new Set<number>()
  return {
    note(from: number, to: number): void {
      own[from * size + to]++
      ofRow[from]++
      touched.add(from * size + to)
    },
    endCustomer(): void {
      for (const cell of touched) {
        const x = ofRow[Math.floor(cell / size)]
        cells[cell].y += own[cell]
        cells[cell].xy += x * own[cell]
        cells[cell].yy += own[cell] * own[cell]
      }
      for (const cell of touched) {
        const from = Math.floor(cell / size)
        // A row's own sums go in once, with its first cell.
        if (ofRow[from] > 0) addToRatio(rows[from], ofRow[from], 0)
        ofRow[from] = 0
        own[cell] = 0
      }
      touched.clear()
    },
    share(from: number, to: number): Estimate {
      const { n, x, xx } = rows[from]
      const { y, xy, yy } = cells[from * size + to]
      // None, or nothing else, leaves no spread to go by: then each customer counts once.
      return y === 0 || y === x ? share(y === 0 ? 0 : n, n) : ratio({ n, x, xx, y, xy, yy })
    },
  }
}

function brandPerDay({ day, brand, money }: BrandPurchases, own: Int32Array): number[] {
  const sequence: number[] = []
  for (let from = 0; from < own.length;) {
    const spend = new Map<number, number>()
    let to = from
    for (; to < own.length && day[own[to]] === day[own[from]]; to++) {
      spend.set(brand[own[to]], (spend.get(brand[own[to]]) ?? 0) + money[own[to]])
    }
    sequence.push([...spend].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0])
    from = to
  }
  return sequence
}
