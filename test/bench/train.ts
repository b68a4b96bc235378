/**
 * Training speed beside PyTorch: one reference network (two dense layers, layer norm, dropout, an embedding, two heads)
 * on this project's layers, optimiser, loop and engine, and the same network in PyTorch, run in turn on one machine.
 *
 *   node test/bench/train.ts [--batch 256] [--engine wasm|node] [--threads 2] [--profile]
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import { startEngine } from '../../main/engine/start.ts'
import type { EngineChoice, Grid, Tensor, Vector } from '../../main/engine/types.ts'
import { createAdamW } from '../../main/model/learning/adamw.ts'
import { learn } from '../../main/model/learning/loop.ts'
import {
  dense,
  denseParameters,
  dropout,
  layerNorm,
  normParameters,
  type Pass,
} from '../../main/model/network/layers.ts'
import { logisticLoss, sigmoid } from '../../main/model/network/losses.ts'
import { decayMask, initialise, unflatten, type ParameterSpec } from '../../main/model/network/parameters.ts'

const rows = 20_000
const width = 32
const epochs = 8

const { values: options } = parseArgs({
  options: {
    batch: { type: 'string', default: '256' },
    engine: { type: 'string', default: 'wasm' },
    threads: { type: 'string', default: '2' },
    profile: { type: 'boolean', default: false },
  },
})
const batchSize = Number(options.batch)

const parameters: ParameterSpec[] = [
  ...denseParameters('first', width, 128, 'he'),
  ...denseParameters('second', 128, 64, 'he'),
  ...normParameters('norm', 64),
  { name: 'embedding', shape: [1000, 16], start: 'glorot' },
  ...denseParameters('logit', 80, 1, 'glorot'),
  ...denseParameters('amount', 80, 1, 'glorot'),
]

const { tf, name, device } = await startEngine(options.engine as EngineChoice)
const random = createRandom(1)
const truth = Float32Array.from({ length: width }, () => random.normal())
const x = Float32Array.from({ length: rows * width }, () => random.normal())
const ids = Int32Array.from({ length: rows }, () => random.integer(1000))
const score = Float64Array.from({ length: rows }, (_, row) =>
  truth.reduce((sum, w, i) => sum + w * x[row * width + i], 0),
)

/** Both heads' raw outputs side by side. */
function network(weights: Vector, from: number, to: number): Grid {
  const pass: Pass = { tf, parameters: unflatten(tf, parameters, weights), dropout: { rate: 0.1, random } }
  const inputs = tf.tensor2d(x.subarray(from * width, to * width), [to - from, width])
  const hidden = dense(pass, 'second', dense(pass, 'first', inputs, 'relu'), 'relu')
  const embedded = tf.gather<Grid>(pass.parameters.embedding as Grid, tf.tensor1d(ids.subarray(from, to), 'int32'))
  const joined = tf.concat2d([dropout(pass, layerNorm(pass, 'norm', hidden)), embedded], 1)
  return tf.concat2d([dense(pass, 'logit', joined, 'linear'), dense(pass, 'amount', joined, 'linear')], 1)
}

/** Cross entropy of the logit and squared error of the amount, their derivatives computed outside the engine. */
function loss(outputs: Grid, from: number): Tensor {
  const evaluate = tf.customGrad((raws) => {
    const raw = (raws as Tensor).dataSync<'float32'>()
    const count = raw.length / 2
    const gradient = new Float32Array(raw.length)
    const own = new Float64Array(1)
    let total = 0
    for (let row = 0; row < count; row++) {
      total += logisticLoss(raw[2 * row], sigmoid(score[from + row]), own, 0) / count
      const error = raw[2 * row + 1] - score[from + row]
      total += error ** 2 / count
      gradient[2 * row] = own[0] / count
      gradient[2 * row + 1] = (2 * error) / count
    }
    return { value: tf.scalar(total), gradFunc: (dy: Tensor) => tf.mul(dy, tf.tensor2d(gradient, [count, 2])) }
  })
  return evaluate(outputs)
}

async function trainHere(): Promise<number[]> {
  const optimiser = createAdamW(tf, initialise(parameters, 1), decayMask(parameters), {
    weightDecay: 0,
    largestNorm: Infinity,
  })
  const stepsPerEpoch = Math.ceil(rows / batchSize)
  const times: number[] = []
  let at = 0
  const step = () => {
    const [from, to] = [at, Math.min(rows, at + batchSize)]
    at = to === rows ? 0 : to
    const { value, grad } = tf.valueAndGrad((weights) => loss(network(weights as Vector, from, to), from))(
      optimiser.weights(),
    )
    optimiser.step(grad as Vector, 1e-3)
    const outcome = { loss: value.dataSync()[0], examples: to - from }
    tf.dispose([value, grad])
    return outcome
  }
  await learn(
    {
      stepsPerEpoch,
      step,
      validate: () => null,
      keep() {},
      report({ epoch, trainLoss, examplesPerSecond }) {
        times.push((1000 * rows) / examplesPerSecond / stepsPerEpoch)
        console.log(`  epoch ${epoch}: ${times.at(-1)?.toFixed(2)} ms a step, loss ${trainLoss.toFixed(4)}`)
      },
    },
    { epochs, patience: epochs },
    unattended,
  )
  optimiser.dispose()
  return times
}

function trainInPyTorch(): number[] {
  const script = path.join(import.meta.dirname, 'train.py')
  // Debian's PyTorch belongs to the system's Python, which need not be the first on the path.
  for (const python of ['python3', '/usr/bin/python3']) {
    const run = spawnSync(python, [script, String(batchSize), options.threads], { encoding: 'utf8' })
    if (run.status !== 0) continue
    return run.stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[0]))
  }
  return []
}

/** Wraps every kernel in a clock; where a kernel calls another, both count. */
function profileKernels(): () => void {
  const spent = new Map<string, { calls: number; ms: number }>()
  for (const config of tf.getKernelsForBackend(tf.getBackend())) {
    const entry = { calls: 0, ms: 0 }
    spent.set(config.kernelName, entry)
    tf.unregisterKernel(config.kernelName, config.backendName)
    tf.registerKernel({
      ...config,
      kernelFunc(args) {
        const started = performance.now()
        const output = config.kernelFunc(args)
        entry.calls++
        entry.ms += performance.now() - started
        return output
      },
    })
  }
  return () => {
    const steps = epochs * Math.ceil(rows / batchSize)
    const busiest = [...spent].sort((a, b) => b[1].ms - a[1].ms).slice(0, 14)
    console.log('microseconds a step, by kernel:')
    for (const [kernel, { calls, ms }] of busiest) {
      console.log(
        `  ${kernel.padEnd(20)} ${((1000 * ms) / steps).toFixed(0).padStart(6)}  in ${(calls / steps).toFixed(1)} calls`,
      )
    }
  }
}

/** The best epoch of each: what the machine gives when nothing else runs on it. The first one warms up. */
const best = (times: number[]) => Math.min(...times.slice(1))

console.log(`${name}: ${device}, batch ${batchSize}`)
const showProfile = options.profile ? profileKernels() : null
const peerBefore = trainInPyTorch()
const own = await trainHere()
const peerAfter = trainInPyTorch()
showProfile?.()
const [ours, theirs] = [best(own), Math.min(best(peerBefore), best(peerAfter))]
if (theirs === Infinity) console.log(`Assay ${ours.toFixed(2)} ms a step; no PyTorch here to compare with`)
else
  console.log(
    `Assay ${ours.toFixed(2)} ms, PyTorch ${theirs.toFixed(2)} ms a step: ${(ours / theirs).toFixed(2)} times`,
  )
