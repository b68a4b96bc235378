import { afterAll, expect, it } from 'vitest'
import { dropActIndexFor, findsActsByUser, hasActIndex, keepActIndex } from '../../main/storage/actIndex.ts'
import { createShop } from '../features/shop.ts'

const shop = createShop()
afterAll(() => shop.close())
const { database } = shop.project
const names = () =>
  database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%ON behaviour%' ORDER BY name`).pluck().all() // prettier-ignore

it('is made where there are many acts, and lasts until many more come in', () => {
  shop.acts(Array.from({ length: 300 }, (_, i) => ({ user: `u${i % 9}`, time: i, product: 'tea' })))
  keepActIndex(database)
  expect(hasActIndex(database)).toBe(false)
  keepActIndex(database, 300)
  expect(names()).toEqual(['behaviour_by_user', 'behaviour_with_query'])
  expect(findsActsByUser(database)).toBe(true)
  dropActIndexFor(database, 500)
  expect(hasActIndex(database)).toBe(true)
  dropActIndexFor(database, 5000)
  expect(names()).toEqual([])
  keepActIndex(database, 300)
  expect(names()).toHaveLength(2)
})

it('finds nobody’s acts where customers were merged', () => {
  database.prepare('INSERT INTO user_merge (from_id, to_id) VALUES (1, 2)').run()
  expect(findsActsByUser(database)).toBe(false)
})
