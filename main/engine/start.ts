import { AssayError } from '../base/errors.ts'
import { startNamed } from './named.ts'
import { startNode } from './node.ts'
import { engineNames, type Engine, type EngineName, type StartEngine } from './types.ts'
import { startWasm } from './wasm.ts'
import { startDawn } from './webgpuDawn.ts'

/** How each engine starts in a process of Node; `forced` where the user asked for it by name. */
const starters: Record<EngineName, (forced: boolean) => Promise<Omit<Engine, 'name'>>> = {
  node: startNode,
  webgpu: (forced) => startDawn({ realOnly: !forced }),
  wasm: async () => ({ tf: await startWasm(), gpu: false, device: 'WebAssembly, one CPU core' }),
}

/**
 * Starts the engine of that name. Throws `engine.nodeMissing`, `engine.webgpuMissing` or `engine.missing`
 * { engine, reason } when it does not start here, `engine.unknown` { engine } when there is none of that name.
 */
export const startEngine: StartEngine = async (name, { forced = true } = {}) => {
  if (!engineNames.includes(name)) throw new AssayError('engine.unknown', { engine: name })
  return startNamed(name, () => starters[name](forced))
}
