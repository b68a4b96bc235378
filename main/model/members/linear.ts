import type { Work } from '../../base/job.ts'
import { inputGroups, part, type Task } from '../../features/types.ts'
import { rowsIn, type PreparedTable, type PreparedTables } from '../tables.ts'
import { entityOf, type Figures, type LabelUnits } from '../types.ts'
import { fitLinear, linearScore, type LinearModel, type ReadRow } from './linearModel.ts'
import { outputFacts, outputsIn } from './outputs.ts'

/** A generalised linear model of the scaled inputs for every output of every task. */
export interface LinearMember {
  kind: 'linear'
  /** By `task.output`. */
  models: Record<string, LinearModel>
}

/** Learns from the tables' training rows. An output without a known label gets no model. */
export function fitLinearMember(
  prepared: PreparedTables,
  { tasks, units }: { tasks: Task[]; units: LabelUnits },
  work: Work,
): LinearMember {
  const models: Record<string, LinearModel> = {}
  for (const { task, name, label, unit } of outputsIn(tasks)) {
    work.checkpoint()
    const own = prepared[entityOf(task)]
    if (!own) continue
    const { objective } = outputFacts(name)
    const divisor = unit(units)
    const labels = own.table.labels[label].map((value) => value / divisor)
    const rows = rowsIn(own.table, part.train).filter((row) => !Number.isNaN(labels[row]))
    if (rows.length > 0) models[name] = fitLinear(readerOf(own.scaled), labels, rows, objective)
  }
  return { kind: 'linear', models }
}

/** What the linear models say of every row of the tables, before calibration; of the given tasks alone. */
export function predictLinear(
  member: LinearMember,
  prepared: PreparedTables,
  tasks: Task[],
  units: LabelUnits,
): Figures {
  const figures: Figures = {}
  for (const { task, name, unit } of outputsIn(tasks)) {
    const [own, model] = [prepared[entityOf(task)], member.models[name]]
    if (!own || !model) continue
    const { objective } = outputFacts(name)
    const factor = unit(units)
    const reader = readerOf(own.scaled)
    const values = new Float64Array(reader.width)
    figures[name] = Float64Array.from({ length: own.table.rows }, (_, row) => {
      reader.read(row, values)
      return factor * objective.predict(linearScore(model, values))
    })
  }
  return figures
}

/** The scaled inputs of one row, one encoder's after the other's. */
function readerOf(scaled: PreparedTable['scaled']): ReadRow {
  const matrices = inputGroups.map((group) => scaled[group])
  return {
    width: matrices.reduce((sum, { names }) => sum + names.length, 0),
    read(row, values) {
      let at = 0
      for (const { names, values: cells } of matrices) {
        for (let from = row * names.length; from < (row + 1) * names.length; from++) values[at++] = cells[from]
      }
    },
  }
}
