import { describe, expect, it } from 'vitest'
import { dayMs } from '../../../main/base/calendar.ts'
import { unattended } from '../../../main/base/job.ts'
import { resolveSetup } from '../../../main/features/setup.ts'
import { buildSideData } from '../../../main/features/side/sideData.ts'
import {
  inputGroups,
  part,
  type ExampleTable,
  type SplitKind,
  type TrainingData,
} from '../../../main/features/types.ts'
import type { Shop } from '../shop.ts'
import { openSideShop, sideShopRows, type SideShop } from './sideShop.ts'

const rows = sideShopRows(5)
const cutoff = Date.UTC(2024, 1, 1)
const setup = { cutoff: '2024-02-01', horizonDays: 60 }

function build(split: SplitKind, given: SideShop, extra?: (shop: Shop) => void): TrainingData {
  const shop = openSideShop(given)
  shop.acts([{ user: 'last of all', type: 'view', time: Date.UTC(2024, 5, 1, 12) }])
  extra?.(shop)
  const { training, skipped } = buildSideData(shop.project, resolveSetup(shop.project, { ...setup, split }), unattended)
  shop.close()
  if (!training) throw new Error('there is nothing to learn')
  expect(skipped).toEqual([])
  return training
}

/** Everything an encoder, a baseline or a split sees; of what is learned from in a time split, the labels too. */
const visible = (table: ExampleTable | null, split: SplitKind) => ({
  ids: table?.ids,
  brandIds: table?.brandIds,
  parts: table?.parts,
  baseline: table?.baseline,
  inputs: inputGroups.map((group) => table && Buffer.from(table.inputs[group].values.buffer)),
  labels: Object.values(table?.labels ?? {}).map((values) =>
    values.filter((_, row) => split === 'time' && table?.parts[row] !== part.test),
  ),
})

describe.each(['users', 'time'] as SplitKind[])('what happens at or after the cutoff (%s split)', (split) => {
  it('changes no bit of what the side tables say of before', () => {
    const bare = build(split, rows)
    const louder = rows.acts.map((act) =>
      act.time < cutoff ? act : { ...act, amount: 1000 * (act.amount ?? 1), time: act.time + 3_600_000 },
    )
    const other = build(split, { ...rows, acts: louder }, (shop) => {
      const people = Array.from({ length: 80 }, (_, i) => `r${i}`)
      shop.acts(people.map((user) => ({ user, product: 'n1', amount: 99, time: cutoff })))
      shop.acts(people.map((user) => ({ user, product: 'p1', type: 'view', time: cutoff })))
      shop.acts(people.map((user) => ({ user, product: 'p2', quantity: -3, time: cutoff + dayMs })))
      shop.users(people.map((user) => ({ user: `late ${user}`, registered: cutoff })))
      shop.users(people.map((user, i) => ({ user, attributes: { tier: `t${i % 3}` } })))
      shop.links(people.map((user, i) => ({ user, peer: `u${i}`, time: cutoff })))
      shop.links(people.map((user, i) => ({ user, peer: `u${i + 1}` })))
      shop.contacts(people.map((user) => ({ user, campaign: 'late', time: cutoff })))
      shop.products([{ product: 'later', brand: 'brand 1', category: 'category 1', price: 0.01, launched: cutoff }])
      shop.acts(people.map((user) => ({ user, product: 'later', amount: 7, time: cutoff })))
    })
    for (const name of ['users', 'products', 'pairs'] as const) {
      expect(visible(other[name], split), name).toEqual(visible(bare[name], split))
    }
    expect(other.users.labels.ltv).not.toEqual(bare.users.labels.ltv)
    expect(other.pairs?.labels.bought).not.toEqual(bare.pairs?.labels.bought)
  })

  it('nor do the acts of a launch itself, whose horizon has begun', () => {
    const launches = new Set(
      rows.products.flatMap(({ product, launched }) => (launched === undefined ? [] : [product])),
    )
    const bare = build(split, rows)
    const other = build(split, rows, (shop) => {
      // Views show a product without selling it; its label must be all that could change, and it does not.
      shop.acts([...launches].map((product) => ({ user: 'u1', type: 'view', product, time: cutoff - 1 })))
    })
    const own = (data: TrainingData) => {
      const table = data.products
      const days = data.specs.filter(({ group }) => group === 'product').map(({ name }) => name)
      const width = table?.inputs.product.names.length ?? 0
      // Other launches of the category are seen now: what counts or ranks them may move.
      const told = days.flatMap((name, i) => (/categoryProducts|categoryShare|pricePosition/.test(name) ? [] : [i]))
      return Array.from({ length: table?.rows ?? 0 }, (_, row) =>
        told.map((i) => table?.inputs.product.values[row * width + i]),
      )
    }
    expect(own(other)).toEqual(own(bare))
  })
})
