import { actKind, type ActColumns } from '../actColumns.ts'
import { readNames } from '../actStore.ts'
import { quantileOf } from '../numberFigures.ts'
import { gravity, marked, mostExamples, reachOf, tellOf, type Evidence, type Found } from './found.ts'

const windowMs = 600_000
/** One act in five seconds, for ten minutes on end. */
const leastInWindow = 120
/** Some shops log every picture that scrolls by: then it is what most users do that counts. */
const overUsual = 5
/** Fewer acts may be even by chance. */
const leastRegular = 100
const regularShare = 0.9
const tolerance = 0.02

/**
 * Users who buy nothing and act faster than hands can (in ten minutes), or like clockwork: nine tenths of the pauses
 * between their acts the same to within 2%. Where files know days only, nobody can be told apart so.
 */
export function bots(evidence: Evidence): Found | null {
  const { acts, byUser, database } = evidence
  const clock = clockOf(acts)
  if (!clock.tellsTime) return null
  const fastest: { user: number; most: number; isRegular: boolean; buys: boolean }[] = []
  for (let user = 0; user + 1 < byUser.starts.length; user++) {
    const own = byUser.order.subarray(byUser.starts[user], byUser.starts[user + 1])
    if (own.length < 10) continue
    const buys = own.some((row) => acts.kind[row] === actKind.purchase)
    const isRegular = clock.tellsSeconds && !buys && own.length >= leastRegular && hasEvenPauses(acts, own)
    fastest.push({ user, most: mostWithin(acts, own), isRegular, buys })
  }
  if (fastest.length === 0) return null
  const usual = quantileOf(Float64Array.from(fastest, ({ most }) => most).sort(), 0.99)
  // Of few users the hundredth part is the fastest itself.
  const threshold = fastest.length < 200 ? leastInWindow : Math.max(leastInWindow, overUsual * usual)
  const odd = fastest.filter(({ buys, most, isRegular }) => !buys && (most >= threshold || isRegular))
  if (odd.length === 0) return null
  odd.sort((a, b) => b.most - a.most)
  const ids = odd.map(({ user }) => user)
  const isOdd = marked(ids, byUser.starts.length)
  const reach = reachOf(evidence, (row) => isOdd[acts.user[row]] === 1)
  const externals = readNames(database, 'user', ids)
  return tellOf('bots', 'user', ids, {
    severity: gravity(reach.rows / acts.count),
    reach,
    params: {
      ...{
        count: ids.length,
        share: reach.rows / acts.count,
        threshold: Math.ceil(threshold),
        usual: Math.round(usual),
      },
      ...{ minutes: windowMs / 60_000, regular: odd.filter(({ isRegular }) => isRegular).length, least: leastRegular },
    },
    examples: externals.slice(0, mostExamples),
    rule: { kind: 'excludedUsers', settings: { ids: externals } },
  })
}

/** What the times of a file can tell: days only, minutes, or seconds. */
function clockOf({ time, count }: ActColumns): { tellsTime: boolean; tellsSeconds: boolean } {
  const step = Math.max(1, Math.floor(count / 100_000))
  let [looked, inHour, inMinute] = [0, 0, 0]
  for (let row = 0; row < count; row += step) {
    looked++
    if (time[row] % 3_600_000 !== 0) inHour++
    if (time[row] % 60_000 !== 0) inMinute++
  }
  return { tellsTime: inHour > looked / 2, tellsSeconds: inMinute > looked / 2 }
}

/** The most acts of a user in any ten minutes; `own` are in order of time. */
function mostWithin({ time }: ActColumns, own: Uint32Array): number {
  let [first, most] = [0, 0]
  for (let last = 0; last < own.length; last++) {
    while (time[own[last]] - time[own[first]] >= windowMs) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

function hasEvenPauses({ time }: ActColumns, own: Uint32Array): boolean {
  const pauses = Float64Array.from({ length: own.length - 1 }, (_, i) => time[own[i + 1]] - time[own[i]])
  const usual = quantileOf(pauses.slice().sort(), 0.5)
  if (usual < 2000) return false
  const even = pauses.filter((pause) => Math.abs(pause - usual) <= tolerance * usual)
  return even.length >= regularShare * pauses.length
}
