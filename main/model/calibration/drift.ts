import { dayMs } from '../../base/calendar.ts'
import type { Work } from '../../base/job.ts'
import { part, type ExampleTable, type TrainingData } from '../../features/types.ts'
import { fitLinearMember, predictLinear } from '../members/linear.ts'
import { outputFacts, outputsIn } from '../members/outputs.ts'
import type { Preparation } from '../preparation.ts'
import { prepareTables, type PreparedTable } from '../tables.ts'
import { entityOf, type Calibration, type Figures } from '../types.ts'

/** Outputs whose level is corrected: amounts and counts. */
const isLevelled = (name: string): boolean => outputFacts(name).scale === 'log'

/** One origin's factor may be the season's. */
const leastOrigins = 2

/** Beyond this, something else than drift is at work. */
const largestDrift = 1.5

/** No part: rows that are left out. */
const leftOut = 255

/**
 * By `task.output`, what amounts learned up to a cutoff are to be multiplied with one horizon later, where customers age
 * beyond all that was learned from: measured within the training rows alone by rolling origins (Tashman 2000). At every
 * training cutoff with others at least a horizon before it, linear models learn from those, and what they foretell in all
 * is held against what models say there that learned from rows of the same cutoff (`said`, by rows set aside). The mean
 * over origins, by logarithms; nothing where a time split has fewer than two origins, or no linear model said anything.
 */
export function measureDrift(
  { tables, specs, scales, labelUnits, tasks }: Preparation,
  said: Figures | undefined,
  { split, horizonDays }: Pick<TrainingData, 'split' | 'horizonDays'>,
  work: Work,
): Record<string, number> {
  const drift: Record<string, number> = {}
  if (split !== 'time' || !said) return drift
  const prepared = prepareTables(specs, scales, tables)
  for (const { task, name } of outputsIn(tasks)) {
    const own = prepared[entityOf(task)]
    if (!own || !isLevelled(name) || !said[name]) continue
    const logs: number[] = []
    for (const origin of cutoffsOf(own.table)) {
      work.checkpoint()
      const before = learnedBefore(own, origin - (horizonDays - 0.5) * dayMs)
      if (!before) continue
      const member = fitLinearMember({ [entityOf(task)]: before }, { tasks: [task], units: labelUnits }, work)
      const foretold = predictLinear(member, { [entityOf(task)]: own }, [task], labelUnits)[name]
      const ratio = ratioAt(own.table, origin, said[name], foretold)
      if (ratio !== null) logs.push(Math.log(ratio))
    }
    if (logs.length < leastOrigins) continue
    const mean = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length)
    drift[name] = Math.max(1 / largestDrift, Math.min(largestDrift, mean))
  }
  return drift
}

/** Levels with the drift in them; other calibrations stay as they are. */
export const withDrift = (
  calibration: Record<string, Calibration>,
  drift: Record<string, number>,
): Record<string, Calibration> =>
  Object.fromEntries(
    Object.entries(calibration).map(([name, own]) => [
      name,
      own.kind === 'level' && name in drift ? { kind: 'level', factor: own.factor * drift[name] } : own,
    ]),
  )

/** Cutoffs that are learned from, latest first. */
function cutoffsOf({ cutoffs, parts }: ExampleTable): number[] {
  return [...new Set(cutoffs.filter((_, row) => parts[row] !== part.test))].sort((a, b) => b - a)
}

/** The rows up to a time, all to be learned from; null where there are none. */
function learnedBefore(prepared: PreparedTable, latestMs: number): PreparedTable | null {
  const { table } = prepared
  const isBefore = (row: number) => table.parts[row] !== part.test && table.cutoffs[row] <= latestMs
  const parts = table.parts.map((_, row) => (isBefore(row) ? part.train : leftOut))
  return parts.includes(part.train) ? { ...prepared, table: { ...table, parts } } : null
}

/** What was said of the rows at one cutoff over what was foretold of them; null where either is nothing. */
function ratioAt(table: ExampleTable, cutoff: number, said: Float64Array, foretold: Float64Array): number | null {
  let [here, before] = [0, 0]
  for (let row = 0; row < table.rows; row++) {
    if (table.cutoffs[row] !== cutoff || table.parts[row] === part.test || Number.isNaN(said[row])) continue
    here += said[row]
    before += foretold[row]
  }
  return here > 0 && before > 0 ? here / before : null
}
