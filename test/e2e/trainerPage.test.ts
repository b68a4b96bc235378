import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Remote } from '../../main/base/channel.ts'
import { unattended, type Work } from '../../main/base/job.ts'
import type { Trainer } from '../../main/context.ts'
import { startEngine } from '../../main/engine/start.ts'
import type { StartedEngine } from '../../main/model/chooseEngine.ts'
import { sendRows } from '../../main/model/sendRows.ts'
import { trainModel, type Trained } from '../../main/model/training.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import type { EpochNote } from '../../main/model/types.ts'
import { syntheticData } from '../model/syntheticData.ts'
import { openTrainerInChromium } from './trainerPage.ts'

let remote: Remote
let trainer: Trainer
let requests: string[]
beforeAll(async () => {
  const opened = await openTrainerInChromium(mkdtempSync(join(tmpdir(), 'assay-page-')))
  requests = opened.requests
  remote = connect(opened.port)
  trainer = {
    carry() {},
    call: (service, input, work) => remote.call(service, input, { work }),
    release: () => remote.close(),
  }
})
afterAll(() => remote?.close())

const members = { networks: 1, boosted: false, linear: false }
const config = { ...defaultModelConfig, members, epochs: 1, patience: 1, towerWidth: 8, fusionWidth: 8 }
const rows = () => syntheticData(100, 20, 30)

/** Work that keeps what every epoch came to. */
function watch(): { work: Work; losses: (number | null)[] } {
  const losses: (number | null)[] = []
  const note = (name: string, data: unknown) => {
    if (name !== 'epoch') return
    const { trainLoss, validationLoss } = data as EpochNote
    losses.push(trainLoss, validationLoss)
  }
  return { work: { ...unattended, note }, losses }
}

test('the hidden page trains on the WebGPU of Chromium as the wasm engine does, and asks the network for nothing', async () => {
  const started = await trainer.call<StartedEngine>('engine', 'webgpu', unattended)
  expect(started).toMatchObject({ name: 'webgpu', device: expect.stringMatching(/^WebGPU, /) })
  await sendRows(trainer, rows(), unattended)
  const [here, there] = [watch(), watch()]
  const trained = await trainer.call<Trained>('train', config, here.work)
  expect(trained.artifact.members).toMatchObject([{ kind: 'network', epochs: 1 }])
  await trainModel(rows(), config, await startEngine('wasm'), there.work)
  expect(here.losses).toHaveLength(2)
  here.losses.forEach((loss, i) => expect(Math.abs((loss ?? NaN) / (there.losses[i] ?? NaN) - 1)).toBeLessThan(2e-3))
  expect(requests).toEqual([])
  // A processor that plays a GPU compiles shaders for long.
}, 600_000)

test('a processor that plays a GPU is not taken for one when engines are compared', async () => {
  const { specs, vocabularies } = syntheticData(10, 0, 0)
  const shape = { specs, vocabularies, actSizes: null, tasks: ['ltv'], rows: { user: 100 }, config }
  const probed = trainer.call('probe', { name: 'webgpu', shape }, unattended)
  await expect(probed).rejects.toMatchObject({
    code: 'engine.webgpuMissing',
    params: { reason: expect.stringContaining('only a processor') },
  })
})

test('a page has no other engine', async () => {
  await expect(trainer.call('engine', 'wasm', unattended)).rejects.toMatchObject({ code: 'engine.unknown' })
})
