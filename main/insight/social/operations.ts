import type { Work } from '../../base/job.ts'
import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { byCustomer, selectProducts } from '../filter/select.ts'
import { loadLedger } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/types.ts'
import { measureInfluence, type Adoptions, type InfluenceSettings } from './influence.ts'
import { socialNetwork, type NetworkQuestion } from './network.ts'
import { divisionOf, loadSocialGraph, type SocialGraph, type SocialScope } from './socialGraph.ts'
import type { Influence } from './types.ts'

export const socialNetworkOperation = asOfOperation(
  'insight.socialNetwork',
  (project, question: NetworkQuestion & AsOf, work) => socialNetwork(project, question, work),
)

export const socialCommunitiesOperation = asOfOperation(
  'insight.socialCommunities',
  (project, question: SocialScope & AsOf, work): { communities: number } => {
    const social = loadSocialGraph(project, loadLedger(project, work), question)
    return { communities: divisionOf(social, work, true)?.communities.count ?? 0 }
  },
)

type InfluenceQuestion = InfluenceSettings & SocialScope & AsOf & { of: Influence['of'] }

/** Among the filter's customers, of its goods; of all days, since who came first is told from the beginning. */
export const socialInfluenceOperation = asOfOperation(
  'insight.socialInfluence',
  (project: OpenProject, { of, relation, filter, asOf: _, ...settings }: InfluenceQuestion, work: Work): Influence => {
    const ledger = loadLedger(project, work)
    const social = loadSocialGraph(project, ledger, { relation, filter })
    const adoptions = adoptionsOf(social, ledger, selectProducts(ledger, filter), of)
    return { of, ...measureInfluence(social.graph, adoptions, settings, work) }
  },
)

/** First purchases of every product or brand by those with a tie. */
function adoptionsOf(
  { users }: SocialGraph,
  { lines, products, users: people }: Ledger,
  isProduct: Uint8Array | null,
  of: Influence['of'],
): Adoptions {
  const itemOf = (product: number) => (of === 'product' ? product : products.brand[product])
  const chosen: number[] = []
  const all = Int32Array.from({ length: lines.count }, (_, i) => i)
  for (const own of byCustomer(lines, all)) {
    if (users.at(people.ids[lines.user[own[0]]]) < 0) continue
    // They stand by day: the first of an item is its first purchase.
    const seen = new Set<number>()
    for (const i of own) {
      const product = lines.product[i]
      if (product < 0 || isProduct?.[product] === 0) continue
      const item = itemOf(product)
      if (item < 0 || seen.has(item)) continue
      seen.add(item)
      chosen.push(i)
    }
  }
  return {
    count: chosen.length,
    node: Int32Array.from(chosen, (i) => users.at(people.ids[lines.user[i]])),
    item: Int32Array.from(chosen, (i) => itemOf(lines.product[i])),
    day: Int32Array.from(chosen, (i) => lines.day[i]),
  }
}

export const socialOperations = [socialNetworkOperation, socialCommunitiesOperation, socialInfluenceOperation]
