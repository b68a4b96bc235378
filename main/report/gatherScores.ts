import type { Work } from '../base/job.ts'
import { listExplanations } from '../explain/store.ts'
import type { Explanation } from '../explain/types.ts'
import { selectCustomers, selectProducts } from '../insight/filter/select.ts'
import type { ShopFilter } from '../insight/filter/types.ts'
import { loadLedger } from '../insight/ledger/ledger.ts'
import type { Ledger } from '../insight/ledger/types.ts'
import { customersAtRisk, type CustomersAtRisk } from '../insight/loyalty/pairs.ts'
import { scoredRows } from '../model/scoreStore.ts'
import type { ProductScore, RunDetails, UserScore } from '../model/types.ts'
import type { OpenProject } from '../storage/operation.ts'
import { shownSections, type ReportDefinition } from './definition.ts'
import { customerValues, productsByUnits } from './store.ts'
import { tasksOf } from './tasksOf.ts'
import { spreadOf, type ValueSpread } from './valueSpread.ts'

/** What a run predicts of the filter's customers and products, and what it leans on. */
export interface ScoreFacts {
  /** Customers whom the run scored, whatever the filter. */
  scoredCustomers: number
  /** The filter means some customers alone, and `value` and `customers` are of those. */
  isOfSome: boolean
  value: ValueSpread | null
  customers: UserScore[]
  products: ProductScore[]
  atRisk: CustomersAtRisk | null
  /** The latest of each task. */
  explanations: Explanation[]
}

const noScores: ScoreFacts = {
  ...{ scoredCustomers: 0, isOfSome: false, value: null },
  ...{ customers: [], products: [], atRisk: null, explanations: [] },
}

export function gatherScores(
  project: OpenProject,
  run: RunDetails | null,
  definition: ReportDefinition,
  work: Work,
): ScoreFacts {
  if (!run) return noScores
  const { database } = project
  const { listed: limit, filters: filter } = definition
  const { runId } = run
  const shown = shownSections(definition)
  const ledger = loadLedger(project, work)
  const values = customerValues(database, runId)
  const isMeant = userTest(ledger, filter)
  const meant = isMeant === null ? values : values.filter(isMeant)
  const isProduct = productTest(ledger, filter)
  const best = meant.slice(0, limit).map(({ userId }) => userId)
  const sold = run.tasks.potential && shown.includes('products') ? productsByUnits(database, runId) : []
  const explanations = listExplanations(database, runId)
  return {
    scoredCustomers: values.length,
    isOfSome: isMeant !== null,
    value: spreadOf(meant),
    customers: run.tasks.ltv && shown.includes('customers') ? scoredRows(database, 'users', runId, best) : [],
    products: scoredRows(database, 'products', runId, sold.filter(isProduct).slice(0, limit)),
    atRisk: run.tasks.loyalty ? customersAtRisk({ database, ledger, filter, runId }, limit) : null,
    explanations: tasksOf(run).flatMap((task) => explanations.find((explanation) => explanation.task === task) ?? []),
  }
}

function userTest(ledger: Ledger, filter: ShopFilter): ((row: { userId: number }) => boolean) | null {
  const isMeant = selectCustomers(ledger, filter)
  if (isMeant === null) return null
  const ids = new Set(ledger.users.ids.filter((_, at) => isMeant[at] === 1))
  return ({ userId }) => ids.has(userId)
}

function productTest(ledger: Ledger, filter: ShopFilter): (productId: number) => boolean {
  const isMeant = selectProducts(ledger, filter)
  if (isMeant === null) return () => true
  const ids = new Set(ledger.products.ids.filter((_, at) => isMeant[at] === 1))
  return (id) => ids.has(id)
}
