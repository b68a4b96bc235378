import type { Field, FieldType, ImportKind, StoredKind } from './types.ts'

const field = (name: string, type: FieldType, needed = false): Field => ({ name, type, needed })

const behaviour = [
  field('user_id', 'id', true),
  field('time', 'time', true),
  field('product_id', 'id'),
  field('type', 'actType', true),
  field('quantity', 'number'),
  field('price', 'number'),
  field('amount', 'number'),
  field('discount', 'number'),
  field('order_id', 'text'),
  field('session_id', 'text'),
  field('query', 'text'),
  field('channel', 'text'),
  field('currency', 'text'),
  field('title', 'text'),
  field('brand', 'name'),
  field('category', 'name'),
]

/** The canonical columns of every kind, in the order screens show them. */
export const fieldsOfKind: Record<ImportKind, Field[]> = {
  behaviour,
  orders: behaviour.map((each) => (each.name === 'type' ? field('type', 'actType') : each)),
  products: [
    field('product_id', 'id', true),
    field('title', 'text'),
    field('brand', 'name'),
    field('category', 'name'),
    field('price', 'number'),
    field('cost', 'number'),
    field('rating', 'number'),
    field('reviews', 'number'),
    field('launched_at', 'time'),
    field('description', 'text'),
    field('image', 'text'),
  ],
  users: [
    field('user_id', 'id', true),
    field('registered_at', 'time'),
    field('birth_year', 'integer'),
    field('gender', 'text'),
    field('region', 'text'),
    field('channel', 'text'),
  ],
  social: [
    field('user_id', 'id', true),
    field('peer_id', 'id', true),
    field('relation', 'text'),
    field('weight', 'number'),
    field('time', 'time'),
  ],
  campaigns: [
    field('user_id', 'id', true),
    field('campaign', 'text', true),
    field('time', 'time'),
    field('treated', 'boolean'),
    field('cost', 'number'),
    field('outcome', 'number'),
  ],
}

/** What stands for a column where every row is a customer, or an order, of its own. */
export const ownRow = '#row'

/** Columns of behaviour that describe the product rather than the act: they feed the catalogue. */
export const catalogueFields = ['title', 'brand', 'category'] as const
export type CatalogueField = (typeof catalogueFields)[number]

export const storedKind = (kind: ImportKind): StoredKind => (kind === 'orders' ? 'behaviour' : kind)

export const findField = (kind: ImportKind, name: string): Field | undefined =>
  fieldsOfKind[kind].find((each) => each.name === name)
