import { AssayError } from '../base/errors.ts'
import { startNode } from './node.ts'
import { startWasm } from './wasm.ts'
import type { Engine, EngineChoice } from './types.ts'

/**
 * Starts the wanted engine; `auto` takes the TensorFlow C library where it loads, else wasm, and keeps the reasons.
 * Throws `engine.missing` { engine, reason } for an engine that was forced and does not start,
 * `engine.unknown` { engine } for one there is not.
 */
export async function startEngine(wanted: EngineChoice): Promise<Engine> {
  const reasons: string[] = []
  if (wanted === 'auto' || wanted === 'node') {
    try {
      return { name: 'node', ...(await startNode()), reasons }
    } catch (thrown) {
      const reason = firstLine(thrown)
      if (wanted === 'node') throw new AssayError('engine.missing', { engine: 'node', reason }, { cause: thrown })
      reasons.push(`node: ${reason}`)
    }
  }
  if (wanted !== 'auto' && wanted !== 'wasm') throw new AssayError('engine.unknown', { engine: wanted })
  try {
    const tf = await startWasm()
    return { name: 'wasm', tf, gpu: false, device: 'WebAssembly, one CPU core', reasons }
  } catch (thrown) {
    throw new AssayError('engine.missing', { engine: 'wasm', reason: firstLine(thrown) }, { cause: thrown })
  }
}

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0].trim()
