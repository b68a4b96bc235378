import { AssayError } from '../../base/errors.ts'
import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { customerTable } from './customerTable.ts'
import { standingOf } from './list.ts'
import { scopeOf, type Asked } from './scope.ts'
import { loadLedger } from '../ledger/ledger.ts'
import { brandsAgain, brandsFresh, productNamer } from './offerStore.ts'
import { productOffers } from './offers.ts'
import { actsByHour, actsOf, linksOf, predictionOf, userNamed } from './oneStore.ts'
import { portraitOf } from './portrait.ts'
import { sourcesWithHours } from './timeOfDay.ts'
import type { CustomerAct, CustomerOffers, OneCustomer, Thresholds } from './types.ts'

interface AskedOne extends AsOf {
  /** As it stands in the files. */
  id: string
}

/** Throws `input.invalid` where nobody is called that. */
function idOf({ database }: OpenProject, id: string): number {
  const userId = userNamed(database, id)
  if (userId === null) throw new AssayError('input.invalid', { field: 'id', problem: `there is no customer ${id}` })
  return userId
}

export const oneOperation = asOfOperation(
  'customers.one',
  (
    project,
    { id, runId, filter, thresholds }: AskedOne & Asked & { thresholds: Partial<Thresholds> },
    work,
  ): OneCustomer => {
    const userId = idOf(project, id)
    const { database, calendar } = project
    const scope = scopeOf(project, filter, work)
    const { ledger } = scope
    const user = ledger.users.ids.indexOf(userId)
    const table = customerTable(scope, thresholds)
    const place = table.ever.user.indexOf(user)
    return {
      id,
      standing: place < 0 ? null : standingOf(table, place),
      portrait: user < 0 ? null : portraitOf(ledger, user),
      hours: actsByHour(database, calendar, userId, sourcesWithHours(project, ledger)),
      links: linksOf(database, userId),
      prediction: runId === null ? null : predictionOf(database, runId, userId),
    }
  },
)

export const actsOperation = asOfOperation(
  'customers.acts',
  (project, { id, offset, limit }: AskedOne & { offset: number; limit: number }): CustomerAct[] =>
    actsOf(project.database, idOf(project, id), offset, limit),
)

/** Offers shown of each kind. */
const shownOffers = 6

export const offersOperation = asOfOperation(
  'customers.offers',
  (project, { id, runId }: AskedOne & { runId: number | null }, work): CustomerOffers => {
    const userId = idOf(project, id)
    const { database } = project
    const ledger = loadLedger(project, work)
    const user = ledger.users.ids.indexOf(userId)
    const ties = user < 0 ? { lookedAt: 0, customers: 0, offers: [] } : productOffers(ledger, user, shownOffers)
    const nameOf = productNamer(database)
    return {
      ...{ lookedAt: ties.lookedAt, customers: ties.customers },
      products: ties.offers.map(({ product, because, ...tie }) => {
        const brand = ledger.products.brand[product]
        const ids = ledger.products.ids
        return {
          ...nameOf(ids[product]),
          ...{ brand: brand < 0 ? null : ledger.brands.names[brand], because: nameOf(ids[because]), ...tie },
        }
      }),
      again: runId === null ? null : brandsAgain(database, runId, userId, shownOffers),
      fresh: runId === null ? null : brandsFresh(database, runId, userId, shownOffers),
    }
  },
)

export const oneOperations = [oneOperation, actsOperation, offersOperation]
