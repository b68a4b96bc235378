import type { Grid } from '../../engine/types.ts'
import type { ActLog } from '../../features/actLog.ts'
import { adapted, type AdaptedLayer } from './adaptation.ts'
import { attendedMean, attention, attentionParameters, type Sequences } from './attention.ts'
import { dense, denseParameters, dropout, layerNorm, normParameters, type Pass } from './layers.ts'
import type { ParameterSpec } from './parameters.ts'

/** What an act is, as codes that have embeddings. */
export const actCodes = ['type', 'product', 'category', 'brand'] as const
export type ActCode = (typeof actCodes)[number]

/** Numbers of an act: log price, log units, log days since the act before, log days to the cutoff, and its weekday. */
export const actNumbers = 6

/** The acts of some rows, padded to one length, oldest first. */
export interface ActBatch {
  count: number
  length: number
  codes: Record<ActCode, Int32Array>
  /** [count · length, actNumbers]. */
  numbers: Float32Array
  /** [count · length]: 1 where an act is. */
  present: Float32Array
}

export interface ActEncoderShape {
  width: number
  blocks: number
  heads: number
}

export function actEncoderParameters({ width, blocks }: ActEncoderShape, sizes: ActLog['sizes']): ParameterSpec[] {
  const parameters: ParameterSpec[] = [
    ...actCodes.map((code) => ({ name: `acts.${code}`, shape: [sizes[code], width], start: 'embedding' as const })),
    ...denseParameters('acts.numbers', actNumbers, width, 'glorot'),
  ]
  for (let block = 0; block < blocks; block++) {
    parameters.push(
      ...normParameters(`acts.${block}.before`, width),
      ...attentionParameters(`acts.${block}.attention`, width),
      ...normParameters(`acts.${block}.between`, width),
      ...denseParameters(`acts.${block}.wide`, width, 2 * width, 'he'),
      ...denseParameters(`acts.${block}.narrow`, 2 * width, width, 'glorot'),
    )
  }
  return [
    ...parameters,
    ...normParameters('acts.last', width),
    { name: 'acts.query', shape: [width, 1], start: 'glorot' },
  ]
}

/** The layers that an adapter follows: both halves of every block. */
export const adaptedActLayers = ({ width, blocks }: ActEncoderShape): AdaptedLayer[] =>
  Array.from({ length: blocks }, (_, block) => block).flatMap((block) => [
    { name: `acts.${block}.attention`, units: width },
    { name: `acts.${block}.narrow`, units: width },
  ])

/** Every act as a vector: the sum of its codes' embeddings and of what its numbers say, [count · length, width]. */
export function embedActs(pass: Pass, { count, length, codes, numbers }: ActBatch): Grid {
  const { tf, parameters } = pass
  const given = tf.tensor2d(numbers, [count * length, actNumbers])
  return actCodes.reduce<Grid>(
    (sum, code) => {
      const embedded = tf.gather<Grid>(parameters[`acts.${code}`] as Grid, tf.tensor1d(codes[code], 'int32'))
      return tf.add<Grid>(sum, embedded)
    },
    dense(pass, 'acts.numbers', given, 'linear'),
  )
}

/** Acts that have seen one another: blocks of attention and of a dense layer, each normalised before (Xiong et al. 2020). */
export function relateActs(pass: Pass, { heads, blocks }: ActEncoderShape, embedded: Grid, acts: ActBatch): Grid {
  const { tf } = pass
  const sequences: Sequences = { count: acts.count, length: acts.length, heads, present: acts.present }
  let items = dropout(pass, embedded)
  for (let block = 0; block < blocks; block++) {
    const before = layerNorm(pass, `acts.${block}.before`, items)
    const attended = attention(pass, `acts.${block}.attention`, before, sequences)
    items = tf.add<Grid>(items, adapted(pass, `acts.${block}.attention`, attended))
    const between = layerNorm(pass, `acts.${block}.between`, items)
    const wide = dropout(pass, dense(pass, `acts.${block}.wide`, between, 'relu'))
    const narrow = dense(pass, `acts.${block}.narrow`, wide, 'linear')
    items = tf.add<Grid>(items, adapted(pass, `acts.${block}.narrow`, narrow))
  }
  return layerNorm(pass, 'acts.last', items)
}

/**
 * A Transformer encoder (Vaswani et al. 2017) over the last acts of each row, and the mean of what it makes of them by a
 * learned attention: encodings [count, width] and how much each act was looked at, [count, length].
 */
export function encodeActs(pass: Pass, shape: ActEncoderShape, acts: ActBatch): { encoding: Grid; looked: Grid } {
  const items = relateActs(pass, shape, embedActs(pass, acts), acts)
  const { count, length, present } = acts
  const query = pass.parameters['acts.query'] as Grid
  const { mean, weights } = attendedMean(pass, items, query, { count, length, heads: 1, present })
  return { encoding: mean, looked: weights }
}
