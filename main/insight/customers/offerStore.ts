import type { Database } from 'better-sqlite3'
import type { BrandOffer } from './types.ts'

/** How products stand in the files, by id. */
export function productNamer(database: Database) {
  const read = database.prepare<[number], { productId: number; id: string; title: string | null }>(
    `SELECT p.id AS productId, p.external AS id, f.title FROM product p
     LEFT JOIN product_current f ON f.product_id = p.id WHERE p.id = ?`,
  )
  return (productId: number) => read.get(productId) ?? { productId, id: '', title: null }
}

/** Brands that a customer bought, by the run's chance that they buy them again; null where the run says nothing of them. */
export function brandsAgain(database: Database, runId: number, userId: number, limit: number): BrandOffer[] | null {
  return foundOrNull(
    database
      .prepare<[number, number, number], BrandOffer>(
        `SELECT b.id AS brandId, b.name AS brand, s.p, s.past_share AS pastShare, NULL AS marketShare
         FROM brand b CROSS JOIN score_pair s ON s.run_id = ? AND s.brand_id = b.id AND s.user_id = ?
         WHERE s.p IS NOT NULL ORDER BY s.p DESC, b.id LIMIT ?`,
      )
      .all(runId, userId, limit),
  )
}

/** The same of brands that they have not bought, in categories that they buy. */
export function brandsFresh(database: Database, runId: number, userId: number, limit: number): BrandOffer[] | null {
  return foundOrNull(
    database
      .prepare<[number, number, number], BrandOffer>(
        `SELECT b.id AS brandId, b.name AS brand, s.p, NULL AS pastShare, s.market_share AS marketShare
         FROM brand b CROSS JOIN score_conquest s ON s.run_id = ? AND s.brand_id = b.id AND s.user_id = ?
         WHERE s.p IS NOT NULL ORDER BY s.p DESC, b.id LIMIT ?`,
      )
      .all(runId, userId, limit),
  )
}

const foundOrNull = (rows: BrandOffer[]): BrandOffer[] | null => (rows.length > 0 ? rows : null)
