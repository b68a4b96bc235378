import type { Work } from '../base/job.ts'
import { estimateOf, forEachResample, type BootstrapOptions } from '../model/metrics/bootstrap.ts'
import {
  contenders,
  rivals,
  type Contender,
  type DatedRows,
  type Reached,
  type ReachedMoney,
  type Target,
} from './types.ts'

/** Customers that a target comes to among so many: at least one, at most all. */
export function contactsOf(target: Target, customers: number): number {
  const wanted = 'share' in target ? Math.round(target.share * customers) : target.count
  return Math.max(1, Math.min(customers, wanted))
}

/**
 * Money of the first rows of an order, up to each of the given sizes (ascending, in weight). A row at the edge counts with
 * the part of it that still fits in, as copies of it would. `brought` is in that order, `weights` by row.
 */
export function moneyOfFirst(
  order: Int32Array,
  brought: Float64Array,
  weights: Float64Array,
  sizes: number[],
): Float64Array {
  const reached = new Float64Array(sizes.length)
  let [taken, money, next] = [0, 0, 0]
  for (let place = 0; place < order.length && next < sizes.length; place++) {
    const weight = weights[order[place]]
    while (next < sizes.length && taken + weight >= sizes[next]) {
      reached[next] = money + (sizes[next] - taken) * brought[place]
      next++
    }
    taken += weight
    money += weight * brought[place]
  }
  // Rounding may leave the size of all a hair beyond the last row.
  while (next < sizes.length) reached[next++] = money
  return reached
}

/**
 * What every contender's targets came to, at targets of ascending size, on every date and over all dates together.
 * Intervals are of the cluster bootstrap: customers are drawn with all their dates, and differences are taken within the
 * same resample. There is at least one date, and every date has customers.
 */
export function measureReached(
  dates: DatedRows[],
  targets: Target[],
  options: BootstrapOptions,
  work: Work,
): Reached[] {
  const clusters = joined(dates.map(({ ids }) => ids))
  const shares = dates.map(({ ids }) => targets.map((target) => contactsOf(target, ids.length) / ids.length))
  let end = 0
  const ends = dates.map(({ ids }) => (end += ids.length))
  // Sorted once: the resamples change weights, never the order.
  const brought = dates.map(
    ({ orders, actual }) =>
      Object.fromEntries(
        contenders.map((name) => [name, Float64Array.from(orders[name], (row) => actual[row])]),
      ) as Record<Contender, Float64Array>,
  )
  const measure = (weights: Float64Array) =>
    dates.map(({ orders }, date) => {
      const own = weights.subarray(ends[date] - orders.assay.length, ends[date])
      const whole = sumOf(own)
      const sizes = shares[date].map((share) => share * whole)
      return Object.fromEntries(
        contenders.map((name) => [name, moneyOfFirst(orders[name], brought[date][name], own, sizes)]),
      ) as Record<Contender, Float64Array>
    })

  const points = measure(new Float64Array(clusters.length).fill(1))
  const resampled = createResampled(dates.length, targets.length, options.resamples)
  const keep = (weights: Float64Array, resample: number) =>
    measure(weights).forEach((money, date) => {
      for (const name of contenders) {
        for (let at = 0; at < targets.length; at++) resampled[date][at][name][resample] = money[name][at]
      }
    })
  forEachResample(clusters, options, keep, work)

  return targets.map((target, at) => {
    const byDate = dates.map(({ cutoff, ids, actual }, date) => ({
      cutoff,
      ...summarise([points[date]], [resampled[date][at]], at, {
        contacts: Math.round(shares[date][at] * ids.length),
        customers: ids.length,
        everybody: sumOf(actual),
      }),
    }))
    const pooled = summarise(
      points,
      resampled.map((date) => date[at]),
      at,
      {
        contacts: total(byDate.map(({ contacts }) => contacts)),
        customers: clusters.length,
        everybody: total(byDate.map(({ everybody }) => everybody)),
      },
    )
    return { target, pooled, dates: byDate }
  })
}

/** Resampled money by contender, one figure a resample. */
type Resampled = Record<Contender, Float64Array>

const createResampled = (dates: number, targets: number, resamples: number): Resampled[][] =>
  Array.from({ length: dates }, () =>
    Array.from(
      { length: targets },
      () => Object.fromEntries(contenders.map((name) => [name, new Float64Array(resamples)])) as Resampled,
    ),
  )

/** Sums over the given dates at one target, with their intervals. */
function summarise(
  points: Record<Contender, Float64Array>[],
  resampled: Resampled[],
  at: number,
  facts: Pick<ReachedMoney, 'contacts' | 'customers' | 'everybody'>,
): ReachedMoney {
  const point = (name: Contender) => total(points.map((money) => money[name][at]))
  const drawn = Object.fromEntries(
    contenders.map((name) => [name, addUp(resampled.map((date) => date[name]))]),
  ) as Resampled
  const reached = contenders.map((name) => [name, estimateOf(point(name), drawn[name])])
  const ahead = rivals.map((name) => {
    const differences = drawn.assay.map((money, resample) => money - drawn[name][resample])
    return [name, estimateOf(point('assay') - point(name), differences)]
  })
  return { ...facts, reached: Object.fromEntries(reached), ahead: Object.fromEntries(ahead) }
}

const addUp = (columns: Float64Array[]): Float64Array =>
  columns[0].map((_, row) => columns.reduce((sum, column) => sum + column[row], 0))

const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0)

function sumOf(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum
}

function joined(columns: Int32Array[]): Int32Array {
  const whole = new Int32Array(columns.reduce((sum, column) => sum + column.length, 0))
  let at = 0
  for (const column of columns) {
    whole.set(column, at)
    at += column.length
  }
  return whole
}
