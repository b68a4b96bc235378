import type { Work } from '../../base/job.ts'
import { groupReturns, netPurchases } from '../../dataset/clean/netting.ts'
import { loadActs } from '../../features/acts.ts'
import { launchDay, loadCatalogue, noteFirstDays, type Catalogue } from '../../features/catalogue.ts'
import { createKeys, type Keys } from '../../features/keys.ts'
import { readKnownColumns } from '../../features/known.ts'
import { iteratePeople, readNamed, readProductIds, readTimeSpan, readUserIds } from '../../features/store.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { unknownDay, type Coded, type LedgerColumns, type LedgerUsers } from './types.ts'

/** Reads the purchases of the state that is looked at. Reports progress as `readActs`. */
export function readLedger(project: OpenProject, work: Work): LedgerColumns {
  const { database, calendar } = project
  const users = createKeys(readUserIds(database))
  const products = createKeys(readProductIds(database))
  const catalogue = loadCatalogue(project, products, readKnownColumns(database))
  const traded = loadActs(project, users, products, work, 'traded')
  noteFirstDays(catalogue, traded)
  const span = readTimeSpan(database)
  const endDay = span ? calendar.dayNumber(span.lastMs) + 1 : 0
  const net = netPurchases(traded, groupReturns(traded), endDay)
  const bought = positionsAbove(net.units)
  const categories = readNamed(database, 'category')
  const brands = readNamed(database, 'brand')
  const user = Int32Array.from(bought, (i) => traded.user[i])
  return {
    startDay: span ? calendar.dayNumber(span.firstMs) : 0,
    endDay,
    lines: {
      count: bought.length,
      starts: startsOf(user, users.count),
      user,
      product: Int32Array.from(bought, (i) => traded.product[i]),
      day: Int32Array.from(bought, (i) => traded.day[i]),
      units: Float64Array.from(bought, (i) => net.units[i]),
      money: Float64Array.from(bought, (i) => net.money[i]),
      discount: Float64Array.from(bought, (i) => traded.discount[i]),
    },
    users: readUsers(project, users),
    products: {
      count: products.count,
      ids: products.ids,
      brand: catalogue.brand,
      category: catalogue.category,
      price: catalogue.price,
      cost: catalogue.cost,
      launchedDay: Int32Array.from(products.ids, (_, product) => firstSold(catalogue, product)),
    },
    brands: { ids: Int32Array.from(brands.ids), names: brands.names },
    categories: { ids: Int32Array.from([0, ...categories.ids]), names: ['', ...categories.names] },
  }
}

const firstSold = (catalogue: Catalogue, product: number): number => Math.min(unknownDay, launchDay(catalogue, product))

function positionsAbove(units: Float64Array): Int32Array {
  let count = 0
  for (const value of units) if (value > 0) count++
  const found = new Int32Array(count)
  for (let i = 0, at = 0; i < units.length; i++) if (units[i] > 0) found[at++] = i
  return found
}

function startsOf(user: Int32Array, users: number): Int32Array {
  const starts = new Int32Array(users + 1)
  for (const position of user) starts[position + 1]++
  for (let u = 0; u < users; u++) starts[u + 1] += starts[u]
  return starts
}

function readUsers({ database, calendar }: OpenProject, users: Keys): LedgerUsers {
  const registeredDay = new Int32Array(users.count).fill(unknownDay)
  const [region, gender, channel] = [createCoder(users.count), createCoder(users.count), createCoder(users.count)]
  for (const row of iteratePeople(database)) {
    const user = users.at(row.userId)
    if (row.registeredMs !== null) registeredDay[user] = calendar.dayNumber(row.registeredMs)
    region.put(user, row.region)
    gender.put(user, row.gender)
    channel.put(user, row.channel)
  }
  const { count, ids } = users
  return { count, ids, registeredDay, region: region.coded, gender: gender.coded, channel: channel.coded }
}

function createCoder(count: number) {
  const coded: Coded = { words: [], codes: new Int32Array(count).fill(-1) }
  const known = new Map<string, number>()
  return {
    coded,
    put(at: number, given: string | null): void {
      const word = given?.trim() ?? ''
      if (word === '') return
      const code = known.get(word) ?? coded.words.push(word) - 1
      known.set(word, code)
      coded.codes[at] = code
    },
  }
}
