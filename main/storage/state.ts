import type { Database } from 'better-sqlite3'
import { AssayError } from '../base/errors.ts'

/** One cleaning rule as the state keeps it; its settings are read by its kind. */
export interface StoredRule {
  id: number
  kind: string
  settings: Record<string, unknown>
  enabled: boolean
}

export const mergedEntities = ['user', 'product', 'brand'] as const
export type MergedEntity = (typeof mergedEntities)[number]

/** Pairs of ids: what the first stands for is the second, which itself is merged into nothing. */
export type Merges = Record<MergedEntity, [number, number][]>

/** How an attribute of customers is read from now on; its settings are read by `dataset/attributes`. */
export interface StoredAttributeType {
  name: string
  reading: Record<string, unknown>
}

/**
 * All that decides what the data say: which sources are in force, and what is done to their rows. The rows themselves
 * never change, so going back to a state is going back to its figures.
 */
export interface DataState {
  /** Ascending. */
  sources: number[]
  /** In the order in which they are applied. */
  rules: StoredRule[]
  merges: Merges
  /** One per attribute that was declared to be of a type. */
  attributeTypes: StoredAttributeType[]
}

/** Of a state's text; those from before attributes had types name none. */
export const parseState = (content: string): DataState => ({
  attributeTypes: [],
  ...(JSON.parse(content) as Omit<DataState, 'attributeTypes'>),
})

/** Throws `history.unknown`. */
export function readState(database: Database, stateId: number): DataState {
  const content = database.prepare('SELECT content FROM data_state WHERE id = ?').pluck().get(stateId)
  if (typeof content !== 'string') throw new AssayError('history.unknown', { id: stateId })
  return parseState(content)
}

/** The id of the state that the project stands in. */
export const currentStateId = (database: Database): number =>
  database.prepare(`SELECT state_id FROM step WHERE position = (${positionSql})`).pluck().get() as number

/** The text of the state that this connection looks at: the project's, unless it looks at another one for a while. */
export const stateText = (database: Database): string =>
  database.prepare('SELECT content FROM applied_state').pluck().get() as string

export const currentState = (database: Database): DataState => parseState(stateText(database))

/** The state after an entry of the history. Throws `history.unknown`. */
export function stateAfter(database: Database, historyId: number): DataState {
  const stateId = database.prepare('SELECT state_id FROM history WHERE id = ?').pluck().get(historyId)
  if (typeof stateId !== 'number') throw new AssayError('history.unknown', { id: historyId })
  return readState(database, stateId)
}

/** Where the project stands on the line of its steps. */
export const positionSql = `SELECT CAST(value AS INTEGER) FROM project WHERE key = 'position'`

/** The id of a state, kept once however often the project comes by it. */
export function keepState(database: Database, state: DataState): number {
  const content = textOf(state)
  database.prepare('INSERT INTO data_state (content) VALUES (?) ON CONFLICT (content) DO NOTHING').run(content)
  return database.prepare('SELECT id FROM data_state WHERE content = ?').pluck().get(content) as number
}

/** JSON; the same state always has the same text. */
export function textOf({ sources, rules, merges, attributeTypes }: DataState): string {
  const pairs = (entity: MergedEntity) => merges[entity].toSorted((a, b) => a[0] - b[0])
  const types = attributeTypes.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return JSON.stringify({
    sources: sources.toSorted((a, b) => a - b),
    rules: rules.map(({ id, kind, settings, enabled }) => ({ id, kind, settings, enabled })),
    merges: { user: pairs('user'), product: pairs('product'), brand: pairs('brand') },
    ...(types.length > 0 && { attributeTypes: types.map(({ name, reading }) => ({ name, reading })) }),
  } satisfies Partial<DataState>)
}

/** Of a new project: no source, no rule, nothing merged, no type declared. */
export const emptyState: DataState = {
  sources: [],
  rules: [],
  merges: { user: [], product: [], brand: [] },
  attributeTypes: [],
}
