import type { Random } from '../../base/random.ts'
import { communityCount } from './customers.ts'
import type { Timeline } from './timeline.ts'
import type { Customer, Link } from './types.ts'

/**
 * How friends move a customer: each order adds its value (in mean order values) to the buyer's heat, which keeps
 * `keptPerWeek` of itself; a customer with mean friends' heat g orders 1 + strength·g ÷ (g + half) times as often, and
 * comes back from the idle state that much sooner.
 */
export const influence = { strength: 4, half: 1.5, keptPerWeek: 0.92 } as const

const homophily = 0.8
const datedShare = 0.85
const linkedShare = 0.65

export function createLinks(customers: Customer[], timeline: Timeline, random: Random): Link[] {
  const communities: number[][] = Array.from({ length: communityCount }, () => [])
  const linked = customers.map((_, user) => user).filter(() => random.uniform() < linkedShare)
  for (const user of linked) communities[customers[user].community].push(user)
  const links: Link[] = []
  const known = new Set<number>()
  for (const user of linked) {
    const degree = 1 + random.poisson(1.2)
    for (let i = 0; i < degree; i++) {
      const near = random.uniform() < homophily ? communities[customers[user].community] : linked
      const peer = near[random.integer(near.length)]
      const key = Math.min(user, peer) * customers.length + Math.max(user, peer)
      if (peer === user || known.has(key)) continue
      const both = Math.max(customers[user].registeredDay, customers[peer].registeredDay)
      const day = Math.floor(both + random.exponential(1 / 40))
      if (day >= timeline.days) continue
      known.add(key)
      links.push({
        user,
        peer,
        relation: random.uniform() < 0.75 ? 'friend' : 'follow',
        weight: Math.round((0.2 + 0.8 * random.uniform()) * 100) / 100,
        day,
        dated: random.uniform() < datedShare,
      })
    }
  }
  return links
}

/** Who is moved by whom: friends move each other, who follows is moved by the one followed. */
export function influencers(customers: Customer[], links: Link[]): { peer: number; day: number }[][] {
  const lists: { peer: number; day: number }[][] = customers.map(() => [])
  for (const { user, peer, relation, day } of links) {
    lists[user].push({ peer, day })
    if (relation === 'friend') lists[peer].push({ peer: user, day })
  }
  return lists
}

/** Factor on a customer's order rate, from last week's heat of those who move them. */
export function socialFactor(peers: { peer: number; day: number }[], heat: Float64Array, day: number): number {
  let sum = 0
  let count = 0
  for (const link of peers) {
    if (link.day > day) continue
    sum += heat[link.peer]
    count++
  }
  if (count === 0) return 1
  const mean = sum / count
  return 1 + (influence.strength * mean) / (mean + influence.half)
}
