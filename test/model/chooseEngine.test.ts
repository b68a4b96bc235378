import { expect, test } from 'vitest'
import { AssayError } from '../../main/base/errors.ts'
import { unattended } from '../../main/base/job.ts'
import type { AppContext, Trainer } from '../../main/context.ts'
import { createTrialMemory } from '../../main/engine/trials.ts'
import { startChosen } from '../../main/model/chooseEngine.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import { syntheticData } from './syntheticData.ts'

type Speeds = Record<string, number | AssayError>

/** Trainers whose engines take the given time a step, or fail; and what was asked of them. */
function machine(speeds: Speeds) {
  const asked: string[] = []
  const startTrainer = (): Trainer => ({
    carry() {},
    async call<Result>(service: string, input: unknown): Promise<Result> {
      const name = service === 'probe' ? (input as { name: string }).name : String(input)
      asked.push(`${service} ${name}`)
      const speed = speeds[name]
      if (speed instanceof AssayError) throw speed
      return (
        service === 'probe' ? { device: `a ${name}`, msPerStep: speed } : { name, gpu: false, device: `a ${name}` }
      ) as Result
    },
    release() {},
  })
  // Of all that commands work with, choosing takes these two.
  const context = { trials: createTrialMemory(null), startTrainer } as Partial<AppContext> as AppContext
  const choose = (wanted: 'auto' | 'node' | 'wasm', rows = 100) =>
    startChosen(context, startTrainer(), wanted, lesson(rows), unattended)
  return { asked, choose }
}

const lesson = (rows: number) => ({ data: syntheticData(rows, 0, 0), config: defaultModelConfig })
const noGpu = new AssayError('engine.webgpuMissing', { engine: 'webgpu', reason: 'no GPU' })
const isInstalled = (asked: string[], name: string) => asked.includes(`probe ${name}`)

test('auto takes the fastest engine, says how the others did, and remembers it for networks of that size', async () => {
  const { asked, choose } = machine({ node: 4, webgpu: 2, wasm: 3 })
  const info = await choose('auto')
  expect(isInstalled(asked, 'webgpu')).toBe(true)
  expect(info.name).toBe('webgpu')
  expect(info.candidates).toContainEqual({ name: 'webgpu', device: 'a webgpu', msPerStep: 2 })
  expect(info.candidates).toContainEqual({ name: 'wasm', device: 'a wasm', msPerStep: 3 })
  const before = asked.length
  expect((await choose('auto')).candidates).toEqual(info.candidates)
  expect(asked.slice(before)).toEqual(['engine webgpu'])
  await choose('auto', 5000)
  expect(asked.slice(before + 1)).toContain('probe webgpu')
})

test('where wasm alone loads nothing is measured, and the reason is asked for once', async () => {
  const noLibrary = new AssayError('engine.nodeMissing', { engine: 'node', reason: 'no library' })
  const { asked, choose } = machine({ node: noLibrary, webgpu: noGpu, wasm: 3 })
  const info = await choose('auto')
  expect(info).toMatchObject({ name: 'wasm', candidates: [] })
  expect(info.reasons).toContain('webgpu: no GPU')
  expect(info.reasons).toHaveLength(2)
  expect(isInstalled(asked, 'wasm')).toBe(false)
  const before = asked.length
  expect((await choose('auto', 5000)).reasons).toEqual(info.reasons)
  expect(asked.slice(before)).toEqual(['engine wasm'])
})

test('an engine that is asked for is taken as it is, or fails as it does', async () => {
  const noLibrary = new AssayError('engine.nodeMissing', { engine: 'node', reason: 'no library' })
  const { asked, choose } = machine({ node: noLibrary, wasm: 3 })
  expect(await choose('wasm')).toEqual({ name: 'wasm', gpu: false, device: 'a wasm', reasons: [], candidates: [] })
  await expect(choose('node')).rejects.toBe(noLibrary)
  expect(asked).toEqual(['engine wasm', 'engine node'])
})

test('a cancel while engines are tried ends the job', async () => {
  const { choose } = machine({
    webgpu: new AssayError('job.cancelled'),
    node: new AssayError('job.cancelled'),
    wasm: 3,
  })
  await expect(choose('auto')).rejects.toMatchObject({ code: 'job.cancelled' })
})

test('an engine that starts no more, or on another device, makes all be tried again', async () => {
  const speeds: Speeds = { node: 4, webgpu: 2, wasm: 3 }
  const { asked, choose } = machine(speeds)
  expect((await choose('auto')).name).toBe('webgpu')
  speeds.webgpu = noGpu
  const before = asked.length
  const info = await choose('auto')
  expect(info.name).toBe('wasm')
  expect(info.reasons).toContain('webgpu: no GPU')
  expect(asked.slice(before)).toContain('probe webgpu')
})
