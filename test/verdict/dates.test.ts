import { expect, it } from 'vitest'
import { backtestDays } from '../../main/verdict/dates.ts'

it('goes back by whole horizons where so many fit', () => {
  // Cutoffs are legal from day 91 (a horizon and a day after the start) to 910.
  expect(backtestDays({ startDay: 0, endDay: 1000 }, 90, 4)).toEqual({ days: [910, 820, 730, 640], stepDays: 90 })
})

it('goes back by half horizons where that gives more dates, and never beyond what is legal', () => {
  expect(backtestDays({ startDay: 0, endDay: 400 }, 90, 4)).toEqual({ days: [310, 265, 220, 175], stepDays: 45 })
  expect(backtestDays({ startDay: 0, endDay: 300 }, 90, 12)).toEqual({ days: [210, 165, 120], stepDays: 45 })
})

it('keeps whole horizons where half ones give no more', () => {
  expect(backtestDays({ startDay: 0, endDay: 181 }, 90, 4)).toEqual({ days: [91], stepDays: 90 })
})

it('finds none in data of two horizons', () => {
  expect(backtestDays({ startDay: 0, endDay: 180 }, 90, 4).days).toEqual([])
})
