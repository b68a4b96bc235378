import { keepLatest } from '../../base/latest.ts'
import type { Work } from '../../base/job.ts'
import { createRandom } from '../../base/random.ts'
import { createKeys, type Keys } from '../../features/keys.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { stateText } from '../../storage/state.ts'
import { selectCustomers } from '../filter/select.ts'
import type { ShopFilter } from '../filter/types.ts'
import type { Ledger } from '../ledger/types.ts'
import { graphOf, tieCount, tiesOf, type Graph } from './graph.ts'
import { findCommunities, triesFor, type Communities } from './louvain.ts'
import { rewired } from './rewire.ts'
import { iterateTies } from './socialStore.ts'
import type { SocialNetwork } from './types.ts'

/** Everybody meant with a tie of a relation to somebody else who is meant. */
export interface SocialGraph {
  /** Of all the data, whoever is meant. */
  relations: SocialNetwork['relations']
  /** Ids of the nodes. */
  users: Keys
  graph: Graph
  /** Null until they were found: of a large graph only when asked for. */
  division: Division | null
}

/** How a graph falls into communities. */
export interface Division {
  communities: Communities
  /** Of the same graph with its ties' ends shuffled. */
  shuffledModularity: number
}

/** What a graph is of. Null relation: every one. */
export interface SocialScope {
  relation: string | null
  filter: ShopFilter
}

/** One seed for order, shuffle and picture: the same links always look the same. */
export const socialSeed = 1

/** The last links read and the last graphs made of them: a page asks several questions about the same. */
let known: { key: string; links: Links; graphs: Map<string, SocialGraph> } | null = null
const keptGraphs = 4

/**
 * The links as ties between customers, whichever of the two named the other. Undated links count here: the network is a
 * description of who knows whom at export, unlike a model's features, which may not see what a cutoff hides. A filter narrows
 * it to ties among the customers whom it means.
 */
export function loadSocialGraph(project: OpenProject, ledger: Ledger, { relation, filter }: SocialScope): SocialGraph {
  const key = JSON.stringify([project.path, stateText(project.database), relation])
  if (known?.key !== key) known = { key, links: readLinks(project, relation), graphs: new Map() }
  const { links, graphs } = known
  const isMeant = selectCustomers(ledger, filter)
  const filterKey = isMeant === null ? '' : keyOf(filter)
  return keepLatest(graphs, filterKey, keptGraphs, () => ({
    relations: links.relations,
    ...(isMeant === null ? links : among(links, ledger, isMeant)),
    division: null,
  }))
}

/** A period says who is meant only together with what they bought in it. */
const keyOf = ({ comparison: _, period, ...filter }: ShopFilter): string =>
  JSON.stringify(filter.brands.length + filter.categories.length > 0 ? { period, ...filter } : filter)

/** Ties of a graph that is divided while a page waits: a fraction of a second's. */
const dividedAtOnce = 30_000

/** The communities of a graph, remembered with it; of a large one only where `anyway`, else null. */
export function divisionOf(social: SocialGraph, work: Work, anyway = false): Division | null {
  const { graph } = social
  if (social.division || (!anyway && tieCount(graph) > dividedAtOnce)) return social.division
  work.progress('communities', 0, 3)
  const communities = findCommunities(graph, socialSeed, triesFor(graph), work)
  work.progress('communities', 1, 3)
  const shuffled = rewired(graph, createRandom(socialSeed), work)
  work.progress('communities', 2, 3)
  const { modularity } = findCommunities(shuffled, socialSeed, triesFor(graph), work)
  social.division = { communities, shuffledModularity: modularity }
  return social.division
}

type Links = Pick<SocialGraph, 'relations' | 'users' | 'graph'>

function readLinks({ database }: OpenProject, relation: string | null): Links {
  const relations = new Map<string, { relation: string; links: number; undated: number }>()
  const from: number[] = []
  const to: number[] = []
  for (const [user, peer, name, isDated] of iterateTies(database)) {
    const tally = relations.get(name) ?? { relation: name, links: 0, undated: 0 }
    relations.set(name, tally)
    tally.links++
    tally.undated += 1 - isDated
    if (user === peer || (relation !== null && name !== relation)) continue
    from.push(user)
    to.push(peer)
  }
  return { relations: [...relations.values()].sort((a, b) => b.links - a.links), ...tied(from, to) }
}

function among({ users, graph }: Links, ledger: Ledger, isMeant: Uint8Array): Pick<Links, 'users' | 'graph'> {
  const people = createKeys(ledger.users.ids)
  const wanted = Uint8Array.from(users.ids, (id) => isMeant[people.at(id)] ?? 0)
  const { from, to } = tiesOf(graph)
  const both = from.map((_, tie) => tie).filter((tie) => wanted[from[tie]] + wanted[to[tie]] === 2)
  return tied(
    both.map((tie) => users.ids[from[tie]]),
    both.map((tie) => users.ids[to[tie]]),
  )
}

/** Whoever has a tie, by pairs of ids. */
function tied(from: ArrayLike<number>, to: ArrayLike<number>): Pick<Links, 'users' | 'graph'> {
  let largest = 0
  for (const ends of [from, to]) for (let i = 0; i < ends.length; i++) largest = Math.max(largest, ends[i])
  const isThere = new Uint8Array(largest + 1)
  for (const ends of [from, to]) for (let i = 0; i < ends.length; i++) isThere[ends[i]] = 1
  const users = createKeys(Int32Array.from(isThere.keys()).filter((id) => isThere[id] === 1))
  const placed = (ids: ArrayLike<number>) => Int32Array.from(ids, (id) => users.at(id))
  return { users, graph: graphOf(users.count, placed(from), placed(to)) }
}
