import { afterEach, beforeEach, expect, it } from 'vitest'
import { dayMs } from '../../main/base/calendar.ts'
import { unattended } from '../../main/base/job.ts'
import { columnOf } from '../../main/base/table.ts'
import { declareTypesOperation } from '../../main/dataset/attributes/declare.ts'
import type { AttributeReading } from '../../main/dataset/attributes/types.ts'
import { lookFrom } from '../../main/features/asOf.ts'
import { everything, fitFeatureSet } from '../../main/features/featureSet.ts'
import { indexSales } from '../../main/features/productRows.ts'
import { takeSnapshot } from '../../main/features/snapshot.ts'
import { loadWorld } from '../../main/features/world.ts'
import { createShop, type Shop } from './shop.ts'

const cutoff = Date.UTC(2024, 0, 1)
let shop: Shop
beforeEach(() => {
  shop = createShop()
  const codes = Array.from({ length: 12 }, (_, i) => `u${i}`)
  shop.acts(codes.map((user) => ({ user, amount: 5, time: cutoff - 9 * dayMs })))
  shop.users(
    codes.map((user, i) => ({
      user,
      attributes: { code: i % 10, size: i === 11 ? '?' : `${i},5`, member: i % 2 ? '是' : '否', since: days[i % 3] },
    })),
    ['all'],
  )
})
afterEach(() => shop.close())
const days = ['22/12/2023', '01/01/2024', '31/12/2023']

/** The columns of an attribute, each with its value for every customer. */
function columnsOf(attribute: string): Record<string, number[]> {
  const { project } = shop
  const world = loadWorld(project, unattended)
  const features = fitFeatureSet(world, project.calendar, cutoff / dayMs, everything, 'off', 0)
  const sales = indexSales(world.acts, world.products.count)
  const asOf = lookFrom(world, features, cutoff / dayMs, cutoff, 90)
  const limit = { most: Infinity, spares: () => false }
  const { inputs } = takeSnapshot(asOf, sales, { products: false, pairs: false }, limit, false).users.table
  const names = inputs.behaviour.names.filter((name) => name.startsWith(`user ${attribute}`))
  return Object.fromEntries(names.map((name) => [name, [...columnOf(inputs.behaviour, name)]]))
}

const declare = (name: string, reading: Partial<AttributeReading> & Pick<AttributeReading, 'as'>) =>
  declareTypesOperation.run(shop.project, [{ name, reading: { decimal: '.', dates: 'iso', ...reading } }], unattended)

it('reads a declared number in its own decimal mark; what does not fit is not known', async () => {
  // Words to all appearances, each of so few people that none of them counts.
  expect(columnsOf('size')).toEqual({})
  await declare('size', { as: 'number', decimal: ',' })
  const { 'user size': size, 'user size known': known } = columnsOf('size')
  expect(size.slice(-3)).toEqual([9.5, 10.5, 0])
  expect(known.slice(-3)).toEqual([1, 1, 0])
})

it('makes categories of numbers that are codes', async () => {
  expect(Object.keys(columnsOf('code'))).toEqual(['user code', 'user code known'])
  await declare('code', { as: 'category' })
  const columns = columnsOf('code')
  expect(Object.keys(columns)).toHaveLength(8)
  expect(columns['user code = 0']).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
})

it('counts yes and no in either language', async () => {
  await declare('member', { as: 'boolean' })
  expect(columnsOf('member')).toEqual({
    'user member': [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
    'user member known': Array.from({ length: 12 }, () => 1),
  })
})

it('counts days since a date that is past at the cutoff, and knows no later one', async () => {
  await declare('since', { as: 'date', dates: 'dayFirst' })
  const { 'user since days': since, 'user since known': known } = columnsOf('since')
  expect(since.slice(0, 3)).toEqual([10, 0, 1])
  expect(known.slice(0, 3)).toEqual([1, 0, 1])
})

it('leaves words of one’s own out', async () => {
  await declare('code', { as: 'text' })
  expect(columnsOf('code')).toEqual({})
})
