import type { AsOf } from './asOf.ts'
import { degree, neighbourhoodAsOf, sumOverNeighbours, type Neighbourhood } from './neighbourhood.ts'
import { visitNeighbours, type Standing } from './socialColumns.ts'
import { profileSpend, type SpendProfiles } from './spendProfiles.ts'

/** A user's links as of a cutoff, and what the neighbours and theirs did before it. One object serves all users. */
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
  /** Two steps away, see `createCircleReader`: ways there, those that end at a buyer, and the buyers' sums. */
  second: { ways: number; buyers: number; spend: number; spend90: number; purchaseDays: number; recencyDays: number }
  /** Spend on the ranked categories, then brands: the user's own, the neighbours', and that two steps away. */
  ownProfile: Float32Array
  profile: Float64Array
  secondProfile: Float64Array
}

/** A neighbour with more links than this counts for the second step as if it had no more: no hub outweighs all friends. */
export const hubDegree = 100

const sums = ['spend', 'spend90', 'purchaseDays', 'recencyDays'] as const
const noSums = { spend: 0, spend90: 0, purchaseDays: 0, recencyDays: 0 }
const nobody = { outward: 0, inward: 0, mutual: 0, neighbours: 0, buyers: 0, mostSpend: 0, ...noSums }

/**
 * Reads what is around a user as of the cutoff: no label of a neighbour, and no link made later. Two steps away means every
 * way user – neighbour – other with other ≠ user: who is reached by two ways counts twice, and a friend of a friend who is
 * also a friend counts in both. The ways over a hub weigh `hubDegree` / degree each. Time and memory are linear in the
 * links, since the second step is the sum over neighbours of their own sums, without the way back.
 */
export function createCircleReader(asOf: AsOf, standing: Standing): (user: number) => Circle {
  const { links } = asOf.world
  const around = links.peer.length > 0 ? createSurroundings(asOf, standing) : null
  const width = around?.profiles.width ?? 0
  const circle: Circle = {
    ...nobody,
    second: { ways: 0, buyers: 0, ...noSums },
    ownProfile: new Float32Array(width),
    profile: new Float64Array(width),
    secondProfile: new Float64Array(width),
  }
  const visit = (peer: number, outward: boolean, inward: boolean) => {
    circle.neighbours++
    if (outward) circle.outward++
    if (inward) circle.inward++
    if (outward && inward) circle.mutual++
    if (standing.purchaseDays[peer] === 0) return
    circle.buyers++
    circle.mostSpend = Math.max(circle.mostSpend, standing.spend[peer])
    for (const name of sums) circle[name] += standing[name][peer]
  }
  return (user) => {
    Object.assign(circle, nobody)
    if (!around) return circle
    visitNeighbours(links, user, asOf.cutoffDay, visit)
    readSecondStep(circle, around, standing, user)
    readProfiles(circle, around, user)
    return circle
  }
}

/** What every user's neighbours add up to: the first of the two sparse products. */
interface Surroundings {
  neighbourhood: Neighbourhood
  buyers: Float64Array
  sums: Standing
  profiles: SpendProfiles
  /** Of every user's neighbours together. */
  profilesAround: Float32Array
}

function createSurroundings(asOf: AsOf, standing: Standing): Surroundings {
  const neighbourhood = neighbourhoodAsOf(asOf.world.links, asOf.cutoffDay)
  const around = (figures: Float64Array) => sumOverNeighbours(neighbourhood, figures)
  const profiles = profileSpend(asOf)
  return {
    neighbourhood,
    buyers: around(standing.purchaseDays.map((days) => Number(days > 0))),
    sums: {
      spend: around(standing.spend),
      spend90: around(standing.spend90),
      purchaseDays: around(standing.purchaseDays),
      recencyDays: around(standing.recencyDays),
    },
    profiles,
    profilesAround: sumOverNeighbours(neighbourhood, profiles.values, profiles.width),
  }
}

/** Calls `visit` per neighbour with the weight of the ways over it. */
function visitWays(neighbourhood: Neighbourhood, user: number, visit: (peer: number, weight: number) => void): void {
  for (let k = neighbourhood.starts[user]; k < neighbourhood.starts[user + 1]; k++) {
    const peer = neighbourhood.peers[k]
    visit(peer, Math.min(1, hubDegree / degree(neighbourhood, peer)))
  }
}

function readSecondStep({ second }: Circle, around: Surroundings, standing: Standing, user: number): void {
  Object.assign(second, { ways: 0, buyers: 0, ...noSums })
  const isBuyer = Number(standing.purchaseDays[user] > 0)
  visitWays(around.neighbourhood, user, (peer, weight) => {
    second.ways += weight * (degree(around.neighbourhood, peer) - 1)
    second.buyers += weight * (around.buyers[peer] - isBuyer)
    for (const name of sums) second[name] += weight * Math.max(0, around.sums[name][peer] - standing[name][user])
  })
}

function readProfiles(circle: Circle, { neighbourhood, profiles, profilesAround }: Surroundings, user: number): void {
  const { width, values } = profiles
  const { ownProfile, profile, secondProfile } = circle
  for (let j = 0; j < width; j++) {
    ownProfile[j] = values[user * width + j]
    profile[j] = profilesAround[user * width + j]
  }
  secondProfile.fill(0)
  visitWays(neighbourhood, user, (peer, weight) => {
    for (let j = 0; j < width; j++) {
      secondProfile[j] += weight * Math.max(0, profilesAround[peer * width + j] - ownProfile[j])
    }
  })
}
