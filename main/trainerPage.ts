import '@tensorflow/tfjs-backend-webgpu'
import type { Port } from './base/channel.ts'
import { AssayError } from './base/errors.ts'
import { startNamed } from './engine/named.ts'
import type { StartEngine } from './engine/types.ts'
import { startWebgpu, type Gpu } from './engine/webgpu.ts'
import { serveTrainer } from './trainerServices.ts'

/**
 * A trainer in a hidden page, for the GPU that Chromium hands out: same services, same training. The page has neither
 * Node nor network; all it gets is one port, which whoever opened it posts to its window.
 */
const { gpu } = navigator as { gpu?: Gpu }

const startEngine: StartEngine = async (name, { forced = true } = {}) => {
  if (name !== 'webgpu') throw new AssayError('engine.unknown', { engine: name })
  return startNamed(name, async () => {
    if (!gpu) throw new Error('Chromium offers no WebGPU here')
    return startWebgpu(gpu, { realOnly: !forced })
  })
}

/** As much of a page's message port as is used; the types of Node leave it out. */
interface PagePort {
  postMessage(message: unknown): void
  onmessage: (event: { data: unknown }) => void
  close(): void
}

/** A page ends with its window, so that nothing has to be done when its port closes. */
const over = (channel: PagePort): Port => ({
  post: (message) => channel.postMessage(message),
  onMessage(listener) {
    channel.onmessage = ({ data }) => listener(data)
  },
  onClose() {},
  close: () => channel.close(),
})

Object.assign(globalThis, {
  onmessage({ data, ports }: { data: unknown; ports: PagePort[] }) {
    if (data === 'assay:port') serveTrainer(over(ports[0]), startEngine)
  },
})
