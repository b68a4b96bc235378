import { describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { part } from '../../../main/features/types.ts'
import { measureDrift, withDrift } from '../../../main/model/calibration/drift.ts'
import { prepare } from '../../../main/model/preparation.ts'
import { tablesOf } from '../../../main/model/tables.ts'
import { defaultModelConfig } from '../../../main/model/modelConfig.ts'
import { syntheticData } from '../syntheticData.ts'

const dayMs = 86_400_000

/** Everybody spends the same, less at every later cutoff; nothing tells cutoffs or people apart. */
function fadingShop(levels: number[]) {
  const data = { ...syntheticData(300, 0, 0), tasks: ['ltv' as const], split: 'time' as const, horizonDays: 30 }
  const { users } = data
  for (const { values } of Object.values(users.inputs)) values.fill(0)
  for (let row = 0; row < users.rows; row++) {
    const cut = row % levels.length
    users.cutoffs[row] = cut * 30 * dayMs
    users.parts[row] = part.train
    users.labels.ltv[row] = levels[cut]
  }
  return data
}

describe('drift', () => {
  test('is how far what is said of a cutoff lies from what was foretold before it, on the mean over origins', () => {
    const data = fadingShop([4, 2, 1])
    const preparation = prepare(tablesOf(data), data, defaultModelConfig)
    const mean = (4 + 2 + 1) / 3
    const said = { 'ltv.amount': new Float64Array(300).fill(mean) }
    const drift = measureDrift(preparation, said, data, unattended)
    // Foretold of the third cutoff: the mean of the first two; of the second: the first.
    expect(drift['ltv.amount']).toBeCloseTo(Math.sqrt((mean / 3) * (mean / 4)), 4)
  })

  test('is kept within half as much again', () => {
    const data = fadingShop([40, 2, 1])
    const preparation = prepare(tablesOf(data), data, defaultModelConfig)
    const said = { 'ltv.amount': new Float64Array(300).fill(2) }
    expect(measureDrift(preparation, said, data, unattended)['ltv.amount']).toBeCloseTo(1 / 1.5, 12)
  })

  test('is nothing with one origin, in a users split, or where no line spoke', () => {
    const data = fadingShop([4, 2])
    const preparation = prepare(tablesOf(data), data, defaultModelConfig)
    const said = { 'ltv.amount': new Float64Array(300).fill(3) }
    expect(measureDrift(preparation, said, data, unattended)).toEqual({})
    const three = fadingShop([4, 2, 1])
    const own = prepare(tablesOf(three), three, defaultModelConfig)
    expect(measureDrift(own, said, { ...three, split: 'users' }, unattended)).toEqual({})
    expect(measureDrift(own, undefined, three, unattended)).toEqual({})
  })

  test('moves levels and nothing else', () => {
    const calibration = { 'ltv.amount': { kind: 'level', factor: 1.2 }, 'repurchase.p': { kind: 'identity' } } as const
    expect(withDrift(calibration, { 'ltv.amount': 0.5, 'repurchase.p': 0.5 })).toEqual({
      'ltv.amount': { kind: 'level', factor: 0.6 },
      'repurchase.p': { kind: 'identity' },
    })
  })
})
