import { kindOf, part, type ExampleTable, type Task } from '../features/types.ts'
import { knownLabels, type Tables } from './tables.ts'
import type { LabelUnits } from './types.ts'

/** Units in which losses see amounts and counts, from training labels; 1 where there is nothing to measure. */
export function fitLabelUnits({ user, product }: Tables, tasks: Task[]): LabelUnits {
  const labels = (table: ExampleTable | undefined, name: string) => (table ? knownLabels(table, name, part.train) : [])
  const own: Record<string, number> = {}
  for (const task of tasks) {
    const kind = kindOf(task)
    if (kind === 'amount' || kind === 'increment') own[task] = amountUnit(labels(user, task))
    if (kind === 'count') own[task] = countUnit(labels(user, task))
  }
  return { ltv: amountUnit(labels(user, 'ltv')), units: countUnit(labels(product, 'units')), own }
}

/** The geometric mean of the positive ones. */
export function amountUnit(amounts: Iterable<number>): number {
  let logs = 0
  let spenders = 0
  for (const amount of amounts) {
    if (!(amount > 0)) continue
    logs += Math.log(amount)
    spenders++
  }
  return spenders > 0 ? Math.exp(logs / spenders) : 1
}

/** The mean of the known ones. */
export function countUnit(counts: Iterable<number>): number {
  let sum = 0
  let rows = 0
  for (const count of counts) {
    if (Number.isNaN(count)) continue
    sum += count
    rows++
  }
  return sum > 0 ? sum / rows : 1
}
