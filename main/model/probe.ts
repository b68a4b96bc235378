import { createRandom } from '../base/random.ts'
import { createMatrix } from '../base/table.ts'
import type { Engine } from '../engine/types.ts'
import { fitAllScales, mapEntities, prepareTables, type Tables } from './tables.ts'
import { createContext } from '../features/exampleTable.ts'
import { specsOf } from '../features/scaling.ts'
import type { ActLog } from '../features/actLog.ts'
import { part, type Coded, type Entity, type ExampleTable, type FeatureSpec, type Task } from '../features/types.ts'
import type { Vocabulary } from '../features/vocabulary.ts'
import { createDescent } from './descent.ts'
import { initialise } from './network/parameters.ts'
import { outputsIn } from './members/outputs.ts'
import { networkOf } from './networkOf.ts'
import type { ModelConfig } from './modelConfig.ts'
import { entityOf } from './types.ts'

/** A network as far as its speed depends on it. */
export interface NetworkShape {
  specs: FeatureSpec[]
  vocabularies: Record<Coded, Vocabulary>
  actSizes: ActLog['sizes'] | null
  tasks: Task[]
  rows: Partial<Record<Entity, number>>
  config: ModelConfig
}

/** Steps that are not counted: engines compile and warm up in them. */
const warmUpSteps = 3
/** Enough for a median that load of a moment does not decide, within the time below. */
const mostSteps = 15
const mostMs = 1500
/** More rows change nothing in a step but the time to draw them. */
const mostRows = 20_000
/** As long as the longest sequence. */
const noiseActs = 256

/** The median milliseconds of real training steps of such a network, on rows of noise. */
export async function probe(engine: Engine, shape: NetworkShape): Promise<number> {
  const { specs, rows, config } = shape
  const log = shape.actSizes && noiseLog(shape.actSizes)
  const tables: Tables = mapEntities(rows, (count, entity) => noise(entity, Math.min(mostRows, count), shape, log))
  const network = networkOf(shape)
  const prepared = prepareTables(specs, fitAllScales(specs, tables), tables)
  const input = { engine, network, specs, prepared, units: { ltv: 1, units: 1 }, config }
  const descent = createDescent(input, initialise(network.parameters, config.seed))
  const times: number[] = []
  try {
    const startedMs = performance.now()
    for (let step = 0; step < warmUpSteps + mostSteps; step++) {
      const stepStartedMs = performance.now()
      await descent.step(1)
      // A GPU has done its work only when something of it can be read.
      const first = engine.tf.slice(descent.weights(), [0], [1])
      await first.data()
      first.dispose()
      if (step >= warmUpSteps) times.push(performance.now() - stepStartedMs)
      if (times.length > 0 && performance.now() - startedMs > mostMs) break
    }
  } finally {
    descent.dispose()
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
}

/** Acts of noise, of which every row of customers takes so many as it may. */
function noiseLog(sizes: ActLog['sizes']): ActLog {
  const random = createRandom(1)
  const codes = (below: number) => Int32Array.from({ length: noiseActs }, () => random.integer(below))
  return {
    sizes,
    type: Uint8Array.from(codes(sizes.type)),
    product: codes(sizes.product),
    category: codes(sizes.category),
    brand: codes(sizes.brand),
    day: Int32Array.from({ length: noiseActs }, (_, act) => act),
    price: new Float32Array(noiseActs).fill(1),
    units: new Float32Array(noiseActs).fill(1),
  }
}

function noise(entity: Entity, rows: number, { specs, config, tasks }: NetworkShape, log: ActLog | null): ExampleTable {
  const random = createRandom(1)
  const context = createContext(rows)
  if (entity !== 'product') context.sequences.to.fill(Math.min(noiseActs, config.sequenceLength))
  const matrixOf = (group: FeatureSpec['group']) => {
    const matrix = createMatrix(
      specsOf(specs, group).map(({ name }) => name),
      rows,
    )
    for (let i = 0; i < matrix.values.length; i++) matrix.values[i] = random.normal()
    return matrix
  }
  const zeros = () => new Int32Array(rows)
  return {
    entity,
    rows,
    ids: zeros(),
    brandIds: zeros(),
    clusters: zeros(),
    cutoffs: new Float64Array(rows),
    parts: new Uint8Array(rows).fill(part.train),
    inputs: { behaviour: matrixOf('behaviour'), product: matrixOf('product'), social: matrixOf('social') },
    ...context,
    log,
    labels: Object.fromEntries(
      outputsIn(tasks.filter((task) => entityOf(task) === entity)).map(({ label }) => [
        label,
        Float64Array.from({ length: rows }, () => random.integer(2)),
      ]),
    ),
    baseline: {},
  }
}
