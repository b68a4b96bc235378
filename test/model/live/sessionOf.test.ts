import { afterAll, expect, test } from 'vitest'
import { createCalendar } from '../../../main/base/calendar.ts'
import { readSession } from '../../../main/model/live/sessionOf.ts'
import type { LiveAct } from '../../../main/model/live/types.ts'
import { createShop } from '../../features/shop.ts'

const shop = createShop()
afterAll(() => shop.close())

const products = ['p1', 'p2']
const names = {
  product: (id: string) => products.indexOf(id),
  typeId: (name: string) => ({ view: 1, purchase: 4, return: 5, wave: 100 })[name] ?? 0,
}
const calendar = createCalendar('Asia/Shanghai')

test('acts are worth what an import of them would be worth', () => {
  const given = [undefined, -2, 0, 3]
  const acts: LiveAct[] = given.flatMap((quantity) =>
    [undefined, -5, 8].flatMap((amount) =>
      [undefined, 4].flatMap((price) =>
        [undefined, 1].map((discount) => ({
          time: 1_700_000_000_000,
          type: 'purchase',
          quantity,
          amount,
          price,
          discount,
        })),
      ),
    ),
  )
  shop.acts(
    acts.map(({ quantity, amount, price, discount }) => ({ user: 'u', time: 1, quantity, amount, price, discount })),
  )
  const stored = shop.project.database
    .prepare('SELECT type_id AS type, units, money, ABS(COALESCE(discount, 0)) AS discount FROM act ORDER BY id')
    .all()
  expect(stored.length).toBe(48)
  const read = readSession(acts, names, calendar)
  expect(read.map(({ type, units, money, discount }) => ({ type, units, money, discount }))).toEqual(stored)
})

test('words, times and products are read as those of a file', () => {
  const read = readSession(
    [
      { time: '2024-05-01 08:30', type: 'pv', product_id: ' p2 ' },
      { time: '2024-05-01T00:30:00Z', type: '退款', product_id: 'new' },
      { time: 1_714_523_400_000, type: 'wave', order_id: ' o1 ' },
    ],
    names,
    calendar,
  )
  expect(new Set(read.map(({ timeMs }) => timeMs))).toEqual(new Set([1_714_523_400_000]))
  expect(read.map(({ type, typeId, product, order }) => [type, typeId, product, order])).toEqual([
    [1, 1, 1, null],
    [5, 5, -1, null],
    [0, 100, -1, 'o1'],
  ])
})

test.each(['soon', '', 1e20, NaN])('a time of %s is refused', (time) => {
  expect(() => readSession([{ time, type: 'view' }], names, calendar)).toThrow('acts.0.time')
})
