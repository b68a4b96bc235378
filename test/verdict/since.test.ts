import { afterEach, beforeEach, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import { insertRun, type StoredRun } from '../../main/model/store.ts'
import { sinceOperation } from '../../main/verdict/operations.ts'
import { createShop, type ActInput, type Shop } from '../features/shop.ts'
import { exampleRun } from '../report/exampleRun.ts'

const dayMs = 86_400_000
const horizonDays = 30
const scoredDay = 200
const days = 300
const people = 120

let shop: Shop
beforeEach(() => {
  shop = createShop()
  const random = createRandom(2)
  const acts: ActInput[] = []
  for (let user = 0; user < people; user++) {
    const rate = 0.02 + 0.1 * random.uniform()
    for (let day = 0; day < days; day++) {
      if (random.uniform() >= rate) continue
      const amount = 1 + random.integer(20)
      acts.push({ user: `u${user}`, time: day * dayMs, product: `p${random.integer(9)}`, quantity: 1, amount })
    }
  }
  // One act on the last day, so that the data end there.
  acts.push({ user: 'u0', time: (days - 1) * dayMs, type: 'view', product: 'p0' })
  shop.acts(acts)
})
afterEach(() => shop.close())

function addRun(changes: Partial<StoredRun> = {}): number {
  const run = exampleRun()
  return insertRun(shop.project.database, {
    ...run,
    setup: { ...run.setup, tasks: ['ltv', 'repurchase'], horizonDays, cutoff: '1970-06-20' },
    horizonDays,
    scoredAtMs: scoredDay * dayMs,
    ...changes,
  })
}

/** Scores by a user's number; null leaves the user without. */
function score(runId: number, of: (user: number) => { ltv: number; repurchase: number } | null): void {
  const put = shop.project.database.prepare(
    `INSERT INTO score_user (run_id, user_id, ltv, repurchase, purchase_days, past_spend, recency_days)
     SELECT ?, id, ?, ?, 1, 1, 1 FROM user WHERE external = ?`,
  )
  for (let user = 0; user < people; user++) {
    const own = of(user)
    if (own) put.run(runId, own.ltv, own.repurchase, `u${user}`)
  }
}

const ask = async (runId: number) => sinceOperation.run(shop.project, { runId }, unattended)

it('holds stored scores against what each customer went on to spend', async () => {
  const runId = addRun()
  score(runId, (user) => (user < 10 ? null : { ltv: 5 + (user % 13), repurchase: 0.2 + (user % 7) / 10 }))
  const since = await ask(runId)
  expect(since).toMatchObject({
    ...{ runId, scored: '1970-07-20', dataEnd: '1970-10-28', horizonDays, observedDays: 100, measuredDays: 30 },
    unscored: 10,
  })
  const row = shop.project.database
    .prepare(
      `SELECT COUNT(*) AS rows, SUM(s.ltv) AS predicted,
         SUM((SELECT COALESCE(SUM(amount), 0) FROM behaviour b WHERE b.type_id = 4 AND b.user_id = s.user_id
           AND b.time_ms >= ${scoredDay * dayMs} AND b.time_ms < ${(scoredDay + horizonDays) * dayMs})) AS actual,
         AVG(s.repurchase) AS said,
         AVG(EXISTS (SELECT 1 FROM behaviour b WHERE b.type_id = 4 AND b.user_id = s.user_id
           AND b.time_ms >= ${scoredDay * dayMs} AND b.time_ms < ${(scoredDay + horizonDays) * dayMs})) AS came
       FROM score_user s WHERE EXISTS (SELECT 1 FROM behaviour b WHERE b.type_id = 4 AND b.user_id = s.user_id
         AND b.time_ms < ${scoredDay * dayMs})`,
    )
    .get() as { rows: number; predicted: number; actual: number; said: number; came: number }
  const { ltv, repurchase } = since.tasks
  if (!ltv || !repurchase) throw new Error('both tasks were expected')
  expect(ltv.testRows).toBe(row.rows)
  expect(ltv.metrics.totalRatio.value).toBeCloseTo(row.predicted / row.actual, 10)
  expect(ltv.metrics.totalRatio.low).toBeLessThan(row.predicted / row.actual)
  const sum = (side: 'predicted' | 'actual') => ltv.deciles.reduce((all, decile) => all + decile.rows * decile[side], 0)
  expect([sum('predicted'), sum('actual')]).toEqual([expect.closeTo(row.predicted, 8), expect.closeTo(row.actual, 8)])
  const mean = (side: 'predicted' | 'actual') => repurchase.calibration.reduce((all, bin) => all + bin.rows * bin[side], 0) / row.rows // prettier-ignore
  expect([mean('predicted'), mean('actual')]).toEqual([expect.closeTo(row.said, 8), expect.closeTo(row.came, 8)])
  expect(Object.keys(ltv.baselines)).toContain('bgnbd')
  // Scores that say nothing of the customer beat nobody.
  expect(ltv.beatsBestBaseline).toBe(false)
})

it('tells how inputs moved, and scores where a later run has some', async () => {
  const runId = addRun()
  score(runId, (user) => ({ ltv: user, repurchase: user / people }))
  const alone = await ask(runId)
  expect(alone.drift).toMatchObject({ reference: '1970-06-20', laterRunId: null, scores: [] })
  const [most] = alone.drift.features
  expect(alone.drift.features.every(({ psi }) => psi >= 0 && psi <= most.psi)).toBe(true)
  const later = addRun({ scoredAtMs: 250 * dayMs })
  score(later, (user) => ({ ltv: user + 60, repurchase: user / people }))
  const { drift } = await ask(runId)
  expect(drift.laterRunId).toBe(later)
  const [ltv, repurchase] = drift.scores
  expect(ltv).toMatchObject({ task: 'ltv', reference: people, now: people })
  expect(ltv.psi).toBeGreaterThan(1)
  expect(repurchase.psi).toBeCloseTo(0, 12)
})

it('measures a nearer horizon while the whole is not over, and none where nothing is', async () => {
  const runId = addRun({ scoredAtMs: 280 * dayMs })
  score(runId, () => ({ ltv: 9, repurchase: 0.5 }))
  expect(await ask(runId)).toMatchObject({ observedDays: 20, measuredDays: null, tasks: {}, unscored: 0 })
  const { database } = shop.project
  for (const within of [10, 25]) {
    const { lastInsertRowid } = database.prepare('INSERT INTO score_column (run_id, output) VALUES (?, ?)').run(runId, `ltv.within${within}`) // prettier-ignore
    database.prepare('INSERT INTO score_figure (column_id, user_id, value) SELECT ?, user_id, 4 FROM score_user').run(lastInsertRowid) // prettier-ignore
  }
  const since = await ask(runId)
  expect(since).toMatchObject({ measuredDays: 10 })
  const actual = database.prepare(`SELECT SUM(amount) FROM behaviour WHERE type_id = 4 AND time_ms >= ${280 * dayMs} AND time_ms < ${290 * dayMs}`).pluck().get() as number // prettier-ignore
  expect(Object.keys(since.tasks)).toEqual(['ltv'])
  expect(since.tasks.ltv?.metrics.totalRatio.value).toBeCloseTo((4 * (since.tasks.ltv?.testRows ?? 0)) / actual, 8)
})

it('is refused where nothing came after the scores', async () => {
  const runId = addRun({ scoredAtMs: days * dayMs })
  await expect(ask(runId)).rejects.toMatchObject({ code: 'verdict.noLaterData' })
})
