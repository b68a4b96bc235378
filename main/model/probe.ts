import { createRandom } from '../base/random.ts'
import { createMatrix } from '../base/table.ts'
import type { Engine } from '../engine/types.ts'
import { fitAllScales, mapEntities, prepareTables, type Tables } from './tables.ts'
import { createContext } from '../features/exampleTable.ts'
import { specsOf } from '../features/scaling.ts'
import { part, labelNames, type Entity, type ExampleTable, type FeatureSpec, type Task } from '../features/types.ts'
import { createDescent } from './descent.ts'
import { initialise } from './network/parameters.ts'
import { networkOf } from './runningModel.ts'
import type { ModelConfig } from './types.ts'

/** A network as far as its speed depends on it. */
export interface NetworkShape {
  specs: FeatureSpec[]
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

/** The median milliseconds of real training steps of such a network, on rows of noise. */
export async function probe(engine: Engine, { specs, tasks, rows, config }: NetworkShape): Promise<number> {
  const tables: Tables = mapEntities(rows, (count, entity) => noise(entity, Math.min(mostRows, count), specs))
  const network = networkOf({ config, specs, tasks })
  const prepared = prepareTables(specs, fitAllScales(specs, tables), tables)
  const input = { engine, network, prepared, units: { ltv: 1, units: 1 }, config }
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

function noise(entity: Entity, rows: number, specs: FeatureSpec[]): ExampleTable {
  const random = createRandom(1)
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
    ...createContext(rows),
    labels: Object.fromEntries(
      labelNames[entity].map((name) => [name, Float64Array.from({ length: rows }, () => random.integer(2))]),
    ),
    baseline: {},
  }
}
