import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEngine } from '../../main/engine/start.ts'
import type { EngineName } from '../../main/engine/types.ts'
import { engineUnderTest } from './engineUnderTest.ts'

const require = createRequire(import.meta.url)
const hasLibrary = (() => {
  if (process.env.ASSAY_TENSORFLOW) return true
  try {
    require.resolve('@tensorflow/tfjs-node-gpu')
    return true
  } catch {
    return false
  }
})()

test('wasm starts without a download and leaves the process as it was', async () => {
  const listeners = process.listenerCount('uncaughtException')
  const engine = await startEngine('wasm')
  expect(engine).toMatchObject({ name: 'wasm', gpu: false })
  expect(engine.tf.getBackend()).toBe('wasm')
  expect(process.listenerCount('uncaughtException')).toBe(listeners)
})

describe.skipIf(hasLibrary)('without the TensorFlow C library', () => {
  test('an engine that is forced and missing is refused', async () => {
    await expect(startEngine('node')).rejects.toMatchObject({
      code: 'engine.nodeMissing',
      params: { engine: 'node', reason: expect.stringContaining('tfjs-node-gpu') },
    })
  })
})

describe.skipIf(engineUnderTest !== 'node')('with the TensorFlow C library', () => {
  test('names its version and says whether a GPU computes', async () => {
    const engine = await startEngine('node')
    expect(engine.device).toMatch(/^TensorFlow \d+\.\d+\.\d+, (CPU|CUDA)$/)
    expect(engine.gpu).toBe(engine.device.endsWith('CUDA'))
    expect(engine.tf.getBackend()).toBe('tensorflow')
  })
})

describe.skipIf(engineUnderTest !== 'webgpu')('with a GPU or a processor in its place', () => {
  test('a processor that only plays a GPU computes when it is asked for, and is named as such', async () => {
    const engine = await startEngine('webgpu')
    expect(engine.tf.getBackend()).toBe('webgpu')
    expect(engine.device).toMatch(engine.gpu ? /^WebGPU, / : /\(software\)$/)
    if (engine.gpu) return
    await expect(startEngine('webgpu', { forced: false })).rejects.toMatchObject({
      code: 'engine.webgpuMissing',
      params: { reason: expect.stringContaining('no GPU') },
    })
  })
})

test('an engine in a process of its own says what it computes on and ends cleanly, time after time', () => {
  const program = path.join(import.meta.dirname, '../native/name.ts')
  for (let start = 0; start < 3; start++) {
    const { status, stdout } = spawnSync(process.execPath, [program, engineUnderTest], { encoding: 'utf8' })
    expect(stdout.trim().split('\n').at(-1)).toMatch(/^(WebAssembly|TensorFlow|WebGPU), |^TensorFlow \d/)
    expect(status).toBe(0)
  }
})

test('an engine there is not is refused, never replaced by another', async () => {
  await expect(startEngine('abacus' as EngineName)).rejects.toMatchObject({
    code: 'engine.unknown',
    params: { engine: 'abacus' },
  })
})
