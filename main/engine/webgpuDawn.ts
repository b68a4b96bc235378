import { createRequire } from 'node:module'
import type { Engine } from './types.ts'
import { startWebgpu, type Gpu } from './webgpu.ts'

interface Dawn {
  create(options: string[]): Gpu
  globals: Record<string, unknown>
}

const require = createRequire(import.meta.url)

/** WebGPU through Dawn, in a process of Node. */
export async function startDawn({ realOnly }: { realOnly: boolean }): Promise<Omit<Engine, 'name'>> {
  // Dawn's binding hands out memory that is not V8's, which Electron refuses; there a page computes instead.
  if (process.versions.electron) throw new Error("Dawn's binding does not run under Electron")
  const { create, globals } = require('webgpu') as Dawn
  const gpu = create(process.platform === 'linux' ? ['backend=vulkan'] : [])
  const load = () => {
    Object.assign(globalThis, globals)
    // The backend looks for a browser's navigator when it is loaded; Node has one of its own, without a GPU.
    Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true })
    require('@tensorflow/tfjs-backend-webgpu')
  }
  return startWebgpu(gpu, { realOnly, load })
}
