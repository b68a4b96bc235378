import type { OpenProject } from '../storage/operation.ts'
import { insertTable, output, type Scores } from './scoreStore.ts'

/** Stores the scores of a run's side tables, which stand in the places of the main ones. Call inside a transaction. */
export function insertSideScores({ database, calendar }: OpenProject, runId: number, scores: Scores): void {
  const { users: cold, products: launches, pairs: conquest } = scores
  insertTable(database, runId, cold, 'score_cold', {
    user_id: (row) => cold.ids[row],
    ltv: output(cold, 'ltv.amount'),
    ltv_low: output(cold, 'ltv.low'),
    ltv_high: output(cold, 'ltv.high'),
    p: output(cold, 'repurchase.p'),
    registered_days: (row) => cold.baseline.ageDays[row],
  })
  if (launches) {
    const dayOf = (row: number) => launches.baseline.launchDay[row]
    insertTable(database, runId, launches, 'score_launch', {
      product_id: (row) => launches.ids[row],
      units: output(launches, 'potential.units'),
      launched_ms: (row) => (Number.isNaN(dayOf(row)) ? null : calendar.dayStart(dayOf(row))),
    })
  }
  if (conquest) {
    insertTable(database, runId, conquest, 'score_conquest', {
      user_id: (row) => conquest.ids[row],
      brand_id: (row) => conquest.brandIds[row],
      p: output(conquest, 'loyalty.p'),
      share: output(conquest, 'loyalty.share'),
      market_share: (row) => conquest.baseline.marketShare[row],
      category_spend: (row) => conquest.baseline.categorySpend[row],
    })
  }
}
