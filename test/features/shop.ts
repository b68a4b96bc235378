import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { changeData } from '../../main/dataset/clean/change.ts'
import { createProjectFile, openForWriting } from '../../main/storage/open.ts'
import type { OpenProject } from '../../main/storage/operation.ts'

export const typeIds = { view: 1, cart: 2, favourite: 3, purchase: 4, return: 5, review: 6, search: 9 } as const

export interface ActInput {
  user: string
  /** UTC milliseconds. */
  time: number
  type?: keyof typeof typeIds
  product?: string
  quantity?: number | null
  price?: number | null
  amount?: number | null
  discount?: number | null
  order?: string
  query?: string
}

export interface ProductInput {
  product: string
  brand?: string
  category?: string
  price?: number
  cost?: number
  rating?: number
  launched?: number
  title?: string
  description?: string
}

export interface UserInput {
  user: string
  registered?: number
  birthYear?: number
  gender?: string
  region?: string
  channel?: string
  attributes?: Record<string, string | number>
}

/** A real project file filled by plain SQL: what the importer would have left behind. */
export interface Shop {
  project: OpenProject
  acts(acts: ActInput[]): void
  products(products: ProductInput[], known?: string[]): void
  users(users: UserInput[], known?: string[]): void
  links(links: { user: string; peer: string; time?: number; relation?: string }[], known?: string[]): void
  contacts(contacts: { user: string; campaign: string; time?: number; treated?: number }[]): void
  close(): void
}

export function createShop(timezone = 'UTC'): Shop {
  const folder = mkdtempSync(join(tmpdir(), 'assay-features-'))
  const path = join(folder, 'shop.assay')
  createProjectFile(path, { currency: 'EUR', timezone }, 0)
  const project = openForWriting(path)
  const { database } = project
  const idOf = (table: 'user' | 'product' | 'brand' | 'category') => keyed(database, table)
  const [user, product, brand, category] = [idOf('user'), idOf('product'), idOf('brand'), idOf('category')]
  const source = (kind: string, known: string[] = []) => addSource(database, kind, known)
  const insert = (table: string, columns: string[]) =>
    database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  const inOne = <Row>(rows: Row[], put: (row: Row, line: number) => void) =>
    database.transaction(() => rows.forEach((row, i) => put(row, i + 1)))()

  return {
    project,
    acts(acts) {
      const id = source('behaviour')
      const columns = ['source_id', 'line', 'user_id', 'time_ms', 'product_id', 'type_id', 'quantity', 'price']
      const put = insert('behaviour', [...columns, 'amount', 'discount', 'order_id', 'query'])
      inOne(acts, (a, line) => {
        const productId = a.product === undefined ? null : product(a.product)
        const type = typeIds[a.type ?? 'purchase']
        const money = [a.quantity ?? null, a.price ?? null, a.amount ?? null, a.discount ?? null]
        put.run(id, line, user(a.user), a.time, productId, type, ...money, a.order ?? null, a.query ?? null)
      })
    },
    products(products, known) {
      const id = source('products', known)
      const columns = [
        'product_id',
        'source_id',
        'line',
        'brand_id',
        'category_id',
        'price',
        'cost',
        'rating',
        'launched_ms',
        'title',
        'description',
      ]
      const put = insert('product_fact', columns)
      inOne(products, (p, line) => {
        const names = [
          p.brand === undefined ? null : brand(p.brand),
          p.category === undefined ? null : category(p.category),
        ]
        put.run(
          product(p.product),
          id,
          line,
          ...names,
          p.price ?? null,
          p.cost ?? null,
          p.rating ?? null,
          p.launched ?? null,
          p.title ?? null,
          p.description ?? null,
        )
      })
    },
    users(users, known) {
      const id = source('users', known)
      const columns = ['user_id', 'source_id', 'line', 'registered_ms', 'birth_year', 'gender', 'region', 'channel']
      const put = insert('user_fact', [...columns, 'attributes'])
      inOne(users, (u, line) => {
        const attributes = u.attributes ? JSON.stringify(u.attributes) : null
        const facts = [u.registered ?? null, u.birthYear ?? null, u.gender ?? null, u.region ?? null, u.channel ?? null]
        put.run(user(u.user), id, line, ...facts, attributes)
      })
    },
    links(links, known) {
      const id = source('social', known)
      const put = insert('social_link', ['source_id', 'line', 'user_id', 'peer_id', 'relation', 'time_ms'])
      inOne(links, (l, line) => put.run(id, line, user(l.user), user(l.peer), l.relation ?? null, l.time ?? null))
    },
    contacts(contacts) {
      const id = source('campaigns')
      const put = insert('campaign_contact', ['source_id', 'line', 'user_id', 'campaign', 'time_ms', 'treated'])
      inOne(contacts, (c, line) => put.run(id, line, user(c.user), c.campaign, c.time ?? null, c.treated ?? null))
    },
    close() {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function keyed(database: Database, table: 'user' | 'product' | 'brand' | 'category'): (name: string) => number {
  const column = table === 'user' || table === 'product' ? 'external' : 'name'
  const insert = database.prepare(`INSERT INTO ${table} (${column}) VALUES (?)`)
  const known = new Map<string, number>()
  return (name) => {
    const id = known.get(name) ?? Number(insert.run(name).lastInsertRowid)
    known.set(name, id)
    return id
  }
}

function addSource(database: Database, kind: string, known: string[]): number {
  const count = database.prepare<[], number>('SELECT COUNT(*) FROM source').pluck().get() ?? 0
  const added = database
    .prepare(
      `INSERT INTO source (kind, name, bytes, sha256, format, mapping, known, rows_read, rows_kept, rows_rejected,
        rows_duplicate, imported_at, seconds) VALUES (?, ?, 0, ?, '{}', '{}', ?, 0, 0, 0, 0, 0, 0)`,
    )
    .run(kind, `${kind}.csv`, `sha-${count}`, JSON.stringify(known))
  const id = Number(added.lastInsertRowid)
  changeData(database, { action: 'import', subject: kind }, (state) => ({ ...state, sources: [...state.sources, id] }))
  return id
}
