/**
 * Trains one reference network on one engine, in a process of its own, and prints as JSON the milliseconds of a step
 * when nothing disturbs it, and which shares of a step its kernels and its losses take.
 *
 *   node test/bench/trainOne.ts node|webgpu|wasm mlp|transformer small|reference|large milliseconds
 */
import { startEngine } from '../../main/engine/start.ts'
import type { EngineName, Tf } from '../../main/engine/types.ts'
import { createReference, trainFor, type NetworkName, type SizeName } from './references.ts'

const [engine, network, size, milliseconds] = process.argv.slice(2)
const { tf, device } = await startEngine(engine as EngineName, { forced: false })
const reference = createReference(tf, network as NetworkName, size as SizeName)
await trainFor(tf, reference, 300)
const steps = await trainFor(tf, reference, Number(milliseconds))
const undisturbed = quantile(
  steps.map(({ total }) => total),
  0.1,
)
// A clock around every kernel takes time itself, so shares come from steps of their own.
const kernelMs = clockKernels(tf)
const clocked = await trainFor(tf, reference, Number(milliseconds) / 2)
const all = clocked.reduce((sum, { total }) => sum + total, 0)
const losses = clocked.reduce((sum, step) => sum + step.losses, 0)
const result = { device, ms: undisturbed, batch: reference.batch, kernels: kernelMs() / all, losses: losses / all }
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0))

function quantile(values: number[], share: number): number {
  return values.sort((a, b) => a - b)[Math.floor(share * values.length)]
}

/** Wraps every kernel in a clock; where a kernel calls another, only the outer one counts. */
function clockKernels(tf: Tf): () => number {
  let [depth, spent] = [0, 0]
  for (const config of tf.getKernelsForBackend(tf.getBackend())) {
    tf.unregisterKernel(config.kernelName, config.backendName)
    tf.registerKernel({
      ...config,
      kernelFunc(args) {
        depth++
        const startedMs = performance.now()
        const output = config.kernelFunc(args)
        if (--depth === 0) spent += performance.now() - startedMs
        return output
      },
    })
  }
  return () => spent
}
