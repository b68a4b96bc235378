import type { Database } from 'better-sqlite3'
import type { MergedEntity } from './state.ts'

/**
 * What the state in force asks of the views. A full scan pays for every join, so views join only what has something to
 * say.
 */
export interface ViewShape {
  /** Some source is out of force. */
  narrowed: boolean
  /** Some rule leaves rows out. */
  excludes: boolean
  /** Some rule changes what rows say. */
  changes: boolean
  /** Returns are netted where acts are shown. */
  nets: boolean
  merges: Record<MergedEntity, boolean>
  /** Rows that are looked at ask now and then whether to go on: `askNowAndThen` says how. */
  checks: boolean
  /** Some are not spoken of by any row in force. */
  lacks: Record<NamedEntity, boolean>
}

export const namedEntities = ['user', 'product', 'brand', 'category'] as const
export type NamedEntity = (typeof namedEntities)[number]

/** Of a project in which every source is in force and nothing is done to its rows. */
export const plainShape: ViewShape = {
  narrowed: false,
  excludes: false,
  changes: false,
  nets: false,
  merges: { user: false, product: false, brand: false },
  checks: false,
  lacks: { user: false, product: false, brand: false, category: false },
}

/** Everything on: for the time while rules are still being applied. */
export const fullShape: ViewShape = {
  narrowed: true,
  excludes: true,
  changes: true,
  nets: true,
  merges: { user: true, product: true, brand: true },
  checks: true,
  lacks: { user: false, product: false, brand: false, category: false },
}

/** What the tables that hold the state's effects ask for. Names are not qualified: temporary ones come first. */
export function neededShape(database: Database): ViewShape {
  const holds = (condition: string) => database.prepare(`SELECT ${condition}`).pluck().get() === 1
  return {
    narrowed: holds('EXISTS (SELECT 1 FROM source WHERE id NOT IN (SELECT source_id FROM in_force))'),
    excludes: holds('EXISTS (SELECT 1 FROM row_effect WHERE excluded_by IS NOT NULL)'),
    changes: holds('EXISTS (SELECT 1 FROM row_effect WHERE excluded_by IS NULL)'),
    nets: holds('EXISTS (SELECT 1 FROM row_net)'),
    merges: {
      user: holds('EXISTS (SELECT 1 FROM user_merge)'),
      product: holds('EXISTS (SELECT 1 FROM product_merge)'),
      brand: holds('EXISTS (SELECT 1 FROM brand_merge)'),
    },
    checks: false,
    lacks: {
      user: holds('EXISTS (SELECT 1 FROM user_absent)'),
      product: holds('EXISTS (SELECT 1 FROM product_absent)'),
      brand: holds('EXISTS (SELECT 1 FROM brand_absent)'),
      category: holds('EXISTS (SELECT 1 FROM category_absent)'),
    },
  }
}

/** A power of 2. */
export const rowsPerCheck = 4096

/**
 * What views that check do at every so many rows that this connection looks at: SQLite itself cannot be interrupted from
 * the thread it runs on, but it stops where this throws. Only while it sorts what it has looked at, nobody is asked. Such
 * views hold within a transaction alone.
 */
export function askNowAndThen(database: Database, check: () => void): void {
  const goOn = () => {
    check()
    return 1
  }
  database.function('goes_on', { deterministic: false, directOnly: false }, goOn)
}
