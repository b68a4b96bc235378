/**
 * Trains again and again in one process and watches its memory: from the middle of the time to its end it may not grow
 * by more than 2%, and no tensor may be left over. Exits with 1 where it does. Before the middle V8 still compiles, and
 * keeps what it has compiled: some 4% of its heap over the first hundred trainings, and ever less.
 *
 *   npm run bench -- soak           five minutes on wasm
 *   ASSAY_SOAK_MINUTES=1440 ASSAY_TEST_ENGINE=node npm run bench -- soak
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { unattended } from '../../main/base/job.ts'
import { trainModel } from '../../main/model/training.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { syntheticData } from '../model/syntheticData.ts'

const minutes = Number(process.env.ASSAY_SOAK_MINUTES ?? 5)
const allowedGrowth = 0.02

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const { tf, ...engine } = await startEngineUnderTest()
const data = syntheticData(2000, 400, 1000)
const config = { ...defaultModelConfig, epochs: 4, patience: 4 }
const startedMs = performance.now()
const elapsed = () => (performance.now() - startedMs) / 60_000 / minutes
const tensorsBefore = tf.memory().numTensors

/** What the process holds, MiB, after every training. */
const held: { at: number; resident: number; heap: number }[] = []
for (let training = 1; elapsed() < 1 || held.length < 10; training++) {
  await trainModel(data, config, { ...engine, tf }, unattended)
  // What was given back by promises and other threads is garbage a turn later.
  collectGarbage()
  await nextTurn()
  collectGarbage()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  held.push({ at: elapsed(), resident: rss / 2 ** 20, heap: (heapUsed + arrayBuffers) / 2 ** 20 })
  if (training % 10 === 0) {
    const { resident, heap } = held[held.length - 1]
    console.log(`training ${training}: ${resident.toFixed(1)} MiB resident, ${heap.toFixed(2)} MiB of JavaScript`)
  }
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
/** Of the last fifth of the time over the middle one. */
function growthOf(kind: 'resident' | 'heap'): number {
  const last = held[held.length - 1].at
  const within = (from: number, to: number) =>
    mean(held.filter(({ at }) => at >= from * last && at <= to * last).map((moment) => moment[kind]))
  return within(0.8, 1) / within(0.4, 0.6) - 1
}
const leftOver = tf.memory().numTensors - tensorsBefore
const [resident, heap] = [growthOf('resident'), growthOf('heap')]
const passed = resident <= allowedGrowth && heap <= allowedGrowth && leftOver === 0
const told = [resident, heap].map((growth) => `${growth >= 0 ? '+' : ''}${(100 * growth).toFixed(2)}%`)
console.log(
  `${engine.name}: ${held.length} trainings, resident memory ${told[0]}, JavaScript's ${told[1]}, ` +
    `${leftOver} tensors left over: ${passed ? 'flat' : 'grows'}`,
)
process.exit(passed ? 0 : 1)
