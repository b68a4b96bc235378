import { afterEach, describe, expect, it } from 'vitest'
import { dayMs } from '../../main/base/calendar.ts'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import type { OwnTaskInput } from '../../main/features/own/ownTaskInput.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import { inputGroups, part, type ExampleTable, type SplitKind, type TrainingData } from '../../main/features/types.ts'
import { createRandomShop } from './randomShop.ts'
import { createShop, type ActInput, type Shop } from './shop.ts'

const opened: Shop[] = []
afterEach(() => opened.splice(0).forEach((shop) => shop.close()))

const cutoff = Date.UTC(2023, 9, 1)
/** What customers did of these before the cutoff is an input. */
const own: OwnTaskInput[] = [
  { name: 'buys', kind: 'yesNo', brands: ['brand 1'], window: { toDay: 30 } },
  { name: 'spends', kind: 'amount', categories: ['category 2'] },
  { name: 'comes', kind: 'count', counts: 'days', types: ['view', 'cart'] },
]
const settings = { cutoff: '2023-10-01', horizonDays: 60, text: { encoder: 'builtIn' } }

/** The same shop up to the cutoff; after it, `later` and one last act that ends the data on the same day. */
function buildWith(
  later: (acts: ActInput[]) => ActInput[],
  split: SplitKind,
  extra?: (shop: Shop) => void,
): TrainingData {
  const random = createRandomShop(7, 'UTC')
  random.shop.close()
  const shop = createShop()
  opened.push(shop)
  const colours = ['black', '红色', 'navy blue', '白色']
  const things = ['cotton shirt XL', '跑鞋 42码', 'oat milk 6 x 1 l', '平底锅 28cm']
  const titled = random.products.map((product, i) => ({
    ...product,
    rating: 3,
    title: `${product.brand ?? ''} ${things[i % 4]} ${colours[(i >> 2) % 4]}`,
  }))
  shop.products(titled)
  shop.acts(random.acts.filter((act) => act.time < cutoff))
  const after = random.acts.filter((act) => act.time >= cutoff)
  shop.acts(later(after))
  shop.acts([{ user: 'last of all', type: 'view', time: Date.UTC(2024, 5, 1, 12) }])
  shop.links(
    Array.from({ length: 120 }, (_, i) => ({
      user: `u${i % 80}`,
      peer: `u${(i * 7) % 80}`,
      time: cutoff - dayMs * (1 + i),
    })),
  )
  extra?.(shop)
  const setup = { ...resolveSetup(shop.project, { ...settings, split, own }), sequenceLength: 6, horizons: [20, 60] }
  return buildTrainingData(shop.project, setup, unattended)
}

/** The acts of each row's sequence, as far as a network sees them. */
function sequencesOf({ sequences, rows }: ExampleTable, log: TrainingData['log']) {
  if (!log) throw new Error('there is no log')
  const { sizes, ...columns } = log
  const acts = (row: number) =>
    Object.values(columns).map((column) => [...column.slice(sequences.from[row], sequences.to[row])])
  return { sizes, acts: Array.from({ length: rows }, (_, row) => acts(row)), cutoffDays: sequences.cutoffDays }
}

/** Everything an encoder, a baseline or a split sees; of what is learned from in a time split, the labels too. */
function visible(table: ExampleTable | null, split: SplitKind, { log }: TrainingData) {
  if (!table) throw new Error('a table is missing')
  const learned = (values: Float64Array) =>
    values.filter((_, row) => split === 'time' && table.parts[row] !== part.test)
  return {
    ids: table.ids,
    brandIds: table.brandIds,
    cutoffs: table.cutoffs,
    parts: table.parts,
    baseline: table.baseline,
    codes: table.codes,
    sequences: sequencesOf(table, log),
    inputs: inputGroups.map((group) => [table.inputs[group].names, Buffer.from(table.inputs[group].values.buffer)]),
    labels: Object.entries(table.labels).map(([name, values]) => [name, learned(values)]),
  }
}

describe.each(['users', 'time'] as const)('what happens at or after the cutoff (%s split)', (split) => {
  it('changes no bit of the features, baselines and parts', () => {
    const bare = buildWith(() => [], split)
    const other = buildWith(
      (acts) => [
        ...acts.map((act) => ({ ...act, amount: 1000 * (act.amount ?? 1), time: act.time + 3_600_000 })),
        // A return of everything that was bought in the two months before, and acts on the stroke of the cutoff.
        ...Array.from({ length: 80 }, (_, u) =>
          Array.from({ length: 60 }, (_, p) => ({ user: `u${u}`, product: `p${p}`, quantity: -5, time: cutoff })),
        ).flat(),
        ...Array.from({ length: 80 }, (_, u) => ({ user: `u${u}`, product: 'new', amount: 99, time: cutoff })),
        ...Array.from({ length: 40 }, (_, u) => ({ user: `newcomer ${u}`, product: 'p1', amount: 5, time: cutoff })),
      ],
      split,
      (shop) => {
        shop.links(Array.from({ length: 60 }, (_, i) => ({ user: `u${i}`, peer: `u${i + 11}`, time: cutoff })))
        shop.links(Array.from({ length: 60 }, (_, i) => ({ user: `u${i}`, peer: `u${i + 13}` })))
        shop.contacts(Array.from({ length: 60 }, (_, i) => ({ user: `u${i}`, campaign: 'late', time: cutoff })))
        shop.contacts(Array.from({ length: 60 }, (_, i) => ({ user: `u${i}`, campaign: 'undated' })))
        shop.users(Array.from({ length: 60 }, (_, i) => ({ user: `u${i}`, attributes: { tier: `t${i % 3}` } })))
        // Cheaper than all others of a category in which its brand had nothing before.
        const facts = { brand: 'brand 0', category: 'category 3', price: 0.01, rating: 5 }
        const title = 'wool jumper red M 红色 羊毛'
        shop.products([{ product: 'new', ...facts, title }])
        // A catalogue of what nobody has touched yet, in words of its own.
        shop.products(
          Array.from({ length: 40 }, (_, i) => ({
            product: `to come ${i}`,
            title: `${title} ${i}`,
            brand: 'unheard of',
            category: `A > ${i}`,
          })),
        )
      },
    )
    expect(other.specs).toEqual(bare.specs)
    const names = bare.specs.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['titleText = 32', 'titleColour = blue', 'secondSpend', 'saleSpendShare']),
    )
    expect(names).toEqual(expect.arrayContaining(['product weekUnits = 12', 'neighbourBrand = brand 1']))
    expect(names).toEqual(expect.arrayContaining(['own buys = mean window', 'own comes = days since']))
    for (const name of ['users', 'products', 'pairs'] as const) {
      expect(visible(other[name], split, other)).toEqual(visible(bare[name], split, bare))
    }
    expect(sequencesOf(bare.users, bare.log).acts.some(([types]) => types.length > 1)).toBe(true)
    expect(other.users.labels.ltv).not.toEqual(bare.users.labels.ltv)
    expect(other.newcomerRevenueShare).toBeGreaterThan(0)
    expect(bare.newcomerRevenueShare).toBeNull()
  })
})

/** Half of the users, by a coin, buy after the cutoff; the coin also shows in everything a file can say, at `time`. */
function plantCoin(time: number, known: string[]): { strongest: number; column: string } {
  const random = createRandom(11)
  const shop = createShop()
  opened.push(shop)
  const users = Array.from({ length: 600 }, (_, i) => ({ user: `u${i}`, coin: random.integer(2) }))
  const day = () => Math.floor(random.uniform() * 200) * dayMs
  shop.acts(users.flatMap(({ user }) => [0, 1, 2].map(() => ({ user, amount: 9, time: Date.UTC(2023, 1, 1) + day() }))))
  const winners = users.filter(({ coin }) => coin === 1)
  shop.acts(winners.map(({ user }) => ({ user, amount: 50, time: cutoff + 5 * dayMs })))
  shop.acts(winners.map(({ user }) => ({ user, type: 'view', time })))
  shop.contacts(winners.map(({ user }) => ({ user, campaign: 'x', time })))
  shop.links(winners.map(({ user }) => ({ user, peer: 'star', time })))
  shop.users(
    users.map(({ user, coin }) => ({ user, channel: `c${coin}`, attributes: { won: coin } })),
    known,
  )
  shop.acts([{ user: 'u0', type: 'view', time: Date.UTC(2023, 11, 1) }])
  const setup = resolveSetup(shop.project, { ...settings, split: 'users' })
  const { users: table } = buildTrainingData(shop.project, setup, unattended)
  return strongestCorrelation(table, table.labels.repurchase)
}

function strongestCorrelation(table: ExampleTable, label: Float64Array): { strongest: number; column: string } {
  let found = { strongest: 0, column: '' }
  for (const group of inputGroups) {
    const { names, values } = table.inputs[group]
    names.forEach((column, c) => {
      const x = Array.from({ length: table.rows }, (_, row) => values[row * names.length + c])
      const strength = Math.abs(correlation(x, [...label]))
      if (strength > found.strongest) found = { strongest: strength, column }
    })
  }
  return found
}

function correlation(x: number[], y: number[]): number {
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length
  const [mx, my] = [mean(x), mean(y)]
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0)
  const spread = Math.sqrt(sum((i) => (x[i] - mx) ** 2) * sum((i) => (y[i] - my) ** 2))
  return spread > 0 ? sum((i) => (x[i] - mx) * (y[i] - my)) / spread : 0
}

describe('a signal that exists only after the cutoff', () => {
  it('is not found in any column', () => {
    expect(plantCoin(cutoff, []).strongest).toBeLessThan(0.2)
  })

  it('is found when it comes a millisecond earlier, or is declared known', () => {
    expect(plantCoin(cutoff - 1, []).strongest).toBeGreaterThan(0.95)
    expect(plantCoin(cutoff, ['won'])).toMatchObject({ column: 'user won = 0' })
    expect(plantCoin(cutoff, ['all']).strongest).toBeGreaterThan(0.95)
  })
})
