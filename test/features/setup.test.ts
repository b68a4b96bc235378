import { afterEach, describe, expect, it } from 'vitest'
import { AssayError } from '../../main/base/errors.ts'
import { unattended } from '../../main/base/job.ts'
import { planTraining } from '../../main/features/plan.ts'
import { defaultHorizonDays, resolveSetup } from '../../main/features/setup.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import { createShop, type Shop } from './shop.ts'

let shop: Shop
afterEach(() => shop.close())

/** One purchase a day and user, from the first of January 2023. */
function shopOfDays(days: number, users = 60, timezone = 'UTC'): Shop {
  shop = createShop(timezone)
  const { calendar } = shop.project
  shop.acts(
    Array.from({ length: days }, (_, day) => ({
      user: `u${day % users}`,
      time: calendar.addDays(calendar.fromLocal(2023, 1, 1, 12), day),
      amount: 1 + (day % 7),
    })),
  )
  return shop
}

function errorOf(run: () => unknown): AssayError {
  try {
    run()
  } catch (error) {
    if (error instanceof AssayError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('setup', () => {
  it.each([
    [1460, 365],
    [1459, 180],
    [720, 180],
    [719, 90],
    [360, 90],
    [359, 30],
    [120, 30],
    [10, 30],
  ])('of %i days takes a horizon of %i', (days, horizon) => {
    shop = createShop()
    expect(defaultHorizonDays({ startDay: 100, endDay: 100 + days })).toBe(horizon)
  })

  it('ends the data at the first midnight strictly after the last act, in the project’s zone', () => {
    shop = createShop('Asia/Shanghai')
    const { calendar } = shop.project
    shop.acts([
      { user: 'a', time: calendar.fromLocal(2023, 1, 1), amount: 1 },
      { user: 'a', time: calendar.fromLocal(2023, 12, 31), amount: 1 },
    ])
    const setup = resolveSetup(shop.project, { horizonDays: 30, split: 'users' })
    expect(setup.cutoff).toBe('2023-12-02')
    expect(planTraining(shop.project, { horizonDays: 30 }, unattended).dataEnd).toBe('2024-01-01')
  })

  it('steps back by half horizons, at most six times, and not before the data', () => {
    shopOfDays(400)
    const { trainingCutoffs, cutoff, split } = resolveSetup(shop.project, { horizonDays: 91 })
    expect({ split, cutoff, trainingCutoffs }).toEqual({
      split: 'time',
      cutoff: '2023-11-06',
      trainingCutoffs: ['2023-08-07', '2023-06-22', '2023-05-08', '2023-03-23', '2023-02-06'],
    })
    expect(resolveSetup(shop.project, { horizonDays: 20 }).trainingCutoffs).toHaveLength(6)
  })

  it('takes users where the data span less than three horizons or nothing lies before a training cutoff', () => {
    shopOfDays(300)
    expect(resolveSetup(shop.project, { horizonDays: 100 }).split).toBe('time')
    expect(resolveSetup(shop.project, { horizonDays: 101 }).split).toBe('users')
    expect(resolveSetup(shop.project, { horizonDays: 90, cutoff: '2023-03-01' }).split).toBe('users')
  })

  it('accepts the last legal cutoff and refuses the next day', () => {
    shopOfDays(300)
    const legal = { horizonDays: 60, split: 'users' as const, cutoff: '2023-08-29' }
    expect(resolveSetup(shop.project, legal).cutoff).toBe('2023-08-29')
    const error = errorOf(() => resolveSetup(shop.project, { ...legal, cutoff: '2023-08-30' }))
    expect(error.code).toBe('features.cutoffIllegal')
    expect(error.params).toMatchObject({ latest: '2023-08-29', earliest: '2023-01-02', dataEnd: '2023-10-28' })
    expect(errorOf(() => resolveSetup(shop.project, { ...legal, cutoff: '2023-01-01' })).code).toBe(
      'features.cutoffIllegal',
    )
  })

  it('refuses a horizon longer than the data', () => {
    shopOfDays(300)
    expect(errorOf(() => resolveSetup(shop.project, { horizonDays: 400 }))).toMatchObject({
      code: 'features.cutoffIllegal',
      params: { horizonDays: 400, dataDays: 300 },
    })
    expect(errorOf(() => resolveSetup(shop.project, { fold: { k: 6, n: 5 } })).code).toBe('input.invalid')
  })

  it('says what is missing: acts, purchases, customers, or every task', () => {
    shop = createShop()
    expect(errorOf(() => resolveSetup(shop.project, {})).code).toBe('features.noPurchases')
    shop.acts(Array.from({ length: 300 }, (_, day) => ({ user: 'a', type: 'view', time: Date.UTC(2023, 0, day) })))
    const build = (tasks?: ['loyalty']) => () =>
      buildTrainingData(shop.project, resolveSetup(shop.project, { tasks }), unattended)
    expect(errorOf(build())).toMatchObject({ code: 'features.noPurchases', params: { acts: 300 } })
    shop.acts([{ user: 'a', time: Date.UTC(2023, 0, 9), amount: 3 }])
    expect(errorOf(build())).toMatchObject({ code: 'features.tooFewRows', params: { users: 1, neededTrain: 20 } })
    expect(errorOf(build(['loyalty']))).toMatchObject({ code: 'features.nothingToLearn' })
  })

  it('plans with weeks that add up to all net purchases', () => {
    shopOfDays(200)
    shop.acts([{ user: 'u0', time: Date.UTC(2023, 0, 3), quantity: -1, amount: -1 }])
    const plan = planTraining(shop.project, {}, unattended)
    expect(plan.weeks).toHaveLength(Math.ceil(200 / 7))
    expect(plan.weeks.reduce((sum, week) => sum + week.purchases, 0)).toBe(199)
    expect(plan.weeks[1].from).toBe('2023-01-08')
    expect(plan).toMatchObject({ users: 60, horizonsOffered: [180, 90, 30], dataStart: '2023-01-01' })
    expect(plan.skipped).toContainEqual({ task: 'loyalty', reason: 'noProducts' })
  })
})
