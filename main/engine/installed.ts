import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, cpus, release } from 'node:os'
import path from 'node:path'
import { enginePath } from './node.ts'
import type { EngineName } from './types.ts'

const packages = createRequire(import.meta.url)

/** The file that an engine's package starts from. */
const entryOf: Record<EngineName, () => string> = {
  node: enginePath,
  // Under Electron the GPU is Chromium's own.
  webgpu: () => packages.resolve(process.versions.electron ? '@tensorflow/tfjs-backend-webgpu' : 'webgpu'),
  wasm: () => packages.resolve('@tensorflow/tfjs-backend-wasm'),
}

/** The version of an engine's package; null where it is not installed. Loads nothing. */
export function installedVersion(engine: EngineName): string | null {
  try {
    let folder = path.dirname(entryOf[engine]())
    while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder)
    return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version
  } catch {
    return null
  }
}

/** NVIDIA's driver says its version here on Linux; elsewhere drivers come with releases of the system. */
const nvidiaDriver = '/proc/driver/nvidia/version'

/** What decides which engines run here and how fast, as far as can be told without starting one. */
export function describeMachine(engines: readonly EngineName[]): string {
  const processors = cpus()
  return [
    ...engines.map((engine) => `${engine} ${installedVersion(engine) ?? '–'}`),
    `Node ${process.versions.node}`,
    process.versions.electron ? `Electron ${process.versions.electron}` : '',
    `${process.platform} ${release()} ${arch()}`,
    `${processors.length} × ${processors[0]?.model.trim() ?? ''}`,
    existsSync(nvidiaDriver) ? readFileSync(nvidiaDriver, 'utf8').split('\n')[0] : '',
    process.env.ASSAY_TENSORFLOW ?? '',
    process.env.VK_ICD_FILENAMES ?? '',
    process.env.CUDA_VISIBLE_DEVICES ?? '',
  ].join('; ')
}
