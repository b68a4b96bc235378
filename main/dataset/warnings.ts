import type { Database } from 'better-sqlite3'
import type { Profile } from './types.ts'

/** What an analyst should know before trusting figures made of these data. Codes are keys of `dataset.warnings`. */
export function warningsOf(database: Database, tables: Profile['tables'], nowMs: number): Profile['warnings'] {
  const warnings: Profile['warnings'] = []
  const warn = (code: string, params: Record<string, string | number> = {}) => warnings.push({ code, params })
  const count = (sql: string, ...params: number[]) =>
    database
      .prepare(sql)
      .pluck()
      .get(...params) as number
  const { behaviour, products, users, social } = tables
  if (behaviour.rows > 0) {
    if (behaviour.purchases === 0) warn('noPurchases')
    if (behaviour.products === 0) warn('noProducts')
    else if (behaviour.brands === 0) warn('noBrands')
    const unpriced = count(
      'SELECT COUNT(*) FROM behaviour WHERE type_id IN (4, 5) AND amount IS NULL AND price IS NULL',
    )
    if (unpriced > 0) warn('withoutMoney', { rows: unpriced })
    const future = count('SELECT COUNT(*) FROM behaviour WHERE time_ms > ?', nowMs)
    if (future > 0) warn('future', { rows: future })
    if (behaviour.exactDuplicates > 0) warn('exactDuplicates', { rows: behaviour.exactDuplicates })
    const unmatched =
      products.rows === 0
        ? 0
        : count(`SELECT COUNT(*) FROM (
      SELECT DISTINCT product_id FROM behaviour WHERE product_id IS NOT NULL
      EXCEPT SELECT product_id FROM product_fact)`)
    if (unmatched > 0) warn('productsWithoutFacts', { products: unmatched })
    const strangers =
      users.rows === 0
        ? 0
        : count(`SELECT COUNT(*) FROM (
      SELECT DISTINCT user_id FROM behaviour EXCEPT SELECT user_id FROM user_fact)`)
    if (strangers > 0) warn('usersWithoutFacts', { users: strangers })
  } else warn('noBehaviour')
  const undated = count(
    `SELECT COUNT(*) FROM social_link l JOIN source s ON s.id = l.source_id
     WHERE l.time_ms IS NULL AND s.known = '[]'`,
  )
  if (social.rows > 0 && undated > 0) warn('undatedLinks', { links: undated })
  const rejected = count('SELECT COALESCE(SUM(rows_rejected), 0) FROM source')
  if (rejected > 0) warn('rejected', { rows: rejected })
  return warnings
}
