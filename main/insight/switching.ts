import { byCustomer } from './filter/select.ts'
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
  let customers = 0
  for (const own of byCustomer(purchases, scopedRows(purchases, scope))) {
    const sequence = brandPerDay(purchases, own).map((brand) => position.get(purchases.brandIds[brand]) ?? shown.length)
    if (sequence.length > 1) customers++
    for (let i = 1; i < sequence.length; i++) counts[sequence[i - 1]][sequence[i]]++
  }
  return { brands: [...shown.map(({ brand }) => brand), ...(hasOthers ? [''] : [])], counts, customers }
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
