import { expect, it } from 'vitest'
import { dispersionOf } from '../../../main/insight/products/noise.ts'
import { placeProducts } from '../../../main/insight/products/potential.ts'
import { potentialWords } from '../../../main/insight/products/types.ts'
import { ledgerOf } from '../ledgerOf.ts'

const words = (places: Int8Array) => [...places].map((place) => (place < 0 ? null : potentialWords[place]))
const floats = (...values: number[]) => Float64Array.from(values)

it('calls rising and fading what lies beyond a band of noise around the past', () => {
  // With 100 units in as many days as are ahead, the band is 100 ± 1.96 · √(101 · 2) = 100 ± 27.86.
  const { expected, words: places } = placeProducts({
    past: floats(100, 100, 100, 100, 0, 0, 0),
    pastDays: floats(90, 90, 90, 90, 90, 90, 0),
    ahead: floats(128, 127, 73, 72, 3, 0, 9),
    aheadDays: 90,
    dispersion: 1,
    isPredicted: false,
  })
  expect(words(places)).toEqual(['rising', 'steady', 'steady', 'fading', 'rising', null, null])
  expect([...expected].slice(0, 5)).toEqual([100, 100, 100, 100, 0])
  expect(expected[5]).toBeNaN()
})

it('widens the band with the dispersion, and scales the past to the days ahead since the launch', () => {
  const one = { past: floats(30), pastDays: floats(30), aheadDays: 90, isPredicted: false }
  // m = 90, half = 1.96 · √(φ · 31 · 3 · 4): 37.8 at φ = 1, 75.6 at φ = 4.
  const at = (ahead: number, dispersion: number) =>
    words(placeProducts({ ...one, ahead: floats(ahead), dispersion }).words)[0]
  expect(at(127, 1)).toBe('steady')
  expect(at(129, 1)).toBe('rising')
  expect(at(129, 4)).toBe('steady')
  expect(at(166, 4)).toBe('rising')
})

it('puts no noise of counting around a prediction', () => {
  // m = 10, half = 1.96 · √(3 · 101 · 0.1²) = 3.41.
  const one = { past: floats(100), pastDays: floats(900), aheadDays: 90, dispersion: 3, isPredicted: true }
  const at = (ahead: number) => words(placeProducts({ ...one, ahead: floats(ahead) }).words)[0]
  expect([at(6.5), at(6.7), at(13.3), at(13.5)]).toEqual(['fading', 'steady', 'steady', 'rising'])
})

it('finds hidden what sold little and is predicted in the top fifth, among predictions alone', () => {
  const ten = {
    past: Float64Array.from({ length: 10 }, (_, i) => (i + 1) * 100),
    pastDays: new Float64Array(10).fill(90),
    ahead: floats(2000, 200, 300, 400, 500, 600, 700, 800, 900, 1900),
    aheadDays: 90,
    dispersion: 1,
  }
  expect(words(placeProducts({ ...ten, isPredicted: true }).words)).toEqual([
    'hidden',
    ...Array.from({ length: 8 }, () => 'steady'),
    'rising',
  ])
  expect(words(placeProducts({ ...ten, isPredicted: false }).words)[0]).toBe('rising')
})

it('measures how much wider than Poisson’s the noise is by alternate weeks', () => {
  // Units per week of two products over eight weeks; odd weeks against even ones: (40 − 20)² / 60 and (10 − 14)² / 24.
  const weekly = [
    [5, 10, 5, 10, 5, 10, 5, 10],
    [4, 3, 3, 2, 4, 2, 3, 3],
  ]
  const ledger = ledgerOf(
    weekly.flatMap((weeks, product) => weeks.map((units, week) => ({ user: week, product, day: week * 7 + 3, units }))),
    { products: [{ launchedDay: 0 }, { launchedDay: 0 }] },
  )
  const all = Int32Array.from({ length: ledger.lines.count }, (_, i) => i)
  const expected = (20 ** 2 / 60 + 4 ** 2 / 24) / 2
  expect(dispersionOf(ledger, all, { fromDay: 0, toDay: 56 })).toBeCloseTo(expected, 12)
  expect(dispersionOf(ledger, new Int32Array(0), { fromDay: 0, toDay: 56 })).toBe(1)
})

it('leaves out pairs of weeks that begin before a launch', () => {
  const lines = [2, 3, 4, 5, 6, 7].map((week) => ({ user: week, product: 0, day: week * 7, units: week }))
  const ledger = ledgerOf(lines, { products: [{ launchedDay: 20 }] })
  const all = Int32Array.from({ length: ledger.lines.count }, (_, i) => i)
  // Weeks 2 and 3 begin before day 20: (5 + 7 − 4 − 6)² / 22 remains, less than Poisson's, so 1.
  expect(dispersionOf(ledger, all, { fromDay: 0, toDay: 56 })).toBe(1)
  const heavier = ledgerOf([...lines, { user: 9, product: 0, day: 7 * 7, units: 30 }], {
    products: [{ launchedDay: 20 }],
  })
  const places = Int32Array.from({ length: heavier.lines.count }, (_, i) => i)
  expect(dispersionOf(heavier, places, { fromDay: 0, toDay: 56 })).toBeCloseTo(32 ** 2 / 52, 12)
})
