import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { resolveSetup } from '../../main/features/setup.ts'
import { buildRefitData, buildScoringData, buildTrainingData } from '../../main/features/trainingData.ts'
import { part, type TrainingData } from '../../main/features/types.ts'
import { createShop, type Shop } from './shop.ts'

const file = new URL('../../../shared/data/cdnow/CDNOW_master.txt', import.meta.url)

/** 69,659 purchases of 23,570 customers who first bought in the first quarter of 1997. Skipped where it is missing. */
describe.skipIf(!existsSync(file))('CDNOW, cutoff 1997-10-01, 273 days', () => {
  let shop: Shop
  let data: TrainingData
  const spend = new Map<string, number>()

  beforeAll(() => {
    shop = createShop()
    const lines = readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .slice(1)
      .filter((line) => line.trim() !== '')
    shop.acts(
      lines.map((line) => {
        const [user, day, quantity, amount] = line.trim().split(/\s+/)
        const time = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)))
        if (day >= '19971001') spend.set(user, (spend.get(user) ?? 0) + Number(amount))
        return { user, time, quantity: Number(quantity), amount: Number(amount) }
      }),
    )
    const setup = resolveSetup(shop.project, { cutoff: '1997-10-01', horizonDays: 273, split: 'users' })
    data = buildTrainingData(shop.project, setup, unattended)
  })
  afterAll(() => shop.close())

  it('has a row for each of the 23,570 customers', () => {
    expect(data.users.rows).toBe(23_570)
    const share = (of: number) => data.users.parts.filter((p) => p === of).length / data.users.rows
    expect(share(part.test)).toBeCloseTo(0.2, 1)
    expect(share(part.validation)).toBeCloseTo(0.12, 1)
  })

  it('labels each with the plain sum of the amounts in the horizon', () => {
    const names = shop.project.database.prepare<[], string>('SELECT external FROM user ORDER BY id').pluck().all()
    for (let row = 0; row < data.users.rows; row++) {
      expect(data.users.labels.ltv[row]).toBeCloseTo(spend.get(names[data.users.ids[row] - 1]) ?? 0, 6)
    }
  })

  it('skips what needs products, and has no newcomers', () => {
    expect(data.skipped).toEqual([
      { task: 'potential', reason: 'noProducts' },
      { task: 'loyalty', reason: 'noProducts' },
    ])
    expect(data.newcomerRevenueShare).toBe(0)
  })

  it('takes a horizon of 90 days and time by default, and refits and scores by the same columns', () => {
    const setup = resolveSetup(shop.project, {})
    expect(setup).toMatchObject({ split: 'time', horizonDays: 90, cutoff: '1998-04-02' })
    expect(setup.trainingCutoffs).toEqual([
      '1998-01-02',
      '1997-11-18',
      '1997-10-04',
      '1997-08-20',
      '1997-07-06',
      '1997-05-22',
    ])
    const refit = buildRefitData(shop.project, setup, unattended)
    const scoring = buildScoringData(shop.project, setup, unattended)
    expect(scoring.specs).toEqual(refit.specs)
    expect(scoring.users.rows).toBe(23_570)
    expect(shop.project.calendar.isoDate(scoring.cutoff)).toBe('1998-07-01')
  })
})
