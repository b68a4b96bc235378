import type { Work } from '../../../base/job.ts'
import type { Severity } from '../types.ts'
import { bots } from './bots.ts'
import { bursts, clickFarms } from './clickFarms.ts'
import { coverage, exactDuplicates, future, testProducts, withoutMoney } from './coverage.ts'
import { duplicatedDays, gaps, jumps } from './days.ts'
import type { Evidence, Found } from './found.ts'
import { bulkOrders, resellers } from './resellers.ts'
import { looksLikeTest, testAccounts } from './testAccounts.ts'

const order: Severity[] = ['high', 'medium', 'low']

/** Everything odd about the data, the gravest first. `repeated` are the ids of rows that repeat an earlier one. */
export function findOddities(evidence: Evidence, repeated: Uint32Array, work: Work): Found[] {
  const searches: (() => Found | null | Found[])[] = [
    () => exactDuplicates(evidence, repeated),
    () => duplicatedDays(evidence),
    () => gaps(evidence),
    () => jumps(evidence),
    () => future(evidence),
    () => withoutMoney(evidence),
    () => coverage(evidence),
    () => testAccounts(evidence),
    () => testProducts(evidence, looksLikeTest),
    () => bulkOrders(evidence),
    () => resellers(evidence),
    () => bots(evidence),
    () => clickFarms(evidence),
    () => bursts(evidence),
  ]
  const found = searches.flatMap((search) => {
    work.checkpoint()
    return search() ?? []
  })
  return found.sort((a, b) => order.indexOf(a.finding.severity) - order.indexOf(b.finding.severity))
}
