import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { buildTrainingData } from '../../main/features/trainingData.ts'
import type { TrainingData, TrainSetup } from '../../main/features/types.ts'
import { createRandomShop } from './randomShop.ts'
import { between, createReference, userBaseline, type NetAct, type Reference } from './reference.ts'
import { createShop, type Shop } from './shop.ts'

const horizon = 60

describe('customer value as margin, against a slow reading', () => {
  let shop: Shop
  let spend: TrainingData
  let margin: TrainingData
  let setup: TrainSetup
  let reference: Reference
  let worthOf: (act: NetAct) => number
  let names: string[]
  let dataEnd: number
  let share: number

  beforeAll(() => {
    const random = createRandomShop(6, 'UTC')
    random.shop.close()
    const dice = createRandom(9)
    // A third of the products has no cost; some cost more than they bring.
    const costs = new Map(
      random.products.map(({ product }) => [product, dice.integer(3) === 0 ? undefined : dice.uniform() * 25]),
    )
    shop = createShop()
    shop.products(random.products.map((product) => ({ ...product, cost: costs.get(product.product) })))
    shop.acts(random.acts)
    const chosen = { split: 'time', horizonDays: horizon } as const
    setup = resolveSetup(shop.project, { ...chosen, measure: 'margin' })
    spend = buildTrainingData(shop.project, resolveSetup(shop.project, chosen), unattended)
    margin = buildTrainingData(shop.project, setup, unattended)
    reference = createReference(random.acts, 'UTC')
    dataEnd = Math.max(...random.acts.map((act) => reference.day(act.time))) + 1
    const testDay = Date.parse(setup.cutoff) / 86_400_000
    const costOf = (act: NetAct) => costs.get(act.product ?? '')
    const known = reference.net(testDay).filter((act) => act.day < testDay && costOf(act) !== undefined)
    const money = known.reduce((sum, act) => sum + act.money, 0)
    const earned = known.reduce((sum, act) => sum + act.money - act.units * (costOf(act) ?? NaN), 0)
    worthOf = (act) => {
      const cost = costOf(act)
      return cost === undefined ? (act.money * earned) / money : act.money - act.units * cost
    }
    const purchases = reference.net(-Infinity)
    const all = purchases.reduce((sum, act) => sum + act.money, 0)
    share = purchases.reduce((sum, act) => sum + (costOf(act) === undefined ? 0 : act.money), 0) / all
    names = ['', ...shop.project.database.prepare<[], string>('SELECT external FROM user ORDER BY id').pluck().all()]
  })
  afterAll(() => shop.close())

  it('gives labels and baselines in margin, labels never below 0', () => {
    const table = margin.users
    const testDay = Date.parse(setup.cutoff) / 86_400_000
    let negative = 0
    const nets = new Map<number, NetAct[]>()
    const net = (day: number) => {
      const known = nets.get(day) ?? reference.net(day)
      nets.set(day, known)
      return known
    }
    for (let row = 0; row < table.rows; row++) {
      const day = reference.day(table.cutoffs[row])
      const user = names[table.ids[row]]
      const valued = (acts: NetAct[]) =>
        acts.filter((act) => act.user === user).map((act) => ({ ...act, money: worthOf(act) }))
      const later = valued(between(net(day === testDay ? dataEnd : testDay), day, day + horizon))
      const earned = later.reduce((sum, act) => sum + act.money, 0)
      if (earned < 0) negative++
      expect(table.labels.ltv[row]).toBeCloseTo(Math.max(0, earned), 6)
      for (const [name, value] of Object.entries(userBaseline(valued(net(day)), day))) {
        expect(table.baseline[name][row], name).toBeCloseTo(value, 6)
      }
    }
    expect(negative).toBeGreaterThan(0)
  })

  it('changes nothing else', () => {
    const { users, ...others } = margin
    const { users: before, ...othersBefore } = spend
    expect({ ...others, fingerprint: '' }).toEqual({ ...othersBefore, fingerprint: '' })
    expect(users.inputs).toEqual(before.inputs)
    expect(users.labels.repurchase).toEqual(before.labels.repurchase)
    expect(margin.fingerprint).not.toBe(spend.fingerprint)
  })

  it('tells how much of the spend has a known cost', () => {
    expect(setup.costShare).toBeCloseTo(share, 9)
    expect(share).toBeGreaterThan(0.3)
    expect(share).toBeLessThan(0.95)
  })
})

it('refuses margin where nothing bought has a cost', () => {
  const { shop } = createRandomShop(6, 'UTC')
  const resolve = () => resolveSetup(shop.project, { measure: 'margin', horizonDays: horizon })
  expect(resolve).toThrow(expect.objectContaining({ code: 'features.noCosts' }))
  shop.close()
})
