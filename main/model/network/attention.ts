import type { Grid, Tensor, Tf } from '../../engine/types.ts'
import type { Pass } from './layers.ts'
import type { ParameterSpec } from './parameters.ts'

/** Weights of one attention layer: queries, keys and values side by side, and what mixes the heads again. */
export const attentionParameters = (name: string, width: number): ParameterSpec[] => [
  { name: `${name}.project`, shape: [width, 3 * width], start: 'glorot' },
  { name: `${name}.mix`, shape: [width, width], start: 'glorot' },
]

/** How sequences lie in a matrix of their items: one row an item, item after item, sequence after sequence. */
export interface Sequences {
  count: number
  length: number
  heads: number
  /** [count · length]: 1 where a sequence has an item, 0 behind its end; all have one everywhere where it is left out. */
  present?: Float32Array
}

/**
 * Multi-head self-attention (Vaswani et al. 2017): every item of a sequence becomes a mean of the sequence's values,
 * weighted by softmax(queries · keysᵀ / √width of a head), in each head on its own. items [count · length, width], whose
 * width the heads divide evenly → the same shape.
 */
export function attention({ tf, parameters }: Pass, name: string, items: Grid, sequences: Sequences): Grid {
  const { count, length, heads, present } = sequences
  const width = items.shape[1]
  const headWidth = width / heads
  const projected = tf.matMul(items, parameters[`${name}.project`] as Grid)
  // One transpose lays all heads of queries, keys and values one behind the other.
  const apart = tf.transpose(tf.reshape(projected, [count, length, 3 * heads, headWidth]), [2, 0, 1, 3])
  const [queries, keys, values] = tf.split(tf.reshape(apart, [3 * heads * count, length, headWidth]), 3)
  // The queries are scaled and not the scores: they are fewer.
  const scores = tf.matMul(tf.mul(queries, 1 / Math.sqrt(headWidth)), keys, false, true)
  const open = present ? tf.add(scores, closed(tf, present, sequences)) : scores
  const mixed = tf.matMul(tf.softmax(open), values)
  const together = tf.transpose(tf.reshape(mixed, [heads, count, length, headWidth]), [1, 2, 0, 3])
  return tf.matMul(tf.reshape(together, [count * length, width]) as Grid, parameters[`${name}.mix`] as Grid)
}

/** What keeps attention off where no item is. */
const never = -1e9

/** Added to the scores of every head, [heads · count, 1, length]: nothing where an item is. */
function closed(tf: Tf, present: Float32Array, { count, length, heads }: Sequences): Tensor {
  const values = new Float32Array(heads * count * length)
  for (let i = 0; i < values.length; i++) values[i] = present[i % present.length] === 0 ? never : 0
  return tf.tensor3d(values, [heads * count, 1, length])
}

/**
 * The mean over the items of each sequence, weighted by softmax(items · query): items [count · length, width] and a query
 * [width, 1] → [count, width], and the weights [count, length], which tell what was looked at.
 */
export function attendedMean({ tf }: Pass, items: Grid, query: Grid, { count, length, present }: Sequences) {
  const width = items.shape[1]
  const scores = tf.reshape(tf.mul(tf.matMul(items, query), 1 / Math.sqrt(width)), [count, length]) as Grid
  const open = present
    ? tf.add<Grid>(
        scores,
        tf.tensor2d(
          present.map((value) => (value === 0 ? never : 0)),
          [count, length],
        ),
      )
    : scores
  const weights = tf.softmax(open)
  const mixed = tf.matMul(tf.reshape(weights, [count, 1, length]), tf.reshape(items, [count, length, width]))
  return { mean: tf.reshape(mixed, [count, width]) as Grid, weights }
}

/** The mean over the items of each sequence: items [count · length, width] → [count, width]. */
export const meanOfItems = ({ tf }: Pass, items: Grid, { count, length }: Sequences): Grid =>
  tf.mean<Tensor>(tf.reshape(items, [count, length, items.shape[1]]), 1) as Grid
