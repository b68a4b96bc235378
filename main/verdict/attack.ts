import { createRandom } from '../base/random.ts'
import type { Work } from '../base/job.ts'
import type { Engine, Vector } from '../engine/types.ts'
import { specsOf } from '../features/scaling.ts'
import { type ExampleTable, type InputGroup, type Task } from '../features/types.ts'
import { differentiateBoth, type Judge, type Piece } from '../model/derivative.ts'
import { learnedFor } from '../model/horizons.ts'
import { adversarySteps, moveTowardsLoss } from '../model/learning/adversarial.ts'
import { countKnown } from '../model/network/heads.ts'
import type { Batch, Network } from '../model/network/network.ts'
import { fromStored } from '../model/network/parameters.ts'
import { networkOf } from '../model/networkOf.ts'
import { gatherBatch, gatherLabels, prepareTables, type PreparedTable } from '../model/tables.ts'
import { entityOf, type ModelArtifact } from '../model/types.ts'
import { withScaled, type Columns } from './perturbation.ts'

/** Rows that are attacked at once. */
const chunkRows = 1024

/** A model's networks, on an engine. */
export interface Target {
  engine: Engine
  network: Network
  weights: Vector[]
  artifact: ModelArtifact
}

/** Null where the model has no network. Dispose of the weights. */
export function targetOf(engine: Engine, artifact: ModelArtifact): Target | null {
  const network = networkOf(artifact)
  const weights = artifact.members.flatMap((member) =>
    member.kind === 'network' ? [engine.tf.tensor1d(fromStored(network.parameters, member.weights))] : [],
  )
  return weights.length > 0 ? { engine, network, weights, artifact } : null
}

/**
 * The rows of a task's table with their dense inputs moved, by `size` at most, to where the task's loss summed over the
 * model's networks grows: by one step (FGM) or several (PGD), as in adversarial training. Lengths are Euclidean, by row and
 * group of inputs, in standard deviations. Categories, sequences and inputs that the model does not listen to stay.
 */
export async function attack(
  { engine, network, weights, artifact }: Target,
  task: Task,
  table: ExampleTable,
  { kind, size }: { kind: 'fgm' | 'pgd'; size: number },
  work: Work,
): Promise<ExampleTable> {
  const entity = entityOf(task)
  const prepared = prepareTables(artifact.specs, artifact.scales, { [entity]: table })
  const [own, scales] = [prepared[entity], artifact.scales[entity]]
  if (!own || !scales) throw new Error(`the model was not trained on ${entity} rows`)
  const columns: Columns = { specs: artifact.specs, scales }
  const deaf = deafColumns(columns)
  const moved = copyOf(own)
  for (let from = 0; from < table.rows; from += chunkRows) {
    work.checkpoint()
    const rows = Int32Array.from({ length: Math.min(chunkRows, table.rows - from) }, (_, i) => from + i)
    const picks = { [entity]: rows }
    const piece: Piece = { batch: gatherBatch(prepared, picks), labels: gatherLabels(prepared, picks), mixed: null }
    const judge = judgeOf(task, piece, artifact)
    const inputs = await descend({ engine, network, weights, artifact }, piece, judge, deaf, { kind, size })
    for (const group of network.groups) moved[group].set(inputs[group], from * network.inputs.widths[group])
  }
  return withScaled(columns, own, moved)
}

/** Where the inputs of a piece end up. */
async function descend(
  { engine, network, weights }: Target,
  piece: Piece,
  judge: Judge,
  deaf: Record<InputGroup, boolean[]>,
  { kind, size }: { kind: 'fgm' | 'pgd'; size: number },
): Promise<Batch['inputs']> {
  const origin = piece.batch.inputs
  const steps = adversarySteps[kind]
  const still = { rate: 0, random: createRandom(0) }
  let now = origin
  for (let step = 0; step < steps; step++) {
    const batch = { ...piece.batch, inputs: now }
    const slopes: Partial<Record<InputGroup, Float32Array>>[] = []
    for (const own of weights) {
      const { byInputs, byWeights } = await differentiateBoth(
        engine.tf,
        network,
        own,
        { ...piece, batch },
        judge,
        still,
      )
      byWeights.dispose()
      slopes.push(byInputs)
    }
    const next = { ...now }
    for (const group of network.groups) {
      const width = network.inputs.widths[group]
      const slope = sumOf(slopes.flatMap((each) => each[group] ?? []))
      const { present } = piece.batch
      for (let at = 0; at < slope.length; at++) {
        if (deaf[group][at % width] || present[group][Math.floor(at / width)] === 0) slope[at] = 0
      }
      next[group] = moveTowardsLoss({ origin: origin[group], now: now[group] }, slope, width, { size, steps })
    }
    now = next
  }
  return now
}

/** The loss of the task alone; of customer value learned in increments, theirs. */
function judgeOf(task: Task, { labels }: Piece, { labelUnits, tasks }: ModelArtifact): Judge {
  const wanted = learnedFor([task], tasks)
  const taskWeights = Object.fromEntries(tasks.map((name) => [name, wanted.includes(name) ? 1 : 0]))
  return { units: labelUnits, taskWeights, known: countKnown(labels) }
}

/** By group, which columns are switched off. */
function deafColumns({ specs, scales }: Columns): Record<InputGroup, boolean[]> {
  const of = (group: InputGroup) => specsOf(specs, group).map((spec) => scales[specs.indexOf(spec)].deviation === 0)
  return { behaviour: of('behaviour'), product: of('product'), social: of('social') }
}

const copyOf = ({ scaled }: PreparedTable): Record<InputGroup, Float32Array> => ({
  behaviour: scaled.behaviour.values.slice(),
  product: scaled.product.values.slice(),
  social: scaled.social.values.slice(),
})

function sumOf(columns: Float32Array[]): Float32Array {
  const sum = columns[0].slice()
  for (const column of columns.slice(1)) for (let i = 0; i < sum.length; i++) sum[i] += column[i]
  return sum
}
