import * as tf from '@tensorflow/tfjs-core'
import { registerGradients } from './gradients.ts'
import { mendWebgpuKernels } from './webgpuKernels.ts'
import type { Engine } from './types.ts'

/** What is used of WebGPU's own interface, whoever offers it: Dawn in Node, Chromium in a page. */
export interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null>
}
interface Adapter {
  info: { vendor: string; architecture: string; device: string; description: string; isFallbackAdapter?: boolean }
}

/** Names under which processors that only play a GPU go. */
const software = /swiftshader|llvmpipe|software|basic render|microsoft basic/i

/**
 * Any GPU with a Vulkan, Metal or Direct3D 12 driver. Throws when there is none, or when `realOnly` and there is but a
 * processor in its place. `load` has the backend registered, where that has not happened yet. Values can only be read
 * asynchronously.
 */
export async function startWebgpu(
  gpu: Gpu,
  { realOnly, load }: { realOnly: boolean; load?: () => void },
): Promise<Omit<Engine, 'name'>> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('no GPU with a driver that WebGPU can use')
  const { vendor, architecture, description, device: model, isFallbackAdapter } = adapter.info
  const device = description || [vendor, architecture, model].filter(Boolean).join(' ')
  const isSoftware = isFallbackAdapter === true || software.test(`${vendor} ${architecture} ${device}`)
  if (isSoftware && realOnly) throw new Error(`no GPU, only a processor in its place (${device})`)
  load?.()
  if (!(await tf.setBackend('webgpu'))) throw new Error('the WebGPU backend did not start')
  registerGradients(tf)
  mendWebgpuKernels(tf)
  return { tf, gpu: !isSoftware, device: `WebGPU, ${device}${isSoftware ? ' (software)' : ''}` }
}
