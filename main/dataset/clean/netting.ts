/** Ids of act types, as the migration numbers them. */
const actType = { purchase: 4, return: 5 } as const

/** Purchases and returns, maybe among other acts, by user, then time; of equal times purchases stand before returns. */
export interface TradedActs {
  count: number
  /** The acts of user u are starts[u] … starts[u + 1] − 1. */
  starts: Int32Array
  product: Int32Array
  type: Uint8Array
  /** Days in the project's zone. */
  day: Int32Array
  units: Float64Array
  money: Float64Array
  /** A number per order; −1 for orders that no return names, and for none. */
  order: Int32Array
}

/** A return is subtracted only when it comes at most this many days after its purchase. */
export const returnWindowDays = 60

/** Per act, what is left of a purchase after its returns; 0 for every other act. A net purchase has units above 0. */
export interface NetPurchases {
  units: Float64Array
  money: Float64Array
}

/** Purchases and returns of every user and product that has a return, oldest first: the acts a match may touch. */
export interface ReturnGroups {
  acts: Int32Array
  starts: number[]
}

/** Found once per project; netting as of several days then costs a copy and the few acts in here. */
export function groupReturns(acts: TradedActs): ReturnGroups {
  const grouped: number[] = []
  const starts = [0]
  for (let user = 0; user + 1 < acts.starts.length; user++) {
    const ofUser = purchasesAndReturns(acts, user)
    for (let from = 0; from < ofUser.length;) {
      let to = from
      let hasReturn = false
      for (; to < ofUser.length && acts.product[ofUser[to]] === acts.product[ofUser[from]]; to++) {
        hasReturn ||= acts.type[ofUser[to]] === actType.return
      }
      if (hasReturn) {
        for (let i = from; i < to; i++) grouped.push(ofUser[i])
        starts.push(grouped.length)
      }
      from = to
    }
  }
  return { acts: Int32Array.from(grouped), starts }
}

/** By product, then time; empty for the many users who never returned anything. */
function purchasesAndReturns({ starts, type, product }: TradedActs, user: number): number[] {
  const found: number[] = []
  const segment = type.subarray(starts[user], starts[user + 1])
  if (!segment.includes(actType.return)) return found
  for (let i = starts[user]; i < starts[user + 1]; i++) {
    if (type[i] === actType.purchase || type[i] === actType.return) found.push(i)
  }
  return found.sort((a, b) => product[a] - product[b] || a - b)
}

/**
 * Purchases after the returns seen before `observedDay`. A return is matched with the purchase of its order and product;
 * where there is none, first in, first out with the same user's purchases of the product whose 60 days are still open.
 * It takes its own money with it (the purchase's where it names none), never below 0; a purchase of which no unit is
 * left has no money left either.
 */
export function netPurchases(acts: TradedActs, groups: ReturnGroups, observedDay: number): NetPurchases {
  const net: NetPurchases = { units: new Float64Array(acts.count), money: new Float64Array(acts.count) }
  for (let i = 0; i < acts.count; i++) {
    if (acts.type[i] !== actType.purchase || acts.units[i] <= 0) continue
    net.units[i] = acts.units[i]
    net.money[i] = acts.money[i]
  }
  for (let group = 0; group + 1 < groups.starts.length; group++) {
    subtractGroup(acts, groups.acts.subarray(groups.starts[group], groups.starts[group + 1]), net, observedDay)
  }
  return net
}

function subtractGroup(acts: TradedActs, group: Int32Array, net: NetPurchases, observedDay: number): void {
  let open = 0
  for (let i = 0; i < group.length; i++) {
    const returned = group[i]
    if (acts.type[returned] !== actType.return) continue
    if (acts.day[returned] >= observedDay) return
    // What is used up, or too old for this return, is so for every later one.
    while (open < i && !(net.units[group[open]] > 0 && inWindow(acts, group[open], returned))) open++
    const ordered = purchasesOfOrder(acts, group.subarray(0, i), acts.order[returned])
    subtract(acts, ordered ?? group.subarray(open, i), returned, net)
  }
}

/** Null where no purchase of something has this order: then any purchase of the product will do. */
function purchasesOfOrder(acts: TradedActs, earlier: Int32Array, order: number): Int32Array | null {
  if (order < 0) return null
  const found = earlier.filter((i) => acts.order[i] === order && acts.type[i] === actType.purchase && acts.units[i] > 0)
  return found.length > 0 ? found : null
}

const inWindow = (acts: TradedActs, purchase: number, returned: number) =>
  acts.day[returned] - acts.day[purchase] <= returnWindowDays

function subtract(acts: TradedActs, candidates: Int32Array, returned: number, net: NetPurchases): void {
  let left = acts.units[returned]
  const refundPerUnit = left > 0 ? acts.money[returned] / left : 0
  for (const purchase of candidates) {
    if (left <= 0) return
    if (!(net.units[purchase] > 0) || !inWindow(acts, purchase, returned)) continue
    const units = Math.min(left, net.units[purchase])
    const perUnit = refundPerUnit > 0 ? refundPerUnit : acts.money[purchase] / acts.units[purchase]
    left -= units
    // Sums of decimal fractions leave dust that is no unit.
    const remaining = net.units[purchase] - units < 1e-9 ? 0 : net.units[purchase] - units
    net.units[purchase] = remaining
    net.money[purchase] = remaining > 0 ? Math.max(0, net.money[purchase] - units * perUnit) : 0
  }
}
