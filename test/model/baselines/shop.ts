import { createRandom } from '../../../main/base/random.ts'
import { createMatrix } from '../../../main/base/table.ts'
import { baselineNames, type Entity, type ExampleTable } from '../../../main/features/types.ts'
import { createContext } from '../../../main/features/exampleTable.ts'

export type Columns = Record<string, ArrayLike<number>>

/** A table whose row numbers are its keys; everything else as given. */
export function tableOf(
  entity: Entity,
  rows: number,
  baseline: Columns,
  labels: Columns,
  inputs: Columns = {},
): ExampleTable {
  const keys = Int32Array.from({ length: rows }, (_, i) => i)
  const behaviour = createMatrix(Object.keys(inputs), rows)
  Object.values(inputs).forEach((column, j) => {
    for (let i = 0; i < rows; i++) behaviour.values[i * behaviour.names.length + j] = column[i]
  })
  const columns = (from: Columns) =>
    Object.fromEntries(Object.entries(from).map(([name, values]) => [name, Float64Array.from(values)]))
  return {
    entity,
    rows,
    ids: keys,
    brandIds: entity === 'pair' ? keys : new Int32Array(),
    clusters: keys,
    cutoffs: new Float64Array(rows),
    parts: new Uint8Array(rows),
    ...createContext(rows),
    inputs: { behaviour, product: createMatrix([], rows), social: createMatrix([], rows) },
    labels: columns(labels),
    baseline: columns(baseline),
  }
}

/** Customers of a shop that behaves like BG/NBD; spend per purchase is a trait of the customer. */
export function shop(count: number, horizonDays: number): ExampleTable {
  const random = createRandom(8)
  const columns: Record<string, number[]> = Object.fromEntries(
    [...baselineNames.user, 'ltv', 'repurchase', 'noise'].map((name) => [name, []]),
  )
  for (let i = 0; i < count; i++) {
    const ageDays = 30 + random.integer(300)
    const rate = random.gamma(0.7) / 40
    const leaves = random.beta(0.8, 3)
    const spend = 5 + random.gamma(3) * 10
    const times = [0]
    for (let t = random.exponential(rate); t < ageDays + horizonDays; t += random.exponential(rate)) {
      times.push(t)
      if (random.uniform() < leaves) break
    }
    const before = times.filter((t) => t < ageDays)
    const spends = times.map(() => spend * random.gamma(4) * 0.25)
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
    const past = spends.slice(0, before.length)
    const ahead = spends.slice(before.length)
    const row: Record<string, number> = {
      frequency: before.length - 1,
      recencyDays: before[before.length - 1],
      ageDays,
      meanRepeatSpend: past.length > 1 ? sum(past.slice(1)) / (past.length - 1) : 0,
      totalSpend: sum(past),
      lastSpend: past[past.length - 1],
      ltv: sum(ahead),
      repurchase: ahead.length > 0 ? 1 : 0,
      noise: random.normal(),
    }
    for (const name in row) columns[name].push(row[name])
  }
  const { ltv, repurchase, noise, ...baseline } = columns
  return tableOf('user', count, baseline, { ltv, repurchase }, { noise })
}
