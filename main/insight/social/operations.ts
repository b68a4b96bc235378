import type { Work } from '../../base/job.ts'
import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { loadNetPurchases, type NetPurchaseRows } from '../netPurchases.ts'
import { measureInfluence, type Adoptions, type InfluenceSettings } from './influence.ts'
import { socialNetwork, type NetworkQuestion } from './network.ts'
import { loadSocialGraph, type SocialGraph } from './socialGraph.ts'
import type { Influence } from './types.ts'

export const socialNetworkOperation = asOfOperation(
  'insight.socialNetwork',
  (project, question: NetworkQuestion & AsOf, work) => socialNetwork(project, question, work),
)

type InfluenceQuestion = InfluenceSettings & AsOf & { of: Influence['of']; relation: string | null }

export const socialInfluenceOperation = asOfOperation(
  'insight.socialInfluence',
  (project: OpenProject, { of, relation, asOf: _, ...settings }: InfluenceQuestion, work: Work): Influence => {
    const social = loadSocialGraph(project, relation)
    const adoptions = adoptionsOf(social, loadNetPurchases(project, work), of)
    return { of, ...measureInfluence(social.graph, adoptions, settings, work) }
  },
)

/** First purchases of every product or brand by those with a tie. */
function adoptionsOf({ users }: SocialGraph, rows: NetPurchaseRows, of: Influence['of']): Adoptions {
  const items = of === 'product' ? rows.product : rows.brand
  const chosen: number[] = []
  let seen = new Set<number>()
  for (let i = 0; i < rows.count; i++) {
    // Rows stand by user, then day: the first of an item is its first purchase.
    if (i > 0 && rows.userId[i] !== rows.userId[i - 1]) seen = new Set()
    if (items[i] < 0 || seen.has(items[i]) || users.at(rows.userId[i]) < 0) continue
    seen.add(items[i])
    chosen.push(i)
  }
  return {
    count: chosen.length,
    node: Int32Array.from(chosen, (i) => users.at(rows.userId[i])),
    item: Int32Array.from(chosen, (i) => items[i]),
    day: Int32Array.from(chosen, (i) => rows.day[i]),
  }
}

export const socialOperations = [socialNetworkOperation, socialInfluenceOperation]
