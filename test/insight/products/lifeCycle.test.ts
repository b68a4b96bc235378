import { expect, it } from 'vitest'
import { lifeCycles, slopeOf, slopeSpan } from '../../../main/insight/products/lifeCycle.ts'
import { lifePhases } from '../../../main/insight/products/types.ts'
import { ledgerOf, type LineInput } from '../ledgerOf.ts'

const weeks = Array.from({ length: 13 }, (_, week) => week)
const sold = (product: number, units: (week: number) => number): LineInput[] =>
  weeks
    .map((week) => ({ user: week, product, day: 100 + week * 7, units: units(week) }))
    .filter((line) => line.units > 0)

const ledger = ledgerOf(
  [
    ...sold(0, () => 1000),
    ...sold(1, (week) => 10 + 5 * week),
    ...sold(2, (week) => 70 - 5 * week),
    ...sold(3, (week) => 40 + (week % 2)),
    ...sold(4, (week) => (week > 8 ? 5 : 0)),
    // Sold long ago, and not since.
    { user: 0, product: 5, day: 0, units: 9 },
    { user: 0, product: 0, day: 190, units: 1 },
  ],
  { products: [{}, {}, {}, {}, { launchedDay: 160 }, {}, { launchedDay: 500 }] },
)
const span = slopeSpan(ledger, 191)
const inSpan = Int32Array.from({ length: ledger.lines.count }, (_, i) => i).filter(
  (i) => ledger.lines.day[i] >= span.fromDay,
)
const cycles = lifeCycles(ledger, inSpan, span, 1)

it('looks at the last whole weeks', () => {
  expect(span).toEqual({ fromDay: 100, toDay: 191 })
  expect(slopeSpan({ startDay: 180 }, 191)).toEqual({ fromDay: 184, toDay: 191 })
})

it('tells the phases of a life by the slope beside the shop’s', () => {
  expect([...cycles.phases].map((place) => lifePhases[place] ?? null)).toEqual([
    'maturity',
    'growth',
    'decline',
    'maturity',
    'introduction',
    'decline',
    null,
  ])
})

it('has the slope of one Fisher step, computed the long way', () => {
  const own = weeks.map((week) => 10 + 5 * week)
  const shop = weeks.map((week) => {
    const inWeek = [...inSpan].filter((i) => Math.floor((ledger.lines.day[i] - 100) / 7) === week)
    return inWeek.reduce((sum, i) => sum + ledger.lines.units[i], 0)
  })
  const [all, total] = [shop, own].map((values) => values.reduce((sum, value) => sum + value, 0))
  // Score and information of Σ y log μ − μ at μ = Y · S_w / S, centred on the weighted mean week.
  const middle = weeks.reduce((sum, week) => sum + (week * shop[week]) / all, 0)
  const score = weeks.reduce((sum, week) => sum + (week - middle) * (own[week] - (total * shop[week]) / all), 0)
  const information = weeks.reduce((sum, week) => sum + ((week - middle) ** 2 * total * shop[week]) / all, 0)
  const { value, low, high } = slopeOf(cycles, 1)
  expect(value).toBeCloseTo(score / information, 12)
  expect((high ?? 0) - (low ?? 0)).toBeCloseTo((2 * 1.959964) / Math.sqrt(information), 12)
})

it('does not take the shop’s season for a product’s own', () => {
  const season = (week: number) => 20 + 10 * week
  const both = ledgerOf([
    ...sold(0, season),
    ...sold(1, (week) => 3 * season(week)),
    { user: 0, product: 0, day: 190, units: 1 },
  ])
  const all = Int32Array.from({ length: both.lines.count }, (_, i) => i)
  const { phases } = lifeCycles(both, all, { fromDay: 100, toDay: 191 }, 1)
  expect([...phases].map((place) => lifePhases[place])).toEqual(['maturity', 'maturity'])
})

it('says nothing of fewer than eight weeks', () => {
  const { phases } = lifeCycles(ledger, inSpan, { fromDay: 149, toDay: 191 }, 1)
  expect(phases[0]).toBe(-1)
})
