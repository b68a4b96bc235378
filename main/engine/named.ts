import { AssayError, type ErrorCode } from '../base/errors.ts'
import type { Engine, EngineName } from './types.ts'

/** Each is got in another way, which its words say. */
const missing = {
  node: 'engine.nodeMissing',
  webgpu: 'engine.webgpuMissing',
  wasm: 'engine.missing',
} as const satisfies Record<EngineName, ErrorCode>

/** Starts the engine of that name; whatever keeps it from starting becomes one of `missing` { engine, reason }. */
export async function startNamed(name: EngineName, start: () => Promise<Omit<Engine, 'name'>>): Promise<Engine> {
  try {
    return { name, ...(await start()) }
  } catch (thrown) {
    throw new AssayError(missing[name], { engine: name, reason: firstLine(thrown) }, { cause: thrown })
  }
}

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0].trim()
