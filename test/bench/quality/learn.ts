import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import { pickRows } from '../../../main/features/exampleTable.ts'
import { part, type Entity, type TrainingData } from '../../../main/features/types.ts'
import { calibrateOn } from '../../../main/model/calibration/calibrate.ts'
import { coverageOf } from '../../../main/model/calibration/conformal.ts'
import { withDrift } from '../../../main/model/calibration/drift.ts'
import { blended, joinKinds, type SaidByKind } from '../../../main/model/members/blend.ts'
import { fitBlend } from '../../../main/model/members/blendWeights.ts'
import { fitMembers } from '../../../main/model/members/fitMembers.ts'
import type { ModelConfig } from '../../../main/model/modelConfig.ts'
import { ensembleOf, prepare } from '../../../main/model/preparation.ts'
import { calibrated } from '../../../main/model/calibration/apply.ts'
import { runMembers } from '../../../main/model/runningModel.ts'
import { mapEntities, rowsIn, tablesOf, type Tables } from '../../../main/model/tables.ts'
import type { Figures, ModelArtifact } from '../../../main/model/types.ts'

/** What some members came to on one training's rows. */
export interface Group {
  said: SaidByKind
  tested: SaidByKind
  rows: Partial<Record<Entity, Int32Array>>
  cpuSeconds: number
}

/** What groups of members say together. */
export interface Together {
  /** By `task.output`, calibrated, of the test rows in their order. */
  figures: Figures
  cpuSeconds: number
  coverage: number | null
  blend: ModelArtifact['blend']
}

/** The members of a configuration, learned from the training rows, and what each kind says of rows it did not see. */
export async function learnGroup(data: TrainingData, config: ModelConfig, engine: Engine): Promise<Group> {
  const tables = tablesOf(data)
  const started = process.cpuUsage()
  const preparation = prepare(tables, data, config)
  const { members: fitted, said, rows } = await fitMembers(preparation, engine, unattended)
  const { user, system } = process.cpuUsage(started)
  const running = runMembers(engine, ensembleOf(preparation, fitted))
  const test = mapEntities(tables, (table) => pickRows(table, rowsIn(table, part.test)))
  const tested = joinKinds(await running.predict(test))
  running.dispose()
  return { said, tested, rows, cpuSeconds: (user + system) / 1e6 }
}

/** Blends and calibrates groups by the rows that none of them learned from. */
export function putTogether(
  groups: Group[],
  data: TrainingData,
  tables: Tables,
  drift: Record<string, number>,
): Together {
  const join = (of: 'said' | 'tested') => Object.assign({}, ...groups.map((group) => group[of])) as SaidByKind
  const { tasks } = data
  // Of the rows set aside, those of which every kind spoke: the fewest.
  const rows = mapEntities(tables, (_, entity) =>
    groups
      .map((group) => group.rows[entity] ?? new Int32Array(0))
      .reduce((fewest, own) => (own.length < fewest.length ? own : fewest)),
  )
  const blend = fitBlend(tasks, tables, join('said'))
  const fitted = calibrateOn(rows, tasks, tables, blended(join('said'), blend))
  const calibration = withDrift(fitted.calibration, drift)
  const figures = calibrated({ ...fitted, calibration }, blended(join('tested'), blend))
  const intervals = fitted.conformal['ltv.amount']
  const actual = Float64Array.from(rowsIn(data.users, part.test), (row) => data.users.labels.ltv[row])
  return {
    figures,
    blend,
    cpuSeconds: groups.reduce((sum, group) => sum + group.cpuSeconds, 0),
    coverage: intervals && figures['ltv.amount'] ? coverageOf(intervals, figures['ltv.amount'], actual) : null,
  }
}
