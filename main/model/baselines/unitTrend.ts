import type { ExampleTable } from '../../features/types.ts'

/** Units sold within the horizon, and their growth log((units + 1) / (units of the last period + 1)). */
export interface UnitPrediction {
  units: Float64Array
  growth: Float64Array
}

/** The next period sells what the last one of the same length sold: no growth for anybody. */
export const predictByLastPeriod = (products: ExampleTable, rows: Int32Array): UnitPrediction =>
  withGrowth(products, products.baseline.lastPeriodUnits, rows)

/** The next period sells the mean of up to three periods before the cutoff. */
export const predictByMovingAverage = (products: ExampleTable, rows: Int32Array): UnitPrediction =>
  withGrowth(products, products.baseline.meanPeriodUnits, rows)

function withGrowth({ baseline }: ExampleTable, expected: Float64Array, rows: Int32Array): UnitPrediction {
  // Returns can take a period's net units below 0; nobody sells less than nothing ahead.
  const unitsOf = (values: Float64Array) => Float64Array.from(rows, (row) => Math.max(0, values[row]))
  const units = unitsOf(expected)
  const last = unitsOf(baseline.lastPeriodUnits)
  return { units, growth: units.map((value, i) => Math.log((value + 1) / (last[i] + 1))) }
}
