import type { Database } from 'better-sqlite3'
import { currentState, type MergedEntity } from '../../storage/state.ts'
import { nettingKind } from '../clean/ruleKinds.ts'
import type { BrowseColumnType, MergeDeed, RuleDeed } from './types.ts'

type Value = string | number | null
/** type_id, quantity, price, amount, discount: what rules may give; null is as it was. */
type Given = [number | null, number | null, number | null, number | null, number | null]

const fields: [name: string, type: BrowseColumnType][] = [
  ['kind', 'kind'],
  ['quantity', 'number'],
  ['price', 'money'],
  ['amount', 'money'],
  ['discount', 'money'],
]

interface Effect {
  excludedBy: number | null
  changedBy: number | null
  trail: string | null
  given: string
  file: string
}

/** What cleaning rules did to an act, in their order, each with the figures before and after it. */
export function ruleDeeds(database: Database, id: number): RuleDeed[] {
  const effect = database
    .prepare(
      `SELECT e.excluded_by AS excludedBy, e.changed_by AS changedBy, e.trail,
         json_array(e.type_id, e.quantity, e.price, e.amount, e.discount) AS given,
         json_array(b.type_id, b.quantity, b.price, b.amount, b.discount) AS file
       FROM row_effect e JOIN behaviour b ON b.id = e.behaviour_id WHERE e.behaviour_id = ?`,
    )
    .get(id) as Effect | undefined
  const deeds = effect ? deedsOf(database, effect) : []
  return [...deeds, ...netDeed(database, id)]
}

function deedsOf(database: Database, { excludedBy, changedBy, trail, given, file }: Effect): RuleDeed[] {
  const kindOf = rulesOf(database)
  const earlier = JSON.parse(`[${trail ?? ''}]`) as [number, ...Given][]
  const last = JSON.parse(given) as Given
  const steps: [ruleId: number | null, ...given: Given][] = [
    ...earlier,
    ...(last.some((value) => value !== null) ? [[changedBy, ...last] as [number | null, ...Given]] : []),
  ]
  let before = JSON.parse(file) as Given
  const deeds = steps.map(([ruleId, ...values]): RuleDeed => {
    const after = values.map((value, i) => value ?? before[i]) as Given
    const changed = fields.flatMap(([name, type], i) => {
      if (after[i] === before[i]) return []
      const say = (value: number | null): Value => (name === 'kind' ? typeName(database, value) : value)
      return [{ name, type, before: say(before[i]), after: say(after[i]) }]
    })
    before = after
    return { by: 'rule', ruleId, kind: kindOf(ruleId), leftOut: false, fields: changed }
  })
  return excludedBy === null
    ? deeds
    : [...deeds, { by: 'rule', ruleId: excludedBy, kind: kindOf(excludedBy), leftOut: true, fields: [] }]
}

/** Returns that are netted change what pages show of a purchase, and hide the return. */
function netDeed(database: Database, id: number): RuleDeed[] {
  const net = database
    .prepare(
      `SELECT a.units, a.money, n.units AS netUnits, n.money AS netMoney FROM row_net n JOIN act a ON a.id = n.behaviour_id
       WHERE n.behaviour_id = ?`,
    )
    .get(id) as { units: number; money: number; netUnits: number; netMoney: number } | undefined
  const rule = currentState(database).rules.find(({ kind, enabled }) => enabled && kind === nettingKind)
  if (!net || !rule) return []
  const changed: RuleDeed['fields'] = [
    { name: 'units', type: 'number', before: net.units, after: net.netUnits },
    { name: 'money', type: 'money', before: net.money, after: net.netMoney },
  ]
  return [{ by: 'rule', ruleId: rule.id, kind: rule.kind, leftOut: false, fields: changed }]
}

function rulesOf(database: Database): (id: number | null) => string | null {
  const kinds = new Map(currentState(database).rules.map(({ id, kind }) => [id, kind]))
  return (id) => (id === null ? null : (kinds.get(id) ?? null))
}

const typeName = (database: Database, id: number | null): Value =>
  (database.prepare('SELECT name FROM act_type WHERE id = ?').pluck().get(id) as string | undefined) ?? null

/** That the user or product of an act is one which was merged into another. */
export function mergeOfAct(database: Database, entity: 'user' | 'product', id: number): MergeDeed[] {
  return database
    .prepare(
      `SELECT 'merge' AS "by", '${entity}' AS entity, f.external AS "from", t.external AS "to"
       FROM behaviour b JOIN ${entity}_merge m ON m.from_id = b.${entity}_id
       JOIN ${entity} f ON f.id = m.from_id JOIN ${entity} t ON t.id = m.to_id WHERE b.id = ?`,
    )
    .all(id) as MergeDeed[]
}

const nameColumn: Record<MergedEntity, string> = { user: 'external', product: 'external', brand: 'name' }

/** All that was merged into a user, product or brand. */
export function mergesInto(database: Database, entity: MergedEntity, id: number): MergeDeed[] {
  const column = nameColumn[entity]
  return database
    .prepare(
      `SELECT 'merge' AS "by", '${entity}' AS entity, f.${column} AS "from", t.${column} AS "to" FROM ${entity}_merge m
       JOIN ${entity} f ON f.id = m.from_id JOIN ${entity} t ON t.id = m.to_id WHERE m.to_id = ? ORDER BY f.${column}`,
    )
    .all(id) as MergeDeed[]
}

/** That a product is of a brand under a name which was merged into another. */
export const mergesOfBrand = (database: Database, productId: number): MergeDeed[] =>
  database
    .prepare(
      `SELECT DISTINCT 'merge' AS "by", 'brand' AS entity, f.name AS "from", t.name AS "to"
       FROM product_fact p JOIN brand_merge m ON m.from_id = p.brand_id JOIN brand f ON f.id = m.from_id
       JOIN brand t ON t.id = m.to_id JOIN product_current c ON c.product_id = p.product_id AND c.brand_id = m.to_id
       WHERE p.product_id = ? AND p.source_id IN (SELECT source_id FROM in_force) ORDER BY f.name`,
    )
    .all(productId) as MergeDeed[]
