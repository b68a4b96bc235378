import { actKind, type ActColumns } from '../actColumns.ts'
import { readNames } from '../actStore.ts'
import { countsById } from '../columnProfiles.ts'
import { isoDay } from '../../../base/calendar.ts'
import { spread } from '../textTally.ts'
import { gravity, marked, mostExamples, reachOf, tellOf, type Evidence, type Found } from './found.ts'

const leastUsers = 10
const leastProducts = 3
/** Of a day's users: what many do on one day may be a page that shows the same to all. */
const leastShare = 0.005
/** How many times more often than if everybody chose for himself. */
const overChance = 50

interface Path {
  day: number
  products: number[]
  users: number[]
}

/** Users who went through the same three or more products in the same order on the same day. */
export function clickFarms(evidence: Evidence): Found | null {
  const { acts, days, database } = evidence
  const usersOfDay = new Float64Array(days.acts.length)
  const seen = new Map<number, number>()
  forUserDays(evidence, (_, day, rows) => {
    usersOfDay[day - days.first]++
    const hash = hashOfPath(acts, rows, day)
    if (hash !== 0) seen.set(hash, (seen.get(hash) ?? 0) + 1)
  })
  const paths = new Map<string, Path>()
  if ([...seen.values()].some((times) => times >= leastUsers)) {
    forUserDays(evidence, (user, day, rows) => {
      if ((seen.get(hashOfPath(acts, rows, day)) ?? 0) < leastUsers) return
      const products = pathOf(acts, rows)
      if (new Set(products).size < leastProducts) return
      const key = `${day}/${products.join()}`
      const path = paths.get(key)
      if (path) path.users.push(user)
      else paths.set(key, { day, products, users: [user] })
    })
  }
  const counts = countsById(acts.product)
  const named = acts.count - counts[0]
  const odd = [...paths.values()].filter(({ day, products, users }) => {
    if (users.length < Math.max(leastUsers, leastShare * usersOfDay[day - days.first])) return false
    const chance = products.reduce((share, product) => (share * counts[product]) / named, usersOfDay[day - days.first])
    return users.length >= overChance * chance
  })
  if (odd.length === 0) return null
  odd.sort((a, b) => b.users.length - a.users.length)
  const ids = [...new Set(odd.flatMap(({ users }) => users))]
  const isOdd = marked(ids, ids.reduce((a, b) => Math.max(a, b), 0)) // prettier-ignore
  const reach = reachOf(evidence, (row) => isOdd[acts.user[row]] === 1)
  const externals = readNames(database, 'user', ids)
  return tellOf('clickFarms', 'user', ids, {
    severity: gravity(reach.rows / acts.count) === 'low' ? 'medium' : 'high',
    reach,
    params: {
      ...{ count: ids.length, paths: odd.length, largest: odd[0].users.length, day: isoDay(odd[0].day) },
      ...{ products: leastProducts, users: leastUsers, share: leastShare, first: isoDay(days.first) },
    },
    examples: externals.slice(0, mostExamples),
    rule: { kind: 'excludedUsers', settings: { ids: externals } },
  })
}

/** Calls with the acts of every user of every day, in order of time. */
function forUserDays({ byUser, days }: Evidence, tell: (user: number, day: number, rows: Uint32Array) => void): void {
  const { starts, order } = byUser
  for (let user = 0; user + 1 < starts.length; user++) {
    for (let first = starts[user]; first < starts[user + 1];) {
      const day = days.of[order[first]]
      let end = first + 1
      while (end < starts[user + 1] && days.of[order[end]] === day) end++
      tell(user, day, order.subarray(first, end))
      first = end
    }
  }
}

/** The products in turn; several acts on one after the other count once. */
function pathOf({ product }: ActColumns, rows: Uint32Array): number[] {
  const path: number[] = []
  for (const row of rows) if (product[row] !== 0 && product[row] !== path.at(-1)) path.push(product[row])
  return path
}

/** Of a path with its day; 0 for one that is too short. Equal paths have equal hashes; the rest is seen to afterwards. */
function hashOfPath({ product }: ActColumns, rows: Uint32Array, day: number): number {
  if (rows.length < leastProducts) return 0
  let [hash, length, last] = [spread(day), 0, 0]
  for (const row of rows) {
    if (product[row] === 0 || product[row] === last) continue
    last = product[row]
    hash = spread(Math.imul(hash, 31) + last)
    length++
  }
  return length < leastProducts ? 0 : hash
}

const leastInBurst = 20
const overMean = 10

/** Users who never look, come once, buy, rate or favour one product and are gone, twenty or more on one day. */
export function bursts(evidence: Evidence): Found | null {
  const { acts, byUser, days, database } = evidence
  const { starts, order } = byUser
  let [users, lookers] = [0, 0]
  const single = new Map<string, number[]>()
  for (let user = 0; user + 1 < starts.length; user++) {
    const own = order.subarray(starts[user], starts[user + 1])
    if (own.length === 0) continue
    users++
    if (own.some((row) => acts.kind[row] === actKind.view)) {
      lookers++
      continue
    }
    const [product, day] = [acts.product[own[0]], days.of[own[0]]]
    if (product === 0 || !own.every((row) => acts.product[row] === product && days.of[row] === day)) continue
    const key = `${day}/${product}`
    const others = single.get(key)
    if (others) others.push(user)
    else single.set(key, [user])
  }
  // Where looking is not recorded, or hardly, not having looked says nothing.
  if (lookers < users / 2) return null
  const groups = [...single].filter(([, members]) => members.length >= leastInBurst)
  const usual = single.size > 0 ? [...single.values()].reduce((sum, { length }) => sum + length, 0) / single.size : 0
  const odd = groups.filter(([, members]) => single.size < 20 || members.length >= overMean * usual)
  if (odd.length === 0) return null
  const ids = odd.flatMap(([, members]) => members)
  const isOdd = marked(ids, ids.reduce((a, b) => Math.max(a, b), 0)) // prettier-ignore
  const reach = reachOf(evidence, (row) => isOdd[acts.user[row]] === 1)
  const externals = readNames(database, 'user', ids)
  const largest = odd.toSorted(([, a], [, b]) => b.length - a.length)[0]
  const [day, product] = largest[0].split('/').map(Number)
  return tellOf('bursts', 'user', ids, {
    severity: gravity(reach.rows / acts.count) === 'low' ? 'medium' : 'high',
    reach,
    params: {
      ...{ count: ids.length, bursts: odd.length, largest: largest[1].length, day: isoDay(day) },
      ...{ product: readNames(database, 'product', [product])[0], users: leastInBurst },
    },
    examples: externals.slice(0, mostExamples),
    rule: { kind: 'excludedUsers', settings: { ids: externals } },
  })
}
