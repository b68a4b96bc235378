import type { Column } from './columns.ts'
import type { Links } from './links.ts'
import type { FeatureSpec } from './types.ts'

/** What every user was worth as of a cutoff, by position; 0 without a net purchase. */
export interface Standing {
  spend: Float64Array
  spend90: Float64Array
  purchaseDays: Float64Array
  recencyDays: Float64Array
}

export const createStanding = (users: number): Standing => ({
  spend: new Float64Array(users),
  spend90: new Float64Array(users),
  purchaseDays: new Float64Array(users),
  recencyDays: new Float64Array(users),
})

/** A user's links as of a cutoff, and what the neighbours did before it. One object serves all users. */
export interface Circle {
  outward: number
  inward: number
  mutual: number
  neighbours: number
  /** Neighbours with a net purchase before the cutoff, and their sums. */
  buyers: number
  spend: number
  mostSpend: number
  spend90: number
  purchaseDays: number
  recencyDays: number
}

const nobody: Circle = {
  outward: 0,
  inward: 0,
  mutual: 0,
  neighbours: 0,
  buyers: 0,
  spend: 0,
  mostSpend: 0,
  spend90: 0,
  purchaseDays: 0,
  recencyDays: 0,
}

/** Calls `visit` once per peer whom a link made before the cutoff joins to the user, either way. */
export function visitNeighbours(
  links: Links,
  user: number,
  cutoffDay: number,
  visit: (peer: number, outward: boolean, inward: boolean) => void,
): void {
  const end = links.starts[user + 1]
  for (let i = links.starts[user]; i < end;) {
    const peer = links.peer[i]
    let outward = false
    let inward = false
    for (; i < end && links.peer[i] === peer; i++) {
      if (links.day[i] >= cutoffDay) continue
      if (links.outward[i] === 1) outward = true
      else inward = true
    }
    if (outward || inward) visit(peer, outward, inward)
  }
}

export function createCircleReader(links: Links, standing: Standing, cutoffDay: number): (user: number) => Circle {
  const circle = { ...nobody }
  const visit = (peer: number, outward: boolean, inward: boolean) => {
    circle.neighbours++
    if (outward) circle.outward++
    if (inward) circle.inward++
    if (outward && inward) circle.mutual++
    if (standing.purchaseDays[peer] === 0) return
    circle.buyers++
    circle.spend += standing.spend[peer]
    circle.mostSpend = Math.max(circle.mostSpend, standing.spend[peer])
    circle.spend90 += standing.spend90[peer]
    circle.purchaseDays += standing.purchaseDays[peer]
    circle.recencyDays += standing.recencyDays[peer]
  }
  return (user) => {
    Object.assign(circle, nobody)
    visitNeighbours(links, user, cutoffDay, visit)
    return circle
  }
}

const column = (
  name: string,
  transform: FeatureSpec['transform'],
  value: (circle: Circle) => number,
): Column<Circle> => ({ name, group: 'social', source: 'social', transform, value })
const mean = (sum: number, count: number) => (count > 0 ? sum / count : 0)

export const socialColumns: Column<Circle>[] = [
  column('neighbours', 'log1p', (c) => c.neighbours),
  column('linksOutward', 'log1p', (c) => c.outward),
  column('linksInward', 'log1p', (c) => c.inward),
  column('mutualShare', 'none', (c) => mean(c.mutual, c.neighbours)),
  column('neighboursWhoBuy', 'log1p', (c) => c.buyers),
  column('neighboursWhoBuyShare', 'none', (c) => mean(c.buyers, c.neighbours)),
  column('neighbourSpend', 'log1p', (c) => c.spend),
  column('neighbourMeanSpend', 'log1p', (c) => mean(c.spend, c.buyers)),
  column('neighbourMostSpend', 'log1p', (c) => c.mostSpend),
  column('neighbourMeanSpend90', 'log1p', (c) => mean(c.spend90, c.buyers)),
  column('neighbourPurchaseDays', 'log1p', (c) => c.purchaseDays),
  column('neighbourMeanPurchaseDays', 'log1p', (c) => mean(c.purchaseDays, c.buyers)),
  column('neighbourMeanRecencyDays', 'log1p', (c) => mean(c.recencyDays, c.buyers)),
]
