import { AssayError } from '../base/errors.ts'
import { release } from '../base/handover.ts'
import type { Engine } from '../engine/types.ts'
import type { Task } from '../features/types.ts'
import { calibrated } from './calibration/apply.ts'
import { learnedFor } from './horizons.ts'
import { blended, joinKinds, type FiguresByKind } from './members/blend.ts'
import { predictBoosted } from './members/boosted.ts'
import { predictLinear } from './members/linear.ts'
import type { NetworkMember } from './members/network.ts'
import { taskPredictions } from './network/heads.ts'
import type { Network } from './network/network.ts'
import { fromStored } from './network/parameters.ts'
import { networkOf } from './networkOf.ts'
import { rawOutputs, type RawOutputs } from './outputs.ts'
import { mapEntities, prepareTables, type PreparedTables, type Tables } from './tables.ts'
import type { Figures, LabelUnits, Member, ModelArtifact } from './types.ts'

/** What members need to be run; the rest of an artifact is of the blend. */
export type Ensemble = Pick<
  ModelArtifact,
  'config' | 'specs' | 'vocabularies' | 'actSizes' | 'productWords' | 'tasks' | 'scales' | 'labelUnits' | 'members'
>

/** Trained members on an engine, ready to predict. Dispose of it to free the engine's memory. */
export interface RunningMembers {
  /**
   * What every member says of every row, before it is blended and calibrated; of all tasks, or at least of those named.
   * Tables that training did not have are passed over.
   */
  predict(tables: Tables, tasks?: Task[]): Promise<FiguresByKind>
  dispose(): void
}

/** A trained model on an engine, ready to predict. Dispose of it to free the engine's memory. */
export interface RunningModel {
  /** Blended, before calibration. */
  predictRaw(tables: Tables, tasks?: Task[]): Promise<Figures>
  /** Calibrated; amounts with `ltv.low` and `ltv.high`, the 80% interval of one customer. */
  predict(tables: Tables, tasks?: Task[]): Promise<Figures>
  dispose(): void
}

interface Running {
  predict(prepared: PreparedTables, tasks: Task[]): Figures | Promise<Figures>
  dispose(): void
}

function runMember({ tf }: Engine, network: Network, units: LabelUnits, member: Member): Running {
  const dispose = () => {}
  switch (member.kind) {
    case 'network': {
      const weights = tf.tensor1d(weightsFor(network, member))
      const predict = async (prepared: PreparedTables) => {
        const everyRow = mapEntities(prepared, ({ table }) => Int32Array.from({ length: table.rows }, (_, row) => row))
        return figuresOf(await rawOutputs(tf, network, weights, prepared, everyRow), units)
      }
      return { predict, dispose: () => weights.dispose() }
    }
    case 'boosted':
      return { predict: (prepared, tasks) => predictBoosted(member, prepared, tasks, units), dispose }
    case 'linear':
      return { predict: (prepared, tasks) => predictLinear(member, prepared, tasks, units), dispose }
  }
}

/** Throws `model.otherNetwork` for weights of a network that is built no more. */
function weightsFor({ parameters }: Network, { weights }: NetworkMember): Float32Array {
  try {
    return fromStored(parameters, weights)
  } catch (thrown) {
    throw new AssayError('model.otherNetwork', { reason: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

function figuresOf(outputs: RawOutputs, units: LabelUnits): Figures {
  const figures: Figures = {}
  for (const [task, raw] of Object.entries(outputs)) {
    const predicted = taskPredictions(task as Task, raw, units)
    for (const [output, values] of Object.entries(predicted)) figures[`${task}.${output}`] = values
  }
  return figures
}

/** Throws `model.otherNetwork` when a network's weights do not fit the configuration. */
export function runMembers(engine: Engine, ensemble: Ensemble): RunningMembers {
  const { specs, scales, labelUnits, members } = ensemble
  const network = networkOf(ensemble)
  const running = members.map((member) => runMember(engine, network, labelUnits, member))
  return {
    async predict(tables, asked = ensemble.tasks) {
      const tasks = learnedFor(asked, ensemble.tasks)
      const prepared = prepareTables(specs, scales, tables)
      const said: FiguresByKind = { network: [], boosted: [], linear: [] }
      for (const [index, { kind }] of members.entries()) said[kind].push(await running[index].predict(prepared, tasks))
      release(mapEntities(prepared, ({ scaled }) => scaled))
      return said
    },
    dispose: () => running.forEach((member) => member.dispose()),
  }
}

/** Throws `model.otherNetwork` when a network's weights do not fit the configuration. */
export function runModel(engine: Engine, artifact: ModelArtifact): RunningModel {
  const members = runMembers(engine, artifact)
  const predictRaw = async (tables: Tables, tasks?: Task[]) =>
    blended(joinKinds(await members.predict(tables, tasks)), artifact.blend)
  return {
    predictRaw,
    predict: async (tables, tasks) => calibrated(artifact, await predictRaw(tables, tasks)),
    dispose: () => members.dispose(),
  }
}
