import { hashText } from '../../base/random.ts'
import type { Work } from '../../base/job.ts'
import { part, type Entity, type Task } from '../../features/types.ts'
import type { BinnedColumns } from '../boosting/bins.ts'
import { boost, type BoostingSettings } from '../boosting/boosting.ts'
import { scoresOf, type Forest } from '../boosting/forest.ts'
import { mapEntities, rowsIn, type PreparedTables, type Tables } from '../tables.ts'
import { entityOf, type Figures, type LabelUnits } from '../types.ts'
import { binInputs, cellsOf, varyingInputs, type InputColumn } from './inputs.ts'
import { outputFacts, outputsIn } from './outputs.ts'

/** Boosted trees for every output of every task. */
export interface BoostedMember {
  kind: 'boosted'
  /** What the trees' columns are, by entity. */
  inputs: Partial<Record<Entity, InputColumn[]>>
  /** By `task.output`. */
  forests: Record<string, Forest>
}

export const boostingSettings: Omit<BoostingSettings, 'seed'> = {
  trees: 400,
  patience: 40,
  learningRate: 0.05,
  depth: 5,
  leaves: 12,
  leafPenalty: 5,
  leastWeight: 0,
  leastRows: 30,
  rowShare: 0.7,
  mostRows: 25_000,
  columnShare: 0.5,
}

/** A table's inputs as trees learn from them; the same for every member. */
export type BinnedTables = Partial<Record<Entity, { inputs: InputColumn[]; binned: BinnedColumns }>>

/** Bins fitted on every row but the test's. */
export const binTables = (tables: Tables): BinnedTables =>
  mapEntities(tables, (table) => {
    const rows = Int32Array.from([...rowsIn(table, part.train), ...rowsIn(table, part.validation)]).sort()
    const inputs = varyingInputs(table, rows)
    return { inputs, binned: binInputs(table, inputs, rows) }
  })

export interface BoostedLesson {
  tasks: Task[]
  units: LabelUnits
  seed: number
  /** By `task.output`, where nothing is to stop them. */
  trees?: Record<string, number>
}

/**
 * Learns from the tables' training rows and stops by their validation rows, or after the trees given. An output without
 * a known label gets no trees.
 */
export async function fitBoosted(
  tables: Tables,
  prepared: BinnedTables,
  { tasks, units, seed, trees }: BoostedLesson,
  work: Work,
): Promise<BoostedMember> {
  const forests: Record<string, Forest> = {}
  const outputs = outputsIn(tasks)
  for (const [index, { task, name, label, unit }] of outputs.entries()) {
    work.progress('boost', index, outputs.length)
    const [table, own] = [tables[entityOf(task)], prepared[entityOf(task)]]
    if (!table || !own) continue
    const { objective } = outputFacts(name)
    const divisor = unit(units)
    const labels = table.labels[label].map((value) => value / divisor)
    const known = (which: number) => rowsIn(table, which as 0).filter((row) => !Number.isNaN(labels[row]))
    const [trainRows, validationRows] = [known(part.train), known(part.validation)]
    if (trainRows.length === 0) continue
    const settings = { ...boostingSettings, seed: hashText(`boosting ${name}`, seed) }
    if (trees) settings.trees = trees[name] ?? 0
    const input = { binned: own.binned, labels, trainRows, validationRows: trees ? new Int32Array(0) : validationRows }
    const { forest } = await boost(input, objective, settings, work)
    forests[name] = forest
  }
  return { kind: 'boosted', inputs: mapEntities(prepared, ({ inputs }) => inputs), forests }
}

/** What the trees say of every row of the tables, before calibration; of the given tasks alone. */
export function predictBoosted(
  member: BoostedMember,
  prepared: PreparedTables,
  tasks: Task[],
  units: LabelUnits,
): Figures {
  const figures: Figures = {}
  const cells = mapEntities(prepared, () => new Map<string, Float32Array>())
  for (const { task, name, unit } of outputsIn(tasks)) {
    const [table, forest] = [prepared[entityOf(task)]?.table, member.forests[name]]
    const [inputs, read] = [member.inputs[entityOf(task)], cells[entityOf(task)]]
    if (!table || !forest || !inputs || !read) continue
    const used = new Set(forest.column)
    const columns = inputs.map((input, index) => {
      if (!used.has(index)) return new Float32Array(0)
      const key = `${input.group} ${input.name}`
      const found = read.get(key) ?? cellsOf(table, input)
      read.set(key, found)
      return found
    })
    const { objective } = outputFacts(name)
    const factor = unit(units)
    figures[name] = scoresOf(forest, columns, table.rows).map((score) => factor * objective.predict(score))
  }
  return figures
}
