import type { Database } from 'better-sqlite3'
import type { AttributeValue } from './types.ts'

/** user, attribute, value. */
export type AttributeRow = [userId: number, name: string, value: AttributeValue]

/**
 * What is said of each customer by each attribute: a customer's own facts come before those of others merged into it, a
 * later file's before an earlier one's. What is missing takes nothing's place.
 */
const latest = `SELECT user_id, name, value FROM (
  SELECT f.user_id, j.key AS name, j.value,
    ROW_NUMBER() OVER (PARTITION BY f.user_id, j.key ORDER BY f.own DESC, f.source_id DESC) AS place
  FROM user_fact_current f, json_each(f.attributes) j
  WHERE f.attributes IS NOT NULL AND j.value IS NOT NULL AND TRIM(j.value) <> '' AND (@name IS NULL OR j.key = @name))
  WHERE place = 1`

/** The different values of an attribute and how many customers have each, the most frequent first. */
export const attributeValues = (database: Database, name: string): { value: AttributeValue; users: number }[] =>
  database
    .prepare(`SELECT value, COUNT(*) AS users FROM (${latest}) GROUP BY value ORDER BY users DESC, value`)
    .all({ name }) as { value: AttributeValue; users: number }[]

/** Of everybody in force, by customer. */
export const attributeRows = (database: Database): AttributeRow[] =>
  database.prepare(`${latest} ORDER BY user_id, name`).raw().all({ name: null }) as AttributeRow[]

/** The attributes that customers in force have, by name, with how many have each. */
export const countAttributes = (database: Database): { name: string; users: number }[] =>
  database
    .prepare(
      `SELECT j.key AS name, COUNT(DISTINCT f.user_id) AS users FROM user_fact_current f, json_each(f.attributes) j
       WHERE f.attributes IS NOT NULL AND j.value IS NOT NULL AND TRIM(j.value) <> '' GROUP BY j.key ORDER BY j.key`,
    )
    .all() as { name: string; users: number }[]
