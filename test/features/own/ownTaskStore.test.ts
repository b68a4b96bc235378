import { afterEach, beforeEach, expect, it } from 'vitest'
import { deleteOwnTask, listOwnTasks, putOwnTask, readFilterNames } from '../../../main/features/own/ownTaskStore.ts'
import { ownTaskInput } from '../../../main/features/own/ownTaskInput.ts'
import { categoryNamesOf } from '../../../main/features/own/matching.ts'
import { createShop, type Shop } from '../shop.ts'

let shop: Shop
beforeEach(() => (shop = createShop()))
afterEach(() => shop.close())

const task = (name: string, brands: string[] = []) => ownTaskInput.parse({ name, kind: 'yesNo', brands })

it('keeps one task of a name, whatever its case, and forgets it when told to', () => {
  const { database } = shop.project
  const first = putOwnTask(database, task('Buys tea'))
  const other = putOwnTask(database, task('Comes back'))
  const again = putOwnTask(database, task('Buys tea', ['One']))
  expect(again.ownTaskId).toBe(first.ownTaskId)
  expect(listOwnTasks(database)).toEqual([again, other])
  putOwnTask(database, task('BUYS TEA'))
  expect(listOwnTasks(database)).toHaveLength(2)
  deleteOwnTask(database, first.ownTaskId)
  expect(listOwnTasks(database)).toEqual([other])
  const actions = database.prepare(
    "SELECT action FROM history WHERE action LIKE 'model.%OwnTask' OR action = 'model.ownTask'",
  )
  expect(actions.pluck().all()).toEqual([
    'model.ownTask',
    'model.ownTask',
    'model.ownTask',
    'model.ownTask',
    'model.deleteOwnTask',
  ])
})

it('offers the types that occur and the names of the catalogue, most frequent first', () => {
  shop.products([
    { product: 'a', brand: 'One', category: 'Tea' },
    { product: 'b', brand: 'Two', category: 'Tea' },
    { product: 'c', brand: 'Two', category: 'Coffee' },
  ])
  shop.acts([
    { user: 'u', product: 'a', type: 'view', time: 0 },
    { user: 'u', product: 'a', type: 'view', time: 1 },
    { user: 'u', product: 'a', time: 2 },
    { user: 'u', product: 'a', type: 'review', time: 3 },
    { user: 'u', product: 'a', type: 'review', time: 4 },
    { user: 'u', product: 'a', type: 'review', time: 5 },
  ])
  expect(readFilterNames(shop.project.database)).toEqual({
    types: ['review', 'view', 'purchase'],
    categories: ['Tea', 'Coffee'],
    brands: ['Two', 'One'],
  })
})

it('takes a category for all below it where names are paths, and refuses what no rule knows', () => {
  const names = ['', 'Home > Kitchen', 'Home > Kitchen > Knives', 'Home > Garden', 'Home']
  const answers = categoryNamesOf(names)
  expect(answers[2]).toEqual(expect.arrayContaining(['Home', 'Home > Kitchen', 'Home > Kitchen > Knives']))
  expect(answers[1]).not.toContain('Home > Kitchen > Knives')
  expect(categoryNamesOf(['', 'Tea', 'Coffee'])).toEqual([[''], ['Tea'], ['Coffee']])
  expect(ownTaskInput.safeParse({ name: 'a', kind: 'yesNo', brand: ['One'] }).success).toBe(false)
  expect(ownTaskInput.safeParse({ name: ' ', kind: 'yesNo' }).success).toBe(false)
  expect(ownTaskInput.safeParse({ name: 'a', kind: 'maybe' }).success).toBe(false)
})
