import type { Grid, Tf } from '../../engine/types.ts'
import { dense, denseParameters, type Pass } from './layers.ts'
import type { Parameters, ParameterSpec } from './parameters.ts'

/**
 * How towers that were learned elsewhere fit themselves to a shop while they are held: by small layers put in between
 * (adapters: Houlsby et al. 2019), by a matrix of low rank added to each of theirs (LoRA: Hu et al. 2021), or, with `none`,
 * not at all.
 */
export interface Adaptation {
  kind: 'none' | 'adapters' | 'lora'
  /** Units of an adapter's bottleneck. */
  adapterWidth: number
  /** Rank of the matrices added. */
  loraRank: number
}

/** What adapters follow: every layer that towers are made of, by name, and its units. */
export type AdaptedLayer = { name: string; units: number }

/** The weights that an adaptation adds to those of the towers. They change nothing until they have learned. */
export function adaptationParameters(
  { kind, adapterWidth, loraRank }: Adaptation,
  layers: AdaptedLayer[],
  towers: ParameterSpec[],
): ParameterSpec[] {
  if (kind === 'none') return []
  if (kind === 'lora') return towers.filter(isProjection).flatMap((spec) => lowRankParameters(spec, loraRank))
  return layers.flatMap(({ name, units }) => [
    ...denseParameters(`${name}.adapter.narrow`, units, adapterWidth, 'he'),
    ...denseParameters(`${name}.adapter.wide`, adapterWidth, units, 'zeros'),
  ])
}

/** A matrix that maps one representation to another: no table of embeddings, bias, gain or single vector. */
const isProjection = ({ shape, start }: ParameterSpec): boolean =>
  shape.length === 2 && shape[1] > 1 && (start === 'he' || start === 'glorot')

const lowRankParameters = ({ name, shape: [inputs, outputs] }: ParameterSpec, rank: number): ParameterSpec[] => [
  { name: `${name}.down`, shape: [inputs, rank], start: 'he' },
  { name: `${name}.up`, shape: [rank, outputs], start: 'zeros' },
]

/** x [rows, units] + wide(relu(narrow(x))) where the layer has an adapter, else x itself. */
export function adapted(pass: Pass, layer: string, x: Grid): Grid {
  if (!pass.parameters[`${layer}.adapter.narrow.weight`]) return x
  const narrow = dense(pass, `${layer}.adapter.narrow`, x, 'relu')
  return pass.tf.add<Grid>(x, dense(pass, `${layer}.adapter.wide`, narrow, 'linear'))
}

const down = '.down'

/** Every matrix with the product of low rank that belongs to it added, W + down · up; the others as they are. */
export function withLowRank(tf: Tf, parameters: Parameters): Parameters {
  const changed: Parameters = {}
  for (const name of Object.keys(parameters)) {
    if (!name.endsWith(down)) continue
    const matrix = name.slice(0, -down.length)
    const update = tf.matMul(parameters[name] as Grid, parameters[`${matrix}.up`] as Grid)
    changed[matrix] = tf.add<Grid>(parameters[matrix] as Grid, update)
  }
  return { ...parameters, ...changed }
}
