import { chromium } from 'playwright-core'
import type { Port } from '../../main/base/channel.ts'
import { startBrowserHost } from '../../main/host/browser.ts'
import { ensureBuilt } from '../../main/host/build.ts'
import { chromiumArguments, requireChromium } from './chromium.ts'

/** Chromium's WebGPU on the processor that it brings to play a GPU. */
const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan']

/** In the page: a channel to its trainer, whose answers go to the test. */
const join = `{
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }) => hearFromTrainer(data)
  globalThis.tellTrainer = (message) => port1.postMessage(message)
  postMessage('assay:port', '*', [port2])
}`

/**
 * The page that carries a trainer under Electron, as it is built, in a headless Chromium and served with the workbench's
 * own headers; and a port to it. `home` keeps settings and logs of this run away from the user's own.
 */
export async function openTrainerInChromium(home: string): Promise<{ port: Port; requests: string[] }> {
  process.env.ASSAY_HOME = home
  await ensureBuilt()
  const host = await startBrowserHost({})
  const args = [...chromiumArguments, ...softwareGpu]
  const browser = await chromium.launch({ executablePath: requireChromium(), args })
  const page = await browser.newPage()
  await page.goto(host.address)
  const listeners: ((message: unknown) => void)[] = []
  await page.exposeBinding('hearFromTrainer', (_, message) => listeners.forEach((listener) => listener(message)))
  await page.goto(new URL('/trainer.html', host.address).href, { waitUntil: 'load' })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.evaluate(join)
  // One message after the other, as a channel has them.
  let last: Promise<unknown> = Promise.resolve()
  return {
    requests,
    port: {
      post(message) {
        last = last.then(() =>
          page.evaluate(
            (given) => (globalThis as { tellTrainer?(given: unknown): void }).tellTrainer?.(given),
            message,
          ),
        )
      },
      onMessage: (listener) => void listeners.push(listener),
      onClose: (listener) => void page.on('close', () => listener('the page was closed')),
      close: () => void browser.close().then(() => host.close()),
    },
  }
}
