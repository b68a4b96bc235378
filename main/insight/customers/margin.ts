import { byCustomer } from '../filter/select.ts'
import { mean } from '../intervals.ts'
import type { Ledger } from '../ledger/types.ts'
import type { CustomerCohorts, CustomerMargin } from './types.ts'

/** What every line of a ledger earns, worked out once. */
const known = new WeakMap<Ledger, Float64Array>()

/**
 * Margin by line: money − units × cost. A line of unknown cost earns at the mean rate of the others, Σ margin / Σ money, as in
 * customer value measured as margin. Null where no purchase has a known cost.
 */
export function lineMargins(ledger: Ledger): Float64Array | null {
  const found = known.get(ledger) ?? findMargins(ledger)
  if (found) known.set(ledger, found)
  return found
}

function findMargins({ lines, products }: Ledger): Float64Array | null {
  const margins = new Float64Array(lines.count)
  let [money, margin] = [0, 0]
  for (let i = 0; i < lines.count; i++) {
    const cost = lines.product[i] < 0 ? NaN : products.cost[lines.product[i]]
    margins[i] = lines.money[i] - lines.units[i] * cost
    if (Number.isNaN(margins[i])) continue
    money += lines.money[i]
    margin += margins[i]
  }
  if (money === 0) return null
  for (let i = 0; i < lines.count; i++) if (Number.isNaN(margins[i])) margins[i] = (lines.money[i] * margin) / money
  return margins
}

type Earned = Pick<
  CustomerMargin,
  'spend' | 'margin' | 'costShare' | 'discount' | 'discountedShare' | 'marginPerCustomer'
>

/** What a selection of lines, sorted by customer, earned. */
export function earnedBy({ lines, products }: Ledger, selection: Int32Array, margins: Float64Array): Earned {
  let [spend, margin, costed, discount, discounted] = [0, 0, 0, 0, 0]
  const perCustomer = { n: 0, sum: 0, squares: 0 }
  for (const bought of byCustomer(lines, selection)) {
    let own = 0
    for (const i of bought) {
      const money = lines.money[i]
      spend += money
      own += margins[i]
      if (lines.product[i] >= 0 && !Number.isNaN(products.cost[lines.product[i]])) costed += money
      discount += lines.discount[i]
      if (lines.discount[i] > 0) discounted += money
    }
    margin += own
    perCustomer.n++
    perCustomer.sum += own
    perCustomer.squares += own * own
  }
  return {
    ...{ spend, margin, discount },
    costShare: spend > 0 ? costed / spend : null,
    discountedShare: spend > 0 ? discounted / spend : null,
    marginPerCustomer: mean(perCustomer.sum, perCustomer.squares, perCustomer.n),
  }
}

/**
 * The first month after the first purchase by whose end customers have earned what one cost to win: by their mean, and by the
 * lower end of its 95% interval. Null within it: not within the months that are followed.
 */
export function paybackOf(
  { curve }: Pick<CustomerCohorts, 'curve'>,
  cost: number,
): { mean: number | null; certain: number | null } {
  const first = (reaches: (value: CustomerCohorts['curve'][number]['value']) => number | null) => {
    const month = curve.findIndex(({ value }) => (reaches(value) ?? -Infinity) >= cost)
    return month < 0 ? null : month
  }
  return { mean: first(({ value }) => value), certain: first(({ low }) => low) }
}
