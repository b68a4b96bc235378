import { createRandom } from '../../main/base/random.ts'
import { record } from '../../main/engine/recording.ts'
import type { Grid, Tf, Vector } from '../../main/engine/types.ts'
import { createAdamW } from '../../main/model/learning/adamw.ts'
import { attention, attentionParameters, meanOfItems } from '../../main/model/network/attention.ts'
import { dense, denseParameters, dropout, layerNorm, normParameters } from '../../main/model/network/layers.ts'
import type { Pass } from '../../main/model/network/layers.ts'
import { logisticLoss, sigmoid } from '../../main/model/network/losses.ts'
import { decayMask, initialise, unflatten, type ParameterSpec } from '../../main/model/network/parameters.ts'

/** A network to measure engines by, on data of its own. */
export interface Reference {
  batch: number
  rows: number
  parameters: ParameterSpec[]
  /** Raw outputs of some rows as one vector. */
  outputs(pass: Pass, from: number, to: number): Vector
  /** Their loss, and its derivative. */
  loss(raw: Float32Array, from: number): { loss: number; gradient: Float32Array }
}

/** Widths and batches of both networks; train.py trains the same. */
export const sizes = {
  mlp: {
    small: { width: 64, batch: 256 },
    reference: { width: 128, batch: 256 },
    large: { width: 512, batch: 1024 },
  },
  transformer: {
    small: { width: 16, batch: 128 },
    reference: { width: 32, batch: 512 },
    large: { width: 64, batch: 512 },
  },
}
export type NetworkName = keyof typeof sizes
export type SizeName = keyof (typeof sizes)['mlp']

export const createReference = (tf: Tf, network: NetworkName, size: SizeName): Reference =>
  (network === 'mlp' ? mlp : transformer)(tf, sizes[network][size])

/** Two dense layers, layer norm, dropout, an embedding of 1,000 ids, a head for a probability and one for an amount. */
function mlp(tf: Tf, { width: hidden, batch }: { width: number; batch: number }): Reference {
  const [rows, width] = [20_000, 32]
  const random = createRandom(1)
  const truth = Float32Array.from({ length: width }, () => random.normal())
  const x = Float32Array.from({ length: rows * width }, () => random.normal())
  const ids = Int32Array.from({ length: rows }, () => random.integer(1000))
  const score = Float64Array.from({ length: rows }, (_, row) =>
    truth.reduce((sum, w, i) => sum + w * x[row * width + i], 0),
  )
  return {
    batch,
    rows,
    parameters: [
      ...denseParameters('first', width, hidden, 'he'),
      ...denseParameters('second', hidden, hidden / 2, 'he'),
      ...normParameters('norm', hidden / 2),
      { name: 'embedding', shape: [1000, 16], start: 'glorot' },
      ...denseParameters('heads', hidden / 2 + 16, 2, 'glorot'),
    ],
    outputs(pass, from, to) {
      const inputs = tf.tensor2d(x.subarray(from * width, to * width), [to - from, width])
      const hidden = dense(pass, 'second', dense(pass, 'first', inputs, 'relu'), 'relu')
      const embedded = tf.gather<Grid>(pass.parameters.embedding as Grid, tf.tensor1d(ids.subarray(from, to), 'int32'))
      const joined = tf.concat2d([dropout(pass, layerNorm(pass, 'norm', hidden)), embedded], 1)
      return tf.reshape(dense(pass, 'heads', joined, 'linear'), [2 * (to - from)])
    },
    loss(raw, from) {
      const count = raw.length / 2
      const gradient = new Float32Array(raw.length)
      const own = new Float64Array(1)
      let loss = 0
      for (let row = 0; row < count; row++) {
        loss += logisticLoss(raw[2 * row], sigmoid(score[from + row]), own, 0) / count
        const error = raw[2 * row + 1] - score[from + row]
        loss += error ** 2 / count
        gradient[2 * row] = own[0] / count
        gradient[2 * row + 1] = (2 * error) / count
      }
      return { loss, gradient }
    },
  }
}

/** One transformer block over sequences of 32 of 5,000 items, two heads, and the mean through a head. */
function transformer(tf: Tf, { width, batch }: { width: number; batch: number }): Reference {
  const [rows, length, items] = [4 * batch, 32, 5000]
  const random = createRandom(1)
  const ids = Int32Array.from({ length: rows * length }, () => random.integer(items))
  const targets = Float32Array.from({ length: rows }, () => random.uniform())
  return {
    batch,
    rows,
    parameters: [
      { name: 'embedding', shape: [items, width], start: 'glorot' },
      ...attentionParameters('attention', width),
      ...normParameters('attended', width),
      ...denseParameters('wide', width, 4 * width, 'he'),
      ...denseParameters('narrow', 4 * width, width, 'glorot'),
      ...normParameters('block', width),
      ...denseParameters('head', width, 1, 'glorot'),
    ],
    outputs(pass, from, to) {
      const sequences = { count: to - from, length, heads: 2 }
      const own = tf.tensor1d(ids.subarray(from * length, to * length), 'int32')
      const embedded = tf.gather<Grid>(pass.parameters.embedding as Grid, own)
      const attended = tf.add<Grid>(embedded, attention(pass, 'attention', embedded, sequences))
      const normed = layerNorm(pass, 'attended', attended)
      const fed = dense(pass, 'narrow', dense(pass, 'wide', normed, 'relu'), 'linear')
      const block = layerNorm(pass, 'block', tf.add<Grid>(normed, fed))
      return tf.reshape(dense(pass, 'head', meanOfItems(pass, block, sequences), 'linear'), [to - from])
    },
    loss(raw, from) {
      let loss = 0
      const gradient = raw.map((value, row) => {
        const error = value - targets[from + row]
        loss += error ** 2 / raw.length
        return (2 * error) / raw.length
      })
      return { loss, gradient }
    },
  }
}

/** The milliseconds of every step, of which the losses and their derivatives in JavaScript took so many. */
export interface StepTimes {
  total: number
  losses: number
}

/** Trains until the time is up, for at least three steps. */
export async function trainFor(tf: Tf, reference: Reference, milliseconds: number): Promise<StepTimes[]> {
  const { parameters, batch, rows } = reference
  const settings = { weightDecay: 0, largestNorm: Infinity }
  const optimiser = createAdamW(tf, initialise(parameters, 1), decayMask(parameters), settings)
  const dropping = { rate: 0.1, random: createRandom(2) }
  const times: StepTimes[] = []
  let from = 0
  for (const endMs = performance.now() + milliseconds; times.length < 3 || performance.now() < endMs;) {
    const startedMs = performance.now()
    const run = record(tf, optimiser.weights(), (weights) => {
      const pass = { tf, parameters: unflatten(tf, parameters, weights), dropout: dropping }
      return reference.outputs(pass, from, from + batch)
    })
    const raw = await run.output.data<'float32'>()
    const lossStartedMs = performance.now()
    const { gradient } = reference.loss(raw, from)
    const losses = performance.now() - lossStartedMs
    const byWeights = tf.tidy(() => run.backward(tf.tensor1d(gradient)))
    optimiser.step(byWeights, 1e-3)
    tf.dispose([run.output, byWeights])
    times.push({ total: performance.now() - startedMs, losses })
    from = from + 2 * batch > rows ? 0 : from + batch
  }
  optimiser.dispose()
  return times
}
