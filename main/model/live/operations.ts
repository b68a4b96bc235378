import { AssayError } from '../../base/errors.ts'
import { customerRows, type CustomerRows } from '../../features/live/customerRows.ts'
import type { LiveDay } from '../../features/live/liveShop.ts'
import { liveOperation, type OpenProject } from '../../storage/operation.ts'
import type { RecordScores } from '../export/types.ts'
import { liveModel, type LiveModel } from './liveModel.ts'
import { findKey, newestRunId } from './liveStore.ts'
import { readSession } from './sessionOf.ts'
import type { LiveAct, LiveScore } from './types.ts'

export interface ScoreInput {
  runId?: number
  userId: string
  acts: LiveAct[]
  brands: string[]
}

/**
 * What a run's model says of one customer, features as of the end of its session. Throws what `liveModel` throws,
 * `live.unknownUser`, `live.unknownBrand`, `live.noPurchase`, and `input.invalid` for acts before the last day of the data.
 */
export const scoreRecordOperation = liveOperation(
  'model.scoreRecord',
  async (project, input: ScoreInput, work): Promise<LiveScore> => {
    const live = await liveModel(project, input.runId ?? newestRunId(project.database), work)
    return scoreCustomer(project, live, input)
  },
)

async function scoreCustomer(
  project: OpenProject,
  live: LiveModel,
  { userId, acts, brands }: ScoreInput,
): Promise<LiveScore> {
  const { database, calendar } = project
  const { run, shop } = live
  const { world } = shop
  const unknown = new Set<string>()
  const product = (id: string) => {
    const position = world.products.at(findKey(database, 'product', id))
    if (position < 0) unknown.add(id)
    return position
  }
  const position = world.users.at(findKey(database, 'user', userId))
  const user = position < 0 ? shop.stranger : position
  const asked = brands.map((brand) => {
    const position = world.catalogue.brands.at(findKey(database, 'brand', brand))
    if (position < 0) throw new AssayError('live.unknownBrand', { brand })
    return position
  })
  const session = readSession(acts, { product, typeId: (name) => world.actTypes.get(name) ?? 0 }, calendar)
  const cutoffDay = cutoffOf(project, session, world.acts.endDay)
  const day = shop.asOf(cutoffDay)
  const rows = customerRows(shop, day, user, session, asked, calendar)
  if (!rows && user === shop.stranger) throw new AssayError('live.unknownUser', { userId })
  const scores = rows ? live.scoreRow(rows.user, 0) : await coldScores(live, day, user)
  if (!scores) throw new AssayError('live.noPurchase', { userId })
  return {
    ...{ runId: run.runId, userId, asOf: calendar.isoDate(calendar.dayStart(cutoffDay)) },
    dataEnd: calendar.isoDate(calendar.dayStart(world.acts.endDay)),
    ...{ horizonDays: run.horizonDays, known: user !== shop.stranger, cold: rows === null, scores },
    loyalty: asked.map((brand, i) => ({ brand: brands[i], ...loyaltyTo(live, rows, brand) })),
    unknownProducts: [...unknown],
  }
}

/** The day after the session's last act; the end of the data without one. */
function cutoffOf({ calendar }: OpenProject, session: { timeMs: number }[], endDay: number): number {
  return session.reduce((latest, { timeMs }, i) => {
    const day = calendar.dayNumber(timeMs)
    if (day < endDay - 1) {
      const lastDay = calendar.isoDate(calendar.dayStart(endDay - 1))
      const problem = `a time on or after the last day of the data, ${lastDay}, not ${new Date(timeMs).toISOString()}`
      throw new AssayError('input.invalid', { field: `acts.${i}.time`, problem })
    }
    return Math.max(latest, day + 1)
  }, endDay)
}

/** Of somebody without a purchase; null where the run can't tell. */
async function coldScores(live: LiveModel, day: LiveDay, user: number): Promise<RecordScores | null> {
  const cold = await live.cold()
  const row = cold?.readRow(day, user)
  return cold && row ? cold.scoreRow(row, 0) : null
}

function loyaltyTo(live: LiveModel, rows: CustomerRows | null, brand: number) {
  const row = rows ? rows.brands.indexOf(brand) : -1
  const { p = null, share = null } = rows && row >= 0 ? (live.scoreRow(rows.pairs, row).loyalty ?? {}) : {}
  return { p, share }
}

export const liveOperations = [scoreRecordOperation]
