/**
 * Trains one reference network on one engine, in a process of its own, and prints as JSON the milliseconds of a step
 * when nothing disturbs it, and which shares of a step its kernels take and the data on their way to and from the engine.
 *
 *   node test/bench/trainOne.ts node|webgpu|wasm mlp|transformer small|reference|large milliseconds
 */
import { startEngine } from '../../main/engine/start.ts'
import type { EngineName, Tf } from '../../main/engine/types.ts'
import { createReference, trainFor, type NetworkName, type SizeName } from './references.ts'

const [engine, network, size, milliseconds] = process.argv.slice(2)
const { tf, device, gpu } = await startEngine(engine as EngineName, { forced: false })
const reference = createReference(tf, network as NetworkName, size as SizeName)
await trainFor(tf, reference, 300)
const steps = await trainFor(tf, reference, Number(milliseconds))
const undisturbed = quantile(
  steps.map(({ total }) => total),
  0.1,
)
// A clock around every kernel takes time itself, so shares come from steps of their own.
const spent = clock(tf)
const clocked = await trainFor(tf, reference, Number(milliseconds) / 2)
const all = clocked.reduce((sum, { total }) => sum + total, 0)
const result = { device, gpu, ms: undisturbed, kernels: spent.kernels / all, data: spent.data / all }
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0))

function quantile(values: number[], share: number): number {
  return values.sort((a, b) => a - b)[Math.floor(share * values.length)]
}

/** Clocks every kernel, and what is written and read outside of them; where one calls another, only the outer one counts. */
function clock(tf: Tf): { kernels: number; data: number } {
  const spent = { kernels: 0, data: 0 }
  let depth = 0
  function timed<Result>(kind: keyof typeof spent, run: () => Result): Result {
    depth++
    const startedMs = performance.now()
    const output = run()
    if (--depth === 0) spent[kind] += performance.now() - startedMs
    return output
  }
  for (const config of tf.getKernelsForBackend(tf.getBackend())) {
    tf.unregisterKernel(config.kernelName, config.backendName)
    tf.registerKernel({ ...config, kernelFunc: (args) => timed('kernels', () => config.kernelFunc(args)) })
  }
  const backend = tf.backend()
  const [write, read] = [backend.write.bind(backend), backend.read.bind(backend)]
  backend.write = (...given) => timed('data', () => write(...given))
  backend.read = async (...given) => {
    const startedMs = performance.now()
    const values = await read(...given)
    spent.data += performance.now() - startedMs
    return values
  }
  return spent
}
