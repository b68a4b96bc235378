import { AssayError, type ErrorCode } from '../base/errors.ts'
import { startNode } from './node.ts'
import { engineNames, type Engine, type EngineName } from './types.ts'
import { startWasm } from './wasm.ts'
import { startWebgpu } from './webgpu.ts'

/** How each engine starts; `forced` where the user asked for it by name. */
const starters: Record<EngineName, (forced: boolean) => Promise<Omit<Engine, 'name'>>> = {
  node: startNode,
  webgpu: (forced) => startWebgpu({ realOnly: !forced }),
  wasm: async () => ({ tf: await startWasm(), gpu: false, device: 'WebAssembly, one CPU core' }),
}

/** Each is got in another way, which its words say. */
const missing = {
  node: 'engine.nodeMissing',
  webgpu: 'engine.webgpuMissing',
  wasm: 'engine.missing',
} as const satisfies Record<EngineName, ErrorCode>

/**
 * Starts the engine of that name. Throws one of `missing` { engine, reason } when it does not start here,
 * `engine.unknown` { engine } when there is none of that name.
 */
export async function startEngine(name: EngineName, { forced = true } = {}): Promise<Engine> {
  if (!engineNames.includes(name)) throw new AssayError('engine.unknown', { engine: name })
  try {
    return { name, ...(await starters[name](forced)) }
  } catch (thrown) {
    throw new AssayError(missing[name], { engine: name, reason: firstLine(thrown) }, { cause: thrown })
  }
}

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0].trim()
