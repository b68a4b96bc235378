import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { resolveSetup } from '../../../main/features/setup.ts'
import { buildRefitData, buildTrainingData } from '../../../main/features/trainingData.ts'
import type { ExampleTable, TrainingData, TrainSetup } from '../../../main/features/types.ts'
import { resolveTraining } from '../../../main/model/config.ts'
import { modelConfigInput } from '../../../main/model/contract.ts'
import { createRandomShop, type RandomShop } from '../randomShop.ts'

const dayMs = 86_400_000
const horizonDays = 60
const increments = ['increment:0-14', 'increment:14-30', 'increment:30-60']

describe('customer value in increments', () => {
  let random: RandomShop
  let setup: TrainSetup
  let plain: TrainSetup
  let data: TrainingData

  beforeAll(() => {
    random = createRandomShop(6, 'UTC')
    plain = resolveSetup(random.shop.project, { horizonDays, split: 'time' })
    setup = resolveTraining(plain, modelConfigInput.parse({ horizons: [30, 14] })).setup
    data = buildTrainingData(random.shop.project, setup, unattended)
  })
  afterAll(() => random.shop.close())

  const daysBefore = (table: ExampleTable, row: number, end: number) => Math.round((end - table.cutoffs[row]) / dayMs)

  it('is learned in its parts, in the place of the whole', () => {
    expect(setup.horizons).toEqual([14, 30, 60])
    expect(data.tasks).toEqual([...increments, 'repurchase', 'potential', 'loyalty'])
    expect(resolveTraining(plain, modelConfigInput.parse({})).setup).not.toHaveProperty('horizons')
    expect(() => resolveTraining(plain, modelConfigInput.parse({ horizons: [61] }))).toThrowError(/not 61/)
  })

  it('adds up to the whole wherever all of it was observed, and is masked, never 0, where it was not', () => {
    const { users, products, pairs } = data
    const near: Record<number, number> = {}
    for (let row = 0; row < users.rows; row++) {
      const [first, second, third] = increments.map((task) => users.labels[task][row])
      const observed = users.parts[row] === 2 ? Infinity : daysBefore(users, row, data.cutoff)
      expect(Number.isNaN(second)).toBe(observed < 30)
      expect(Number.isNaN(third)).toBe(observed < 60)
      expect(first).toBeGreaterThanOrEqual(0)
      expect(Number.isNaN(users.labels.ltv[row])).toBe(observed < 60)
      expect(Number.isNaN(users.labels.repurchase[row])).toBe(observed < 60)
      if (observed >= 60) expect(first + second + third).toBeCloseTo(users.labels.ltv[row], 9)
      if (observed < 60) near[observed] = (near[observed] ?? 0) + 1
    }
    expect(Object.keys(near)).toEqual(['14', '30'])
    // Products and pairs have nothing to learn there.
    for (const table of [products, pairs]) {
      if (!table) throw new Error('a table is missing')
      for (let row = 0; row < table.rows; row++) {
        if (table.parts[row] !== 2) expect(daysBefore(table, row, data.cutoff)).toBeGreaterThanOrEqual(60)
      }
    }
  })

  it('leaves the rows of all other cutoffs as they are without it', () => {
    const whole = buildTrainingData(random.shop.project, plain, unattended)
    expect(data.users.rows).toBeGreaterThan(whole.users.rows)
    expect(data.users.labels.ltv.slice(0, whole.users.rows)).toEqual(whole.users.labels.ltv)
    expect(data.pairs?.rows).toBe(whole.pairs?.rows)
    expect(data.users.inputs.behaviour.names).toEqual(whole.users.inputs.behaviour.names)
  })

  it('looks nearer to the end of the data in a refit too', () => {
    const refit = buildRefitData(random.shop.project, setup, unattended)
    const latest = Math.max(...refit.users.cutoffs)
    const end = refit.cutoff + horizonDays * dayMs
    expect(Math.round((end - latest) / dayMs)).toBe(14)
  })
})
