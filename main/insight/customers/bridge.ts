import type { Span } from '../filter/span.ts'
import type { CustomerTotals } from './totals.ts'
import type { Bridge, BridgePart, BridgeStep } from './types.ts'

/**
 * What lies between the revenue of two spans, by customer. Who bought in both spans was retained, and spends more, less or
 * the same; who bought in the later one alone is new where that span holds the first purchase ever, else reactivated; who
 * bought in the earlier one alone is lost. The steps' money adds up to the difference.
 * `firstDay` is the day of the first purchase ever by position of the user.
 */
export function revenueBridge(
  now: CustomerTotals,
  before: CustomerTotals,
  firstDay: (user: number) => number,
  { span, compared }: { span: Span; compared: Span },
): Bridge {
  const steps: Record<BridgeStep, { customers: number; money: number }> = {
    new: { customers: 0, money: 0 },
    reactivated: { customers: 0, money: 0 },
    more: { customers: 0, money: 0 },
    less: { customers: 0, money: 0 },
    lost: { customers: 0, money: 0 },
  }
  let same = 0
  eachStep(now, before, firstDay, span.fromDay, (_, step, money) => {
    if (step === 'same') return void same++
    steps[step].customers++
    steps[step].money += money
  })
  const order: BridgeStep[] = ['new', 'reactivated', 'more', 'less', 'lost']
  return {
    before: sum(before.spend),
    now: sum(now.spend),
    isNext: compared.toDay === span.fromDay,
    same,
    steps: order.map((step) => ({ step, ...steps[step] })),
  }
}

/** Tells every customer of the two spans, by position, with their part of the bridge and its money. */
export function eachStep(
  now: CustomerTotals,
  before: CustomerTotals,
  firstDay: (user: number) => number,
  fromDay: number,
  tell: (user: number, step: BridgePart, money: number) => void,
): void {
  // Both are in the order of positions: one pass over the two of them.
  let [a, b] = [0, 0]
  while (a < before.count || b < now.count) {
    const earlier = a < before.count ? before.user[a] : Infinity
    const later = b < now.count ? now.user[b] : Infinity
    if (earlier < later) tell(earlier, 'lost', -before.spend[a++])
    else if (later < earlier) tell(later, firstDay(later) >= fromDay ? 'new' : 'reactivated', now.spend[b++])
    else {
      const change = now.spend[b++] - before.spend[a++]
      tell(later, change === 0 ? 'same' : change > 0 ? 'more' : 'less', change)
    }
  }
}

export function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]
  return total
}
