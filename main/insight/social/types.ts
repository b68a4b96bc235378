import type { Estimate } from '../../model/types.ts'

/** What is looked at: everybody with links, one community, or the people around one customer. */
export type SocialSelection =
  | { kind: 'all' }
  | { kind: 'community'; community: number }
  /** `user` as it stands in the files; everybody within `steps` links of it. */
  | { kind: 'customer'; user: string; steps: number }

export interface SocialCommunity {
  /** 1 is the largest. */
  community: number
  customers: number
  /** Ties between two of its customers, and with anybody else. */
  inside: number
  outside: number
  /** Sum over its customers, as `SocialNetwork.measure` says. */
  value: number
}

export interface SocialNode {
  /** As it stands in the user's files. */
  id: string
  /** Null while the communities are not known. */
  community: number | null
  /** Distinct people within one step and within two, the customer left out. */
  reach1: number
  reach2: number
  /** Of the customer itself; null where nothing is known of it. */
  value: number | null
  /** Sum over the people within one step of whom something is known. */
  neighbourhoodValue: number
  /** Of how many of those something is known. */
  neighboursKnown: number
  x: number
  y: number
}

/** How everybody with a tie falls into communities. */
export interface SocialDivision {
  modularity: number
  /** The same search's modularity where the links' ends are shuffled, degrees kept. */
  shuffledModularity: number
  communityCount: number
  /** Largest first, at most a hundred. */
  communities: SocialCommunity[]
}

export interface SocialNetwork {
  /** Every relation of the data, whatever the filter, with its rows; the empty name stands for rows without one. */
  relations: { relation: string; links: number; undated: number }[]
  /** Customers of the filter with a tie of the chosen relation to each other, and distinct pairs of them. */
  customers: number
  ties: number
  /** Null until `social.communities` has found them: of a large network that takes seconds. */
  division: SocialDivision | null
  /** Sum over everybody with a tie of whom something is known. */
  value: number
  /** What `value` sums: the run's prediction, or net spend within the filter. */
  measure: 'ltv' | 'spend'
  /** Customers of the selection; only the best linked of them are among the nodes where they are too many. */
  selected: number
  nodes: SocialNode[]
  /** Between the nodes: place, place, place, place … */
  edges: number[]
}

export interface InfluenceWindow {
  days: number
  /** First purchases with a neighbour's first purchase of the same within so many days before. */
  observed: number
  /** The same, on average over the shuffles. */
  expected: number
  /** Observed over expected, with the interval over shuffles; null where nothing is expected. */
  ratio: Estimate
  /** Share of shuffles with as many or more (Phipson & Smyth 2010: the data count as one of them). */
  p: number
}

export interface Influence {
  of: 'product' | 'brand'
  shuffles: number
  seed: number
  /** First purchases by customers with a tie, and those of something that a neighbour bought too, ever. */
  purchases: number
  shared: number
  windows: InfluenceWindow[]
}
