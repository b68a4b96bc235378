import { AssayError } from '../base/errors.ts'
import type { EngineName } from './types.ts'

/** How TensorFlow, WebGPU, WebAssembly's heap and JavaScript's say that memory has run out. */
const signs = [
  /OOM when allocating/i,
  /ResourceExhausted|RESOURCE_EXHAUSTED/,
  /out of memory/i,
  /Aborted\(OOM\)|Cannot enlarge memory|memory access out of bounds/,
  /Array buffer allocation failed|Invalid typed array length/,
]

export const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof Error && signs.some((sign) => sign.test(`${thrown.name} ${thrown.message}`))

/**
 * Runs work on an engine; memory that runs out becomes `engine.outOfMemory` { engine, batchSize, accumulate }, which
 * says what to change.
 */
export async function namingMemory<Result>(
  engine: EngineName,
  { batchSize, accumulate }: { batchSize: number; accumulate: number },
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (thrown) {
    if (!isOutOfMemory(thrown)) throw thrown
    throw new AssayError('engine.outOfMemory', { engine, batchSize, accumulate }, { cause: thrown })
  }
}
