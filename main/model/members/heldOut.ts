import type { Engine } from '../../engine/types.ts'
import { pickRows } from '../../features/exampleTable.ts'
import { part } from '../../features/types.ts'
import { runModel, type Ensemble } from '../runningModel.ts'
import { mapEntities, rowsIn, type Tables } from '../tables.ts'
import { entityOfOutput, type Figures, type ModelArtifact } from '../types.ts'
import { blended, type SaidByKind } from './blend.ts'

/**
 * Blended figures, before calibration, of every row by members that did not learn from it: of the test rows by all
 * members, of the rows set aside as `said` has them. NaN for rows that are neither.
 */
export async function heldOutFigures(
  model: Ensemble & Pick<ModelArtifact, 'blend'>,
  tables: Tables,
  said: SaidByKind,
  engine: Engine,
): Promise<Figures> {
  const figures = blended(said, model.blend)
  const test = mapEntities(tables, (table) => rowsIn(table, part.test))
  const picked = mapEntities(tables, (table, entity) => pickRows(table, test[entity] ?? new Int32Array(0)))
  const running = runModel(engine, { ...model, calibration: {}, conformal: {} })
  const tested = await running.predictRaw(picked)
  running.dispose()
  for (const [name, values] of Object.entries(tested)) {
    const entity = entityOfOutput(name)
    // Copied, since a blend of one kind is what that kind said.
    const whole = figures[name]?.slice() ?? new Float64Array(tables[entity]?.rows ?? 0).fill(NaN)
    test[entity]?.forEach((row, i) => (whole[row] = values[i]))
    figures[name] = whole
  }
  return figures
}
