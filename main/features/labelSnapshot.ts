import type { Cut } from './cuts.ts'
import { labelPairs, labelProducts, labelUsers, unitsInWindow, type LabelWindow } from './labels.ts'
import { worthOf } from './margin.ts'
import { labelWindows } from './own/ownLabels.ts'
import type { WindowReader } from './own/ownColumns.ts'
import type { Snapshot } from './snapshot.ts'
import { part, type ExampleTable } from './types.ts'
import { netAsOf, type World } from './world.ts'

export function labelWindow(
  world: World,
  cut: Pick<Cut, 'day' | 'observedDay'>,
  horizonDays: number,
  marginRate: number | null = null,
): LabelWindow {
  const { day: cutoffDay, observedDay } = cut
  const net = netAsOf(world, observedDay)
  return { cutoffDay, endDay: cutoffDay + horizonDays, observedDay, net, worth: worthOf(world, net, marginRate) }
}

/** Writes parts and labels into the rows of a cutoff. */
export function labelSnapshot(
  world: World,
  snapshot: Snapshot,
  cut: Cut,
  window: LabelWindow,
  readers: WindowReader[],
): void {
  const { users, products, pairs } = snapshot
  fillParts(users.table, users.users, cut.parts.users)
  labelUsers(world, users, window)
  labelWindows(world, users, readers, window)
  if (products) {
    fillParts(products.table, products.products, cut.parts.products)
    labelProducts(
      products,
      unitsByPart(world, cut, (counts) => unitsInWindow(world, window, counts)),
    )
  }
  if (pairs) {
    fillParts(pairs.table, pairs.pairs.users, cut.parts.users)
    labelPairs(world, pairs, window)
  }
}

export function fillParts(table: ExampleTable, positions: Int32Array, parts: Uint8Array): void {
  for (let row = 0; row < table.rows; row++) table.parts[row] = parts[positions[row]]
}

/**
 * Units of a product within the horizon, from `unitsOver` the users that count. In a users split a training product counts the training users' acts, a
 * validation product those of all but the test users, each divided by the share of users it counts; a test product
 * counts everybody.
 */
export function unitsByPart(
  world: World,
  cut: Cut,
  unitsOver: (counts: (user: number) => boolean) => Float64Array,
): (product: number, productPart: number) => number {
  if (!cut.divided) {
    const units = unitsOver(() => true)
    return (product) => units[product]
  }
  const seenBy = [part.train, part.validation, part.test].map((upTo) => {
    const units = unitsOver((user) => cut.parts.users[user] <= upTo)
    const share = cut.parts.users.filter((userPart) => userPart <= upTo).length / world.users.count
    return units.map((sum) => (share > 0 ? sum / share : 0))
  })
  return (product, productPart) => seenBy[productPart][product]
}
