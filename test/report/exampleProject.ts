import type { PermutationResult } from '../../main/explain/types.ts'
import { insertExplanation } from '../../main/explain/store.ts'
import { fingerprintOf } from '../../main/features/fingerprint.ts'
import { insertRun, type StoredRun } from '../../main/model/store.ts'
import { hostile } from '../charts/examples.ts'
import { createShop, type Shop } from '../features/shop.ts'
import { exampleRun } from './exampleRun.ts'

const dayMs = 86_400_000
const start = Date.UTC(2024, 0, 1)

export const importance: PermutationResult = {
  metric: 'normalizedGini',
  reference: { value: 0.72, low: 0.7, high: 0.74 },
  rows: 1500,
  repeats: 5,
  features: [
    { feature: 'recencyDays', group: 'behaviour', source: 'behaviour', mean: 0.1, spread: 0.01, low: 0.09, high: 0.11, repeats: [0.1] },
    { feature: `region = ${hostile}`, group: 'behaviour', source: 'users', mean: 0.02, spread: 0.01, low: 0.01, high: 0.03, repeats: [0.02] },
  ],
} // prettier-ignore

/** A year of 40 customers, three brands (one with a hostile name), a run with scores, rejects and an explanation. */
export function createExampleProject(changes: Partial<StoredRun> = {}): Shop & { runId: number } {
  const shop = createShop()
  shop.products([
    { product: 'tea', brand: 'Aster', category: 'drinks' },
    { product: 'coffee', brand: hostile, category: 'drinks' },
    { product: 'cup', brand: '海岬', category: 'kitchen' },
  ])
  const names = ['tea', 'coffee', 'cup']
  shop.acts(
    Array.from({ length: 40 }, (_, u) =>
      Array.from({ length: 1 + (u % 9) }, (_, i) => ({
        user: u === 0 ? hostile : `customer ${u}`,
        time: start + ((37 * u + 41 * i) % 365) * dayMs,
        product: names[(u + i * (u % 3)) % 3],
        quantity: 1,
        amount: 5 + u,
      })),
    ).flat(),
  )
  const { database } = shop.project
  const run = exampleRun(changes)
  const fingerprint = fingerprintOf(shop.project, run.setup, 'training')
  const runId = insertRun(database, { ...run, fingerprint })
  putScores(shop, runId)
  const explained = { runId, createdAtMs: 0, task: 'ltv', method: 'permutation', seed: 1, seconds: 1 } as const
  insertExplanation(database, { ...explained, result: importance })
  database
    .prepare("INSERT INTO reject (source_id, line, reason, raw) VALUES (2, 7, 'invalid.amount', ?), (2, 9, 'fields.few', '')")
    .run(hostile) // prettier-ignore
  return { ...shop, runId }
}

function putScores({ project: { database } }: Shop, runId: number): void {
  const user = database.prepare(
    `INSERT INTO score_user (run_id, user_id, ltv, ltv_low, ltv_high, repurchase, purchase_days, past_spend, recency_days)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const pair = database.prepare(
    'INSERT INTO score_pair (run_id, user_id, brand_id, p, share, past_share, brand_spend) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (let u = 1; u <= 40; u++) {
    user.run(runId, u, u * u, u, 2 * u * u, u / 41, 1 + (u % 9), 10 * u, 400 - u)
    pair.run(runId, u, 1 + (u % 3), u / 41, 0.3, u % 2 ? 0.8 : 0.2, u)
  }
}
