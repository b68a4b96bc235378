import type { Random } from '../../base/random.ts'
import type { Grid, Tf, Vector } from '../../engine/types.ts'
import type { ActLog } from '../../features/actLog.ts'
import { inputGroups, type Coded, type Entity, type InputGroup, type ByTask, type Task } from '../../features/types.ts'
import { entityOf } from '../types.ts'
import {
  actEncoderParameters,
  adaptedActLayers,
  encodeActs,
  type ActBatch,
  type ActEncoderShape,
} from './actEncoder.ts'
import { adaptationParameters, withLowRank, type Adaptation } from './adaptation.ts'
import { fusion, fusionParameters, type FusionShape } from './fusion.ts'
import { head, headParameters } from './heads.ts'
import type { Pass } from './layers.ts'
import { unflatten, type ParameterSpec } from './parameters.ts'
import { adaptedTowerLayers, tower, towerParameters } from './tower.ts'

/** Row kinds in the order in which a batch stacks them. */
export const entities = ['user', 'product', 'pair'] as const satisfies readonly Entity[]

export const codedNames = ['category', 'brand'] as const satisfies readonly Coded[]

/** What the network is given. */
export interface NetworkInputs {
  /** Columns of each group. */
  widths: Record<InputGroup, number>
  /** Codes of each vocabulary. */
  codes: Record<Coded, number>
  /** Codes of the acts in sequences; null without sequences. */
  acts: ActLog['sizes'] | null
}

export interface NetworkShape extends FusionShape {
  towerWidth: number
  /** Numbers of a category's and a brand's embedding; 0 for none. */
  embeddingWidth: number
  acts: ActEncoderShape
  /** How towers learned elsewhere fit themselves to this shop; not at all where it is left out. */
  adaptation?: Adaptation
}

/**
 * Three towers encode a row's behaviour, product and social inputs. Behaviour comes as what a customer's acts amount to
 * and, beside it, as the last acts one by one; product inputs with embeddings of category and brand. A fusion joins the
 * encodings for each task, whose head sees the inputs themselves beside what the fusion made of them (wide & deep: Cheng
 * et al. 2016), so that the towers need learn only what a linear model cannot say. Users, products and pairs have the same
 * columns and so share the towers.
 */
export interface Network {
  tasks: Task[]
  inputs: NetworkInputs
  shape: NetworkShape
  groups: InputGroup[]
  /** Those of the towers come first, then what adapts them, then those of fusion and heads. */
  parameters: ParameterSpec[]
  /** The towers' own. */
  towers: ParameterSpec[]
}

/** Rows to run through the network at once: scaled inputs, row-major, users before products before pairs. */
export interface Batch {
  rows: Record<Entity, number>
  inputs: Record<InputGroup, Float32Array>
  /** By group, 1 for rows that have any of its inputs, 0 for those that have none. */
  present: Record<InputGroup, Float32Array>
  codes: Record<Coded, Int32Array>
  acts: ActsOfRows | null
}

/** The acts of those rows that have some, and where each row's are: −1 for a row without. */
export interface ActsOfRows {
  batch: ActBatch
  places: Int32Array
}

export function createNetwork(shape: NetworkShape, inputs: NetworkInputs, tasks: Task[]): Network {
  const { widths, codes, acts } = inputs
  const groups = inputGroups.filter((group) => widths[group] > 0)
  const headInputs = groups.reduce((sum, group) => sum + widths[group], shape.fusionWidth)
  const towers = [
    ...embeddingParameters(shape, codes),
    ...(acts ? actEncoderParameters(shape.acts, acts) : []),
    ...(acts ? [{ name: 'acts.absent', shape: [1, shape.acts.width], start: 'zeros' as const }] : []),
    ...groups.flatMap((group) => towerParameters(group, towerInputs(shape, inputs, group), shape.towerWidth)),
  ]
  const layers = [
    ...(acts ? adaptedActLayers(shape.acts) : []),
    ...groups.flatMap((group) => adaptedTowerLayers(group, shape.towerWidth)),
  ]
  const parameters = [
    ...towers,
    ...(shape.adaptation ? adaptationParameters(shape.adaptation, layers, towers) : []),
    ...fusionParameters(shape, groups.length, shape.towerWidth, tasks),
    ...tasks.flatMap((task) => headParameters(task, headInputs)),
  ]
  return { tasks, inputs, shape, groups, parameters, towers }
}

const embeds = ({ embeddingWidth }: NetworkShape, codes: number): boolean => embeddingWidth > 0 && codes > 1

const embeddingParameters = (shape: NetworkShape, codes: NetworkInputs['codes']): ParameterSpec[] =>
  codedNames
    .filter((name) => embeds(shape, codes[name]))
    .map((name) => ({ name: `embedding.${name}`, shape: [codes[name], shape.embeddingWidth], start: 'embedding' }))

/** Columns of what a tower is given: its group's, and beside them what the acts and the codes are encoded as. */
function towerInputs(shape: NetworkShape, { widths, codes, acts }: NetworkInputs, group: InputGroup): number {
  if (group === 'behaviour' && acts) return widths.behaviour + shape.acts.width
  const embedded = codedNames.filter((name) => embeds(shape, codes[name])).length
  return widths[group] + (group === 'product' ? embedded * shape.embeddingWidth : 0)
}

/** What the network says of a batch, by task; tasks whose entity has no row in it are left out. */
export interface Reading {
  /** Raw outputs, [rows of the task's entity, the head's width]. */
  outputs: ByTask<Grid>
  /** How the towers were weighed, [rows, groups]; empty without a gate. */
  shares: ByTask<Grid>
  /** How much each act was looked at, [rows with acts, length]; null without sequences. */
  looked: Grid | null
}

/** How a batch goes through. */
export interface Passage {
  /** Set while learning. */
  dropout?: { rate: number; random: Random } | null
  /** The inputs of each group as tensors, where they are to be differentiated by. */
  inputs?: Grid[]
}

/** Runs the network; differentiable by `weights`, its parameters as one vector. */
export function forward(
  tf: Tf,
  network: Network,
  weights: Vector,
  batch: Batch,
  { dropout = null, inputs: ofBatch }: Passage = {},
): Reading {
  const { groups, inputs, shape } = network
  const pass: Pass = { tf, parameters: withLowRank(tf, unflatten(tf, network.parameters, weights)), dropout }
  const rows = entities.reduce((sum, entity) => sum + batch.rows[entity], 0)
  const given = ofBatch ?? groups.map((group) => tf.tensor2d(batch.inputs[group], [rows, inputs.widths[group]]))
  const acts = batch.acts ? readActs(pass, shape, batch.acts) : null
  const beside: Partial<Record<InputGroup, Grid[]>> = {
    behaviour: acts ? [acts.encoding] : [],
    product: embedCodes(pass, network, batch),
  }
  const encodings = groups.map((group, i) =>
    tower(pass, group, joined(tf, [given[i], ...(beside[group] ?? [])]), batch.present[group]),
  )
  const sizes = entities.map((entity) => batch.rows[entity])
  const cut = (grid: Grid) => tf.split<Grid>(grid, sizes)
  const [encodingsByEntity, wideByEntity] = [encodings.map(cut), cut(joined(tf, given))]
  const reading: Reading = { outputs: {}, shares: {}, looked: acts?.looked ?? null }
  for (const task of network.tasks) {
    const at = entities.indexOf(entityOf(task))
    if (sizes[at] === 0) continue
    const own = encodingsByEntity.map((pieces) => pieces[at])
    const { representation, shares } = fusion(pass, shape, task, own)
    reading.outputs[task] = head(pass, task, tf.concat2d([representation, wideByEntity[at]], 1))
    if (shares) reading.shares[task] = shares
  }
  return reading
}

const joined = (tf: Tf, grids: Grid[]): Grid => (grids.length === 1 ? grids[0] : tf.concat2d(grids, 1))

/** Encodings of the acts in every row's place, [rows, width]; a learned vector where a row has none. */
function readActs(
  pass: Pass,
  shape: NetworkShape,
  { batch, places }: ActsOfRows,
): { encoding: Grid; looked: Grid | null } {
  const { tf, parameters } = pass
  const none = parameters['acts.absent'] as Grid
  const encoded = batch.count > 0 ? encodeActs(pass, shape.acts, batch) : null
  const choices = encoded ? tf.concat2d([none, encoded.encoding], 0) : none
  const at = tf.tensor1d(
    places.map((place) => place + 1),
    'int32',
  )
  return { encoding: tf.gather<Grid>(choices, at), looked: encoded?.looked ?? null }
}

const embedCodes = ({ tf, parameters }: Pass, { shape, inputs }: Network, { codes }: Batch): Grid[] =>
  codedNames
    .filter((name) => embeds(shape, inputs.codes[name]))
    .map((name) => tf.gather<Grid>(parameters[`embedding.${name}`] as Grid, tf.tensor1d(codes[name], 'int32')))
