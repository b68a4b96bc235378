import * as tf from '@tensorflow/tfjs-core'
import { createRequire } from 'node:module'
import { registerGradients } from './gradients.ts'
import { mendWebgpuKernels } from './webgpuKernels.ts'
import type { Tf } from './types.ts'

/** What is used of WebGPU's own interface. */
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null>
}
interface Adapter {
  info: { vendor: string; architecture: string; device: string; description: string; isFallbackAdapter?: boolean }
}
interface Dawn {
  create(options: string[]): Gpu
  globals: Record<string, unknown>
}

export interface StartedWebgpu {
  tf: Tf
  gpu: boolean
  device: string
}

/** Names under which processors that only play a GPU go. */
const software = /swiftshader|llvmpipe|software|basic render|microsoft basic/i

const require = createRequire(import.meta.url)

/**
 * Any GPU with a Vulkan, Metal or Direct3D 12 driver, through Dawn. Throws when there is none, or when `realOnly` and
 * there is but a processor in its place. Values can only be read asynchronously.
 */
export async function startWebgpu({ realOnly }: { realOnly: boolean }): Promise<StartedWebgpu> {
  const { create, globals } = require('webgpu') as Dawn
  const gpu = create(process.platform === 'linux' ? ['backend=vulkan'] : [])
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('no GPU with a driver that WebGPU can use')
  const { vendor, architecture, description, device: model, isFallbackAdapter } = adapter.info
  const device = description || [vendor, architecture, model].filter(Boolean).join(' ')
  const isSoftware = isFallbackAdapter === true || software.test(`${vendor} ${architecture} ${device}`)
  if (isSoftware && realOnly) throw new Error(`no GPU, only a processor in its place (${device})`)
  await startBackend(gpu, globals)
  return { tf, gpu: !isSoftware, device: `WebGPU, ${device}${isSoftware ? ' (software)' : ''}` }
}

async function startBackend(gpu: Gpu, globals: Record<string, unknown>): Promise<void> {
  Object.assign(globalThis, globals)
  // The backend looks for a browser's navigator when it is loaded; Node has one of its own, without a GPU.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true })
  require('@tensorflow/tfjs-backend-webgpu')
  if (!(await tf.setBackend('webgpu'))) throw new Error('the WebGPU backend did not start')
  registerGradients(tf)
  mendWebgpuKernels(tf)
}
