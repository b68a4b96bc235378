import { afterEach, describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { openShop } from '../../../main/features/live/liveShop.ts'
import { customerRows } from '../../../main/features/live/customerRows.ts'
import type { SessionAct } from '../../../main/features/live/sessionActs.ts'
import { ownTaskInput } from '../../../main/features/own/ownTaskInput.ts'
import { resolveSetup } from '../../../main/features/setup.ts'
import { buildScoringData } from '../../../main/features/trainingData.ts'
import { inputGroups, type ExampleTable, type TrainSetup } from '../../../main/features/types.ts'
import { recordAt } from '../../../main/model/export/records.ts'
import { createRandomShop } from '../randomShop.ts'
import { createShop, typeIds, type ActInput, type Shop } from '../shop.ts'

const shops: Shop[] = []
afterEach(() => shops.splice(0).forEach((shop) => shop.close()))

const dayMs = 86_400_000

/** A random shop with attributes, contacts and, where wanted, links. */
function manyFacedShop(links: boolean) {
  const made = createRandomShop(7, 'Asia/Shanghai', 60)
  const { shop } = made
  shops.push(shop)
  const names = describePeople(shop, made.acts)
  if (links) {
    const time = Date.UTC(2023, 1, 1)
    shop.links(
      names.flatMap((user, i) => [1, 5].map((step) => ({ user, peer: names[(i + step) % names.length], time }))),
    )
  }
  return made
}

function describePeople(shop: Shop, acts: ActInput[]): string[] {
  const names = [...new Set(acts.map(({ user }) => user))]
  shop.acts(names.slice(0, 9).map((user) => ({ user, time: Date.UTC(2023, 5, 1), type: 'review', product: 'p2' })))
  shop.users(names.slice(5).map((user, i) => ({ user, birthYear: 1960 + i, gender: i % 2 === 0 ? 'f' : 'm' })))
  shop.contacts(
    names.slice(0, 20).map((user) => ({ user, campaign: 'spring', time: Date.UTC(2023, 5, 1), treated: 1 })),
  )
  return names
}

const own = [
  { name: 'looks', kind: 'count', counts: 'acts', types: ['view', 'review'] },
  { name: 'spends', kind: 'amount', products: ['p1'] },
].map((task) => ownTaskInput.parse(task))

const setupOf = ({ project }: Shop): TrainSetup => ({
  ...resolveSetup(project, { horizonDays: 30, own } as never),
  sequenceLength: 6,
})

const rowOf = (table: ExampleTable, row: number) =>
  Object.fromEntries(
    inputGroups.map((group) => {
      const { names, values } = table.inputs[group]
      return [group, names.map((name, i) => [name, values[row * names.length + i]])]
    }),
  )

describe.each([
  ['without links', false],
  ['with links', true],
])('a customer of a shop %s', (_, links) => {
  test('has the rows that scoring gives it, where nothing has happened since', () => {
    const { project } = manyFacedShop(links).shop
    const setup = setupOf({ project } as Shop)
    const scoring = buildScoringData(project, setup, unattended)
    const shop = openShop(project, setup, null, unattended)
    const day = shop.asOf(shop.world.acts.endDay)
    shop.asOf(shop.world.acts.endDay + 5)
    expect(shop.asOf(shop.world.acts.endDay)).toBe(day)
    const { users, pairs } = scoring
    if (!pairs) throw new Error('the shop has brands')
    const allBrands = [...shop.world.catalogue.brands.ids.keys()]
    let seenPairs = 0
    for (let row = 0; row < users.rows; row++) {
      const position = shop.world.users.at(users.ids[row])
      const rows = customerRows(shop, day, position, [], allBrands, project.calendar)
      if (!rows) throw new Error(`no row of user ${users.ids[row]}`)
      expect(rowOf(rows.user, 0)).toEqual(rowOf(users, row))
      const full = { ...users, log: scoring.log }
      expect(recordAt(rows.user, 0, {}).acts).toEqual(recordAt(full, row, {}).acts)
      rows.brands.forEach((brand, i) => {
        const brandId = shop.world.catalogue.brands.ids[brand]
        const pair = pairs.ids.findIndex((id, at) => id === users.ids[row] && pairs.brandIds[at] === brandId)
        expect(rowOf(rows.pairs, i)).toEqual(rowOf(pairs, pair))
        expect(rows.pairs.codes.brand[i]).toBe(pairs.codes.brand[pair])
        seenPairs++
      })
    }
    expect(seenPairs).toBe(pairs.rows)
  })

  test('with a session has the behaviour that an import of the session would give it', () => {
    const { shop, acts, products } = manyFacedShop(links)
    const setup = setupOf(shop)
    const live = openShop(shop.project, setup, null, unattended)
    const { calendar } = shop.project
    const after = calendar.dayStart(live.world.acts.endDay) + 3 * dayMs
    const session: ActInput[] = [
      { user: 'u3', time: after, type: 'view', product: 'p1' },
      { user: 'u3', time: after + 60_000, product: 'p1', quantity: 2, amount: 40, order: 'live' },
      { user: 'u3', time: after + 120_000, product: 'p2', quantity: 1, amount: 11 },
      { user: 'u3', time: after + 150_000, type: 'review', product: 'p2' },
      { user: 'u3', time: after + 180_000, product: 'p1', quantity: -1, amount: -20, order: 'live' },
    ]
    const told = session.map((act) => asSession(act, live.world.productNames))
    const user = live.world.users.at(idOf(shop, 'u3'))
    const cutoffDay = calendar.dayNumber(after) + 1
    const rows = customerRows(live, live.asOf(cutoffDay), user, told, [], calendar)
    if (!rows) throw new Error('u3 has bought')

    const imported = createShop('Asia/Shanghai')
    shops.push(imported)
    imported.products(products)
    imported.acts([...acts, ...session])
    describePeople(imported, acts)
    const whole = buildScoringData(imported.project, setup, unattended)
    const row = whole.users.ids.indexOf(idOf(imported, 'u3'))
    expect(whole.cutoff).toBe(calendar.dayStart(cutoffDay))
    expect(rowOf(rows.user, 0).behaviour).toEqual(rowOf(whole.users, row).behaviour)
    const { acts: seen } = recordAt(rows.user, 0, {})
    expect(seen?.slice(-5).map(({ day, units }) => [day, Math.round(units)])).toEqual(
      [1, 2, 1, 1, 1].map((units) => [cutoffDay - 1, units]),
    )
  })

  test('whom the project does not know has the behaviour that an import of its session would give it', () => {
    const { shop, acts, products } = manyFacedShop(links)
    const setup = setupOf(shop)
    const live = openShop(shop.project, setup, null, unattended)
    const { calendar } = shop.project
    const time = calendar.dayStart(live.world.acts.endDay) + dayMs
    const session: ActInput[] = [
      { user: 'new', time, type: 'cart', product: 'p3' },
      { user: 'new', time: time + 60_000, product: 'p3', quantity: 2, amount: 30 },
    ]
    const cutoffDay = calendar.dayNumber(time) + 1
    const told = session.map((act) => asSession(act, live.world.productNames))
    const rows = customerRows(live, live.asOf(cutoffDay), live.stranger, told, [], calendar)
    const imported = createShop('Asia/Shanghai')
    shops.push(imported)
    imported.products(products)
    describePeople(imported, acts)
    imported.acts([...acts, ...session])
    const { users } = buildScoringData(imported.project, setup, unattended)
    const row = users.ids.indexOf(idOf(imported, 'new'))
    if (!rows) throw new Error('the stranger has bought')
    expect(rowOf(rows.user, 0).behaviour).toEqual(rowOf(users, row).behaviour)
    expect(rowOf(rows.user, 0).social.every(([, value]) => value === 0)).toBe(true)
  })

  test('without a purchase has none', () => {
    const { shop } = manyFacedShop(links)
    shop.acts([{ user: 'looker', time: Date.UTC(2023, 6, 1), type: 'view', product: 'p1' }])
    const setup = setupOf(shop)
    const live = openShop(shop.project, setup, null, unattended)
    const day = live.asOf(live.world.acts.endDay)
    const user = live.world.users.at(idOf(shop, 'looker'))
    expect(customerRows(live, day, user, [], [], shop.project.calendar)).toBeNull()
  })
})

const idOf = ({ project }: Shop, name: string): number =>
  project.database.prepare<[string], number>('SELECT id FROM user WHERE external = ?').pluck().get(name) ?? -1

const asSession = (
  { time, type = 'purchase', product, quantity, amount, order }: ActInput,
  names: string[],
): SessionAct => ({
  timeMs: time,
  type: (quantity ?? 1) < 0 ? typeIds.return : typeIds[type] <= 5 ? typeIds[type] : 0,
  typeId: (quantity ?? 1) < 0 ? typeIds.return : typeIds[type],
  product: names.indexOf(product ?? ''),
  units: Math.abs(quantity ?? 1),
  money: Math.abs(amount ?? 0),
  discount: 0,
  order: order ?? null,
})
