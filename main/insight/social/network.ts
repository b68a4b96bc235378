import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { selectLines } from '../filter/select.ts'
import { spanOf } from '../filter/span.ts'
import { loadLedger } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/types.ts'
import { degreeOf, neighboursOf, nodeCount, nodesAround, partOf, tieCount, tiesOf } from './graph.ts'
import { placeNodes } from './layout.ts'
import {
  divisionOf,
  loadSocialGraph,
  socialSeed,
  type Division,
  type SocialGraph,
  type SocialScope,
} from './socialGraph.ts'
import { findUserId, readPredictedValues, readUserNames } from './socialStore.ts'
import type { SocialCommunity, SocialNetwork, SocialNode, SocialSelection } from './types.ts'

export interface NetworkQuestion extends SocialScope {
  selection: SocialSelection
  limit: number
  runId: number | null
}

const listedCommunities = 100

/**
 * The network of a selection: its best linked nodes with their places, and how all of the relation falls into
 * communities where that is known. Null where the data hold no link. Throws `social.unknownCustomer` for a customer who has
 * none.
 */
export function socialNetwork(project: OpenProject, question: NetworkQuestion, work: Work): SocialNetwork | null {
  const ledger = loadLedger(project, work)
  const social = loadSocialGraph(project, ledger, question)
  const { graph, users, relations } = social
  if (tieCount(graph) === 0 && relations.length === 0) return null
  work.checkpoint()
  const { measure, value } = readValues(project, ledger, social, question)
  const division = divisionOf(social, work, question.selection.kind === 'community')
  const communityOf = (node: number) => division?.communities.of[node] ?? 0
  const selected = selectNodes(project, social, division, question.selection)
  const shown = shownOf(social, question.selection, selected, question.limit)
  const part = partOf(graph, shown)
  const places = placeNodes(part, shown.map(communityOf), socialSeed)
  const names = readUserNames(project.database, shown.map((node) => users.ids[node])) // prettier-ignore
  const { from, to } = tiesOf(part)
  return {
    relations,
    customers: users.count,
    ties: tieCount(graph),
    division: division && {
      modularity: division.communities.modularity,
      shuffledModularity: division.shuffledModularity,
      communityCount: division.communities.count,
      communities: describeCommunities(social, division, value),
    },
    value: value.reduce((sum, own) => sum + (Number.isNaN(own) ? 0 : own), 0),
    measure,
    selected: selected.length,
    nodes: Array.from(shown, (node, at) => ({
      id: names[at],
      community: division && communityOf(node) + 1,
      ...around(social, node, value),
      x: places.x[at],
      y: places.y[at],
    })),
    edges: Array.from(from).flatMap((node, tie) => [node, to[tie]]),
  }
}

/** Of each node; NaN where nothing is known of it. Spend is that of the filter's goods and days. */
function readValues(
  project: OpenProject,
  ledger: Ledger,
  { users }: SocialGraph,
  { runId, filter }: NetworkQuestion,
): { measure: SocialNetwork['measure']; value: Float64Array } {
  const predicted = runId === null ? new Map<number, number>() : readPredictedValues(project.database, runId)
  if (predicted.size > 0)
    return { measure: 'ltv', value: Float64Array.from(users.ids, (id) => predicted.get(id) ?? NaN) }
  // Who bought nothing spent 0; who was not scored has no known value.
  const value = new Float64Array(users.count)
  const { user, money } = ledger.lines
  for (const i of selectLines(ledger, filter, spanOf(ledger, filter.period))) {
    const node = users.at(ledger.users.ids[user[i]])
    if (node >= 0) value[node] += money[i]
  }
  return { measure: 'spend', value }
}

function selectNodes(
  project: OpenProject,
  { graph, users }: SocialGraph,
  division: Division | null,
  selection: SocialSelection,
): Int32Array {
  const all = Int32Array.from({ length: nodeCount(graph) }, (_, node) => node)
  if (selection.kind === 'all') return all
  if (selection.kind === 'community') {
    return all.filter((node) => division?.communities.of[node] === selection.community - 1)
  }
  const node = users.at(findUserId(project.database, selection.user))
  if (node < 0) throw new AssayError('social.unknownCustomer', { user: selection.user })
  return nodesAround(graph, node, selection.steps)
}

/** Where there are too many, those with most ties; around a customer those nearest to it. */
function shownOf({ graph }: SocialGraph, { kind }: SocialSelection, selected: Int32Array, limit: number): Int32Array {
  if (selected.length <= limit || kind === 'customer') return selected.slice(0, limit)
  return selected.sort((a, b) => degreeOf(graph, b) - degreeOf(graph, a) || a - b).slice(0, limit)
}

type Around = Pick<SocialNode, 'reach1' | 'reach2' | 'value' | 'neighbourhoodValue' | 'neighboursKnown'>

function around({ graph }: SocialGraph, node: number, value: Float64Array): Around {
  const known = neighboursOf(graph, node).filter((other) => !Number.isNaN(value[other]))
  return {
    reach1: degreeOf(graph, node),
    reach2: nodesAround(graph, node, 2).length - 1,
    value: Number.isNaN(value[node]) ? null : value[node],
    neighbourhoodValue: known.reduce((sum, other) => sum + value[other], 0),
    neighboursKnown: known.length,
  }
}

function describeCommunities(
  { graph }: SocialGraph,
  { communities }: Division,
  value: Float64Array,
): SocialCommunity[] {
  const described = Array.from({ length: communities.count }, (_, at) => ({
    community: at + 1,
    ...{ customers: 0, inside: 0, outside: 0, value: 0 },
  }))
  for (let node = 0; node < nodeCount(graph); node++) {
    const own = described[communities.of[node]]
    own.customers++
    if (!Number.isNaN(value[node])) own.value += value[node]
    for (const other of neighboursOf(graph, node)) {
      // A tie inside is met from both its ends.
      if (communities.of[other] === communities.of[node]) own.inside += 0.5
      else own.outside++
    }
  }
  return described.slice(0, listedCommunities)
}
