import { createRandom } from '../../base/random.ts'
import { createKeys, type Keys } from '../../features/keys.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { stateText } from '../../storage/state.ts'
import { graphOf, type Graph } from './graph.ts'
import { findCommunities, triesFor, type Communities } from './louvain.ts'
import { rewired } from './rewire.ts'
import { iterateTies } from './socialStore.ts'
import type { SocialNetwork } from './types.ts'

/** Everybody with a tie of a relation, and how they fall into communities. */
export interface SocialGraph {
  relations: SocialNetwork['relations']
  /** Ids of the nodes. */
  users: Keys
  graph: Graph
  communities: Communities
  shuffledModularity: number
}

/** One seed for order, shuffle and picture: the same links always look the same. */
export const socialSeed = 1

/** The last graph made: a page asks several questions about the same links. */
let kept: { key: string; graph: SocialGraph } | null = null

/**
 * The links as ties between customers, whichever of the two named the other. Undated links count here: the network is a
 * description of who knows whom at export, unlike a model's features, which may not see what a cutoff hides. Null
 * relation: all of them.
 */
export function loadSocialGraph(project: OpenProject, relation: string | null): SocialGraph {
  const key = JSON.stringify([project.path, stateText(project.database), relation])
  if (kept?.key !== key) kept = { key, graph: readGraph(project, relation) }
  return kept.graph
}

function readGraph({ database }: OpenProject, relation: string | null): SocialGraph {
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
  const users = createKeys([...new Set([...from, ...to])].sort((a, b) => a - b))
  const graph = graphOf(users.count, from.map(users.at), to.map(users.at))
  const communities = findCommunities(graph, socialSeed, triesFor(graph))
  const shuffled = findCommunities(rewired(graph, createRandom(socialSeed)), socialSeed, triesFor(graph))
  return {
    relations: [...relations.values()].sort((a, b) => b.links - a.links),
    users,
    graph,
    communities,
    shuffledModularity: shuffled.modularity,
  }
}
