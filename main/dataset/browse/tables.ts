import type { BrowseColumn, BrowseColumnType, BrowseTable } from './types.ts'

/**
 * Where a column's values come from, in SQL over its table's alias `a`: from the rows themselves, or from elsewhere by a
 * key that the rows hold. `values` is a SELECT of (id, value), one row per id.
 */
export type ColumnSource = { own: string } | { key: string; values: string }

export interface TableColumn extends BrowseColumn {
  source: ColumnSource
  /** The free search looks into it. */
  isSearched: boolean
}

export interface TableDefinition {
  /** What stands behind FROM; its rows have the whole number `a.id`. */
  from: string
  /** The rows are figures of the acts, which have to be added up first. */
  isSummary: boolean
  columns: TableColumn[]
  /** What a finding's users, products and acts are called in it. */
  ids: Partial<Record<'row' | 'user' | 'product', string>>
}

type Extras = Partial<Pick<TableColumn, 'hasChoices' | 'isExtra' | 'isSearched'>>

const column = (name: string, type: BrowseColumnType, source: ColumnSource, extras: Extras = {}): TableColumn => ({
  ...{ name, type, source, hasChoices: false, isExtra: false, isSearched: false },
  ...extras,
})
const own = (name: string, type: BrowseColumnType, sql: string, extras?: Extras) =>
  column(name, type, { own: sql }, extras)

const chosen = { hasChoices: true }
const searched = { isSearched: true }
const extra = { isExtra: true }

const externals = (table: 'user' | 'product') => `SELECT id, external AS value FROM ${table}`
const ofProduct = (name: string) => `SELECT product_id AS id, ${name} AS value FROM product_current`
const ofUser = (name: string) => `SELECT user_id AS id, ${name} AS value FROM user_current`
const named = (table: 'brand' | 'category') =>
  `SELECT c.product_id AS id, n.name AS value FROM product_current c JOIN ${table} n ON n.id = c.${table}_id`

/** The user and the product that a row names, and what is known of the product. */
const user = (key: string) => column('user', 'text', { key, values: externals('user') }, searched)
const product = (key: string) => [
  column('product', 'text', { key, values: externals('product') }, searched),
  column('title', 'text', { key, values: ofProduct('title') }, searched),
]
const brandAndCategory = (key: string) => [
  column('brand', 'text', { key, values: named('brand') }, chosen),
  column('category', 'text', { key, values: named('category') }, chosen),
]

/** The file and line that a row stands in. */
const origin: TableColumn[] = [
  column(
    'source',
    'text',
    { key: 'a.source_id', values: 'SELECT id, name AS value FROM source' },
    { ...chosen, ...extra },
  ),
  own('line', 'count', 'a.line', extra),
]

/** What the acts of a user or on a product come to. */
const figures: TableColumn[] = [
  own('acts', 'count', 'a.acts'),
  own('purchases', 'count', 'a.purchases'),
  own('revenue', 'money', 'a.revenue'),
  own('firstAct', 'time', 'a.first_ms'),
  own('lastAct', 'time', 'a.last_ms'),
]

const acts: TableColumn[] = [
  own('time', 'time', 'a.time_ms'),
  column('kind', 'kind', { key: 'a.type_id', values: 'SELECT id, name AS value FROM act_type' }, chosen),
  user('a.user_id'),
  ...product('a.product_id'),
  own('units', 'number', 'a.units'),
  own('money', 'money', 'a.money'),
  ...brandAndCategory('a.product_id'),
  own('discount', 'money', 'a.discount', extra),
  own('order', 'text', 'a.order_id', searched),
  own('session', 'text', 'a.session_id', extra),
  own('query', 'text', 'a.query', extra),
  own('channel', 'text', 'a.channel', { ...chosen, ...extra }),
  ...origin,
]

const rules = `SELECT value ->> 'id' AS id, value ->> 'kind' AS value FROM applied_state, json_each(content, '$.rules')`
const leftOut: TableColumn[] = [
  ...acts.slice(0, 1),
  column('rule', 'kind', { key: 'a.rule_id', values: rules }, chosen),
  ...acts.slice(1),
]

const productFact = (name: string, type: BrowseColumnType, sql: string, extras?: Extras) =>
  column(name, type, { key: 'a.id', values: ofProduct(sql) }, extras)
const products: TableColumn[] = [
  ...product('a.id'),
  ...brandAndCategory('a.id'),
  productFact('price', 'money', 'price'),
  ...figures,
  productFact('cost', 'money', 'cost', extra),
  productFact('rating', 'number', 'rating', extra),
  productFact('reviews', 'count', 'reviews', extra),
  productFact('launched', 'time', 'launched_ms', extra),
  productFact('description', 'text', 'description', extra),
]

const userFact = (name: string, type: BrowseColumnType, sql: string, extras?: Extras) =>
  column(name, type, { key: 'a.id', values: ofUser(sql) }, extras)
const users: TableColumn[] = [
  user('a.id'),
  userFact('registered', 'time', 'registered_ms'),
  userFact('birthYear', 'year', 'birth_year', extra),
  userFact('gender', 'text', 'gender', chosen),
  userFact('region', 'text', 'region', chosen),
  userFact('channel', 'text', 'channel', chosen),
  ...figures,
]

const links: TableColumn[] = [
  user('a.user_id'),
  column('peer', 'text', { key: 'a.peer_id', values: externals('user') }, searched),
  own('relation', 'text', 'a.relation', chosen),
  own('weight', 'number', 'a.weight'),
  own('time', 'time', 'a.time_ms'),
  ...origin,
]

const contacts: TableColumn[] = [
  user('a.user_id'),
  own('campaign', 'text', 'a.campaign', { ...chosen, ...searched }),
  own('time', 'time', 'a.time_ms'),
  own('treated', 'number', 'a.treated'),
  own('cost', 'money', 'a.cost'),
  own('outcome', 'number', 'a.outcome'),
  ...origin,
]

/** Every table that can be looked at. They read the views alone: rules, merges and sources in force are applied there. */
export const tables: Record<BrowseTable, TableDefinition> = {
  acts: {
    ...{ from: 'act a', isSummary: false, columns: acts },
    ids: { row: 'a.id', user: 'a.user_id', product: 'a.product_id' },
  },
  products: { from: 'browse_product a', isSummary: true, columns: products, ids: { product: 'a.id' } },
  users: { from: 'browse_user a', isSummary: true, columns: users, ids: { user: 'a.id' } },
  links: { from: 'link a', isSummary: false, columns: links, ids: { user: 'a.user_id' } },
  contacts: { from: 'contact a', isSummary: false, columns: contacts, ids: { user: 'a.user_id' } },
  leftOut: {
    ...{ from: 'left_out a', isSummary: false, columns: leftOut },
    ids: { row: 'a.id', user: 'a.user_id', product: 'a.product_id' },
  },
}

/** A column as the screens know it. */
export const describeColumns = (): Record<BrowseTable, BrowseColumn[]> =>
  Object.fromEntries(
    Object.entries(tables).map(([name, { columns }]) => [
      name,
      columns.map(({ name, type, hasChoices, isExtra }) => ({ name, type, hasChoices, isExtra })),
    ]),
  ) as Record<BrowseTable, BrowseColumn[]>

/** SQL of a column's value in one row; a scalar subquery where it comes from elsewhere. */
export const valueSql = ({ source }: TableColumn): string =>
  'own' in source ? source.own : `(SELECT value FROM (${source.values}) WHERE id = ${source.key})`
