import type { Random } from '../../base/random.ts'
import type { Grid, Tf, Vector } from '../../engine/types.ts'
import { inputGroups, type Entity, type InputGroup, type Task } from '../../features/types.ts'
import { entityOf, type ModelConfig } from '../types.ts'
import { fusion, fusionParameters } from './fusion.ts'
import { head, headParameters } from './heads.ts'
import type { Pass } from './layers.ts'
import { unflatten, type ParameterSpec } from './parameters.ts'
import { tower, towerParameters } from './tower.ts'

/** Row kinds in the order in which a batch stacks them and the fusion layer's one-hot names them. */
export const entities = ['user', 'product', 'pair'] as const satisfies readonly Entity[]

/**
 * Three towers encode a row's behaviour, product and social inputs; a fusion layer joins them; each task has a head,
 * which sees the inputs themselves beside what the fusion layer made of them (wide & deep: Cheng et al. 2016), so that
 * the towers need learn only what a linear model cannot say. Users, products and pairs have the same columns and so
 * share the towers; a one-hot tells the fusion layer which is which.
 */
export interface Network {
  tasks: Task[]
  widths: Record<InputGroup, number>
  parameters: ParameterSpec[]
}

/** Rows to run through the network at once: scaled inputs, row-major, users before products before pairs. */
export interface Batch {
  rows: Record<Entity, number>
  inputs: Record<InputGroup, Float32Array>
}

export function createNetwork(
  config: Pick<ModelConfig, 'towerWidth' | 'fusionWidth'>,
  widths: Record<InputGroup, number>,
  tasks: Task[],
): Network {
  const groups = inputGroups.filter((group) => widths[group] > 0)
  const encodings = groups.length * config.towerWidth
  const headInputs = groups.reduce((sum, group) => sum + widths[group], config.fusionWidth)
  return {
    tasks,
    widths,
    parameters: [
      ...groups.flatMap((group) => towerParameters(group, widths[group], config.towerWidth)),
      ...fusionParameters(encodings, entities.length, config.fusionWidth),
      ...tasks.flatMap((task) => headParameters(task, headInputs)),
    ],
  }
}

/**
 * Raw outputs by task, [rows of the task's entity, the head's width]; tasks whose entity has no row in the batch are
 * left out. Differentiable by `weights`, the network's parameters as one vector.
 */
export function forward(
  tf: Tf,
  network: Network,
  weights: Vector,
  batch: Batch,
  dropout: { rate: number; random: Random } | null,
): Partial<Record<Task, Grid>> {
  const pass: Pass = { tf, parameters: unflatten(tf, network.parameters, weights), dropout }
  const rows = entities.reduce((sum, entity) => sum + batch.rows[entity], 0)
  const groups = inputGroups.filter((group) => network.widths[group] > 0)
  const inputs = groups.map((group) => tf.tensor2d(batch.inputs[group], [rows, network.widths[group]]))
  const encodings = groups.map((group, i) => tower(pass, group, inputs[i]))
  const deep = fusion(pass, encodings, tf.tensor2d(entityOneHot(batch.rows), [rows, entities.length]))
  const byEntity = tf.split<Grid>(
    tf.concat2d([deep, ...inputs], 1),
    entities.map((entity) => batch.rows[entity]),
  )
  const outputs: Partial<Record<Task, Grid>> = {}
  for (const task of network.tasks) {
    const own = byEntity[entities.indexOf(entityOf[task])]
    if (own.shape[0] > 0) outputs[task] = head(pass, task, own)
  }
  return outputs
}

function entityOneHot(rows: Record<Entity, number>): Float32Array {
  const values = new Float32Array(entities.reduce((sum, entity) => sum + rows[entity], 0) * entities.length)
  let at = 0
  entities.forEach((entity, index) => {
    for (let row = 0; row < rows[entity]; row++, at += entities.length) values[at + index] = 1
  })
  return values
}
