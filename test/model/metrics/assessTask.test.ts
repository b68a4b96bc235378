import { describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { part, type ExampleTable } from '../../../main/features/types.ts'
import { assessTask } from '../../../main/model/metrics/assessTask.ts'
import { shop } from '../baselines/shop.ts'

const horizonDays = 90
const options = { resamples: 200, seed: 1 }

function splitShop(): ExampleTable {
  const table = shop(2_000, horizonDays)
  const parts = table.parts.map((_, row) => (row % 5 === 0 ? part.test : row % 5 === 1 ? part.validation : part.train))
  return { ...table, parts }
}

describe('assessTask', () => {
  const table = splitShop()

  it('measures an oracle as perfect and beats every baseline with it', () => {
    const report = assessTask('ltv', table, { amount: table.labels.ltv }, horizonDays, options, unattended)
    expect(report.testRows).toBe(400)
    expect(report.metrics.normalizedGini.value).toBeCloseTo(1, 12)
    expect(report.metrics.mae.value).toBe(0)
    expect(Object.keys(report.baselines)).toEqual(['bgnbd', 'rfmCell', 'totalSpend', 'lastSpend', 'ridge'])
    expect(report.beatsBestBaseline).toBe(true)
  })
  it('does not let a constant beat anybody', () => {
    const constant = table.labels.repurchase.map(() => 0.5)
    const report = assessTask('repurchase', table, { p: constant }, horizonDays, options, unattended)
    expect(report.metrics.auc.value).toBeCloseTo(0.5, 12)
    expect(report.beatsBestBaseline).toBe(false)
    expect(report.advantage.bgnbd.high).toBeLessThan(0)
  })
  it('chooses the threshold on validation: test labels do not move it', () => {
    const predicted = { p: table.labels.repurchase.map((y, row) => 0.3 + 0.2 * y + ((row * 7919) % 100) / 250) }
    const swapped = { ...table, labels: { ...table.labels, repurchase: table.labels.repurchase.slice() } }
    for (let row = 0; row < table.rows; row++) {
      if (table.parts[row] === part.test) swapped.labels.repurchase[row] = 1 - table.labels.repurchase[row]
    }
    const report = assessTask('repurchase', table, predicted, horizonDays, options, unattended)
    const mirrored = assessTask('repurchase', swapped, predicted, horizonDays, options, unattended)
    // With the same threshold, every hit of the one is a miss of the other.
    expect((report.metrics.accuracy.value ?? NaN) + (mirrored.metrics.accuracy.value ?? NaN)).toBeCloseTo(1, 12)
  })
  it('does not read predictions of training rows, and repeats itself', () => {
    const amount = table.labels.ltv.map((y, row) => (table.parts[row] === part.train ? NaN : y + 1))
    const assess = () => assessTask('ltv', table, { amount }, horizonDays, options, unattended)
    expect(assess()).toEqual(assess())
  })
  it('reports the groups of what was said before calibration beside those after', () => {
    const raw = table.labels.ltv.map((y, row) => y + ((row * 7919) % 100) / 10)
    const said = { amount: raw.map((amount) => 2 * amount) }
    const twice = { ...options, uncalibrated: { amount: raw } }
    const { calibration, deciles, uncalibrated } = assessTask('ltv', table, said, horizonDays, twice, unattended)
    // A factor changes no group: the same rows, predicted twice as high.
    const predictions = (bins = calibration) => bins.map(({ predicted }) => predicted)
    expect(predictions(uncalibrated?.calibration)).toEqual(predictions().map((value) => expect.closeTo(value / 2, 9)))
    expect(uncalibrated?.calibration.map(({ actual }) => actual)).toEqual(calibration.map(({ actual }) => actual))
    expect(uncalibrated?.deciles[0].actualLow).toBe(deciles[0].actualLow)
    expect(assessTask('ltv', table, said, horizonDays, options, unattended)).not.toHaveProperty('uncalibrated')
  })
  it('says what is missing', () => {
    const untested = { ...table, parts: table.parts.map(() => part.train) }
    expect(() => assessTask('ltv', untested, { amount: table.labels.ltv }, horizonDays, options, unattended)).toThrow(
      'test rows',
    )
  })
})
