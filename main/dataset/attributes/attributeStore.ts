import type { Database } from 'better-sqlite3'
import type { AttributeValue } from './types.ts'

/** The different values of an attribute and how many customers have each, the most frequent first. */
export function attributeValues(database: Database, name: string): { value: AttributeValue; users: number }[] {
  return database
    .prepare(
      `SELECT j.value, COUNT(DISTINCT f.user_id) AS users FROM user_fact_current f, json_each(f.attributes) j
       WHERE f.attributes IS NOT NULL AND j.key = ? GROUP BY j.value ORDER BY users DESC, j.value`,
    )
    .all(name) as { value: AttributeValue; users: number }[]
}
