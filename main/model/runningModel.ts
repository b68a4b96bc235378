import { release } from '../base/handover.ts'
import type { Engine } from '../engine/types.ts'
import type { ActLog } from '../features/actLog.ts'
import type { Task } from '../features/types.ts'
import { applyCalibration } from './calibration/apply.ts'
import { conformalInterval } from './calibration/conformal.ts'
import { taskPredictions } from './network/heads.ts'
import { fromStored } from './network/parameters.ts'
import { networkOf } from './networkOf.ts'
import { rawOutputs } from './outputs.ts'
import { mapEntities, prepareTables, type Tables } from './tables.ts'
import type { ModelArtifact } from './types.ts'

/** By `task.output`, one figure per row of the task's table. */
export type Figures = Record<string, Float64Array>

/** A trained network on an engine, ready to predict. Dispose of it to free the engine's memory. */
export interface RunningModel {
  /** What the network says, before calibration. Tables that training did not have are passed over. */
  predictRaw(tables: Tables, log: ActLog | null): Promise<Figures>
  /** Calibrated; amounts with `ltv.low` and `ltv.high`, the 80% interval of one customer. */
  predict(tables: Tables, log: ActLog | null): Promise<Figures>
  dispose(): void
}

/** Throws when the artifact's weights do not fit its configuration. */
export function runModel({ tf }: Engine, artifact: ModelArtifact): RunningModel {
  const network = networkOf(artifact)
  const weights = tf.tensor1d(fromStored(network.parameters, artifact.weights))
  const predictRaw = async (tables: Tables, log: ActLog | null): Promise<Figures> => {
    const prepared = prepareTables(artifact.specs, artifact.scales, tables, log)
    const everyRow = mapEntities(prepared, ({ table }) => Int32Array.from({ length: table.rows }, (_, row) => row))
    const figures: Figures = {}
    const outputs = await rawOutputs(tf, network, weights, prepared, everyRow)
    release(mapEntities(prepared, ({ scaled }) => scaled))
    for (const [task, raw] of Object.entries(outputs)) {
      const predicted = taskPredictions(task as Task, raw, artifact.labelUnits)
      for (const [output, values] of Object.entries(predicted)) figures[`${task}.${output}`] = values
    }
    return figures
  }
  return {
    predictRaw,
    predict: async (tables, log) => calibrated(artifact, await predictRaw(tables, log)),
    dispose: () => weights.dispose(),
  }
}

/** Raw figures through the artifact's calibration, with intervals where it has them. */
export function calibrated({ calibration, conformal }: ModelArtifact, raw: Figures): Figures {
  const figures: Figures = {}
  for (const [name, values] of Object.entries(raw)) {
    figures[name] = applyCalibration(calibration[name] ?? { kind: 'identity' }, values)
    const [task] = name.split('.')
    const own = conformal[name]
    if (!own) continue
    figures[`${task}.low`] = figures[name].map((value) => conformalInterval(own, value).low)
    figures[`${task}.high`] = figures[name].map((value) => conformalInterval(own, value).high)
  }
  return figures
}
