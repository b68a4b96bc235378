import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, type Remote } from '../main/base/channel.ts'
import { unattended, type Work } from '../main/base/job.ts'
import { forkProcess } from '../main/host/spawn.ts'
import type { Trainer } from '../main/context.ts'
import type { Scores } from '../main/model/scoreStore.ts'
import { sendRows } from '../main/model/sendRows.ts'
import type { Trained, Validated } from '../main/model/training.ts'
import type { Probed, StartedEngine } from '../main/model/chooseEngine.ts'
import { defaultModelConfig } from '../main/model/modelConfig.ts'
import type { ModelArtifact } from '../main/model/types.ts'
import { syntheticData } from './model/syntheticData.ts'

let trainer: Remote
/** The same as the app's commands have it. */
let remote: Trainer
beforeEach(() => {
  trainer = connect(forkProcess('trainer'))
  remote = {
    carry() {},
    call: (service, input, work) => trainer.call(service, input, { work }),
    release: () => trainer.close(),
  }
})
afterEach(() => trainer.close())

const members = { networks: 2, boosted: true, linear: true }
const config = { ...defaultModelConfig, epochs: 2, towerWidth: 8, fusionWidth: 8, members }

test('a trainer process trains, validates, refits and scores rows that were sent to it', async () => {
  const data = syntheticData(200, 40, 60)
  expect(await trainer.call<StartedEngine>('engine', 'wasm')).toMatchObject({ name: 'wasm', gpu: false })
  await sendRows(remote, data, unattended)
  const steps: string[] = []
  const notes: string[] = []
  const work: Work = {
    ...unattended,
    progress: (step) => void steps.push(step),
    note: (name) => void notes.push(name),
  }
  const trained = await trainer.call<Trained>('train', config, { work })
  expect(data.users.inputs.behaviour.values).toHaveLength(0)
  expect(trained.rows).toEqual({ train: 200, validation: 40, test: 60 })
  expect(Object.keys(trained.reports)).toEqual(['ltv', 'repurchase', 'potential', 'loyalty'])
  const kinds = trained.artifact.members.map(({ kind }) => kind)
  expect(new Set(kinds)).toEqual(new Set(['network', 'boosted', 'linear']))
  expect(notes.filter((name) => name === 'epoch')).toHaveLength(4)
  expect(notes).toContain('checkpoint')
  expect(steps).toContain('train')
  expect(steps).toContain('bootstrap')

  const { validationLoss } = await trainer.call<Validated>('validate', config)
  expect(validationLoss).toBeGreaterThan(0)
  const refitted = await trainer.call<ModelArtifact>('refit', config)
  expect(refitted.calibration).toEqual(trained.artifact.calibration)
  await sendRows(remote, syntheticData(200, 40, 60), unattended)
  const scores = await trainer.call<Scores>('score', 'refitted')
  expect(scores.users.outputs['ltv.amount']).toHaveLength(200)
  expect(scores.pairs?.brandIds).toEqual(syntheticData(200, 40, 60).pairs?.brandIds)
})

test('a training that is cancelled stops, and the trainer serves on', async () => {
  await trainer.call('engine', 'wasm')
  await sendRows(remote, syntheticData(500, 0, 0), unattended)
  let cancel = () => {}
  const work: Work = { ...unattended, note: () => cancel(), onCancel: (listener) => void (cancel = listener) }
  const endless = trainer.call('train', { ...config, epochs: 100_000, patience: 100_000 }, { work })
  await expect(endless).rejects.toMatchObject({ code: 'job.cancelled' })
  expect(await trainer.call<Validated>('validate', config)).toMatchObject({ epochs: expect.any(Number) })
})

test('a trainer that dies fails what was asked of it', async () => {
  await trainer.call('engine', 'wasm')
  await sendRows(remote, syntheticData(500, 0, 0), unattended)
  const endless = trainer.call(
    'train',
    { ...config, epochs: 100_000, patience: 100_000 },
    {
      work: { ...unattended, note: () => trainer.close() },
    },
  )
  await expect(endless).rejects.toMatchObject({ code: 'process.crashed' })
})

test('a trainer says how long a step of a network takes on an engine, and why another does not run', async () => {
  const { specs, vocabularies } = syntheticData(10, 0, 0)
  const shape = { specs, vocabularies, actSizes: null, tasks: ['ltv', 'loyalty'], rows: { user: 100, pair: 5 }, config }
  const { device, msPerStep } = await trainer.call<Probed>('probe', { name: 'wasm', shape })
  expect(device).toContain('WebAssembly')
  expect(msPerStep).toBeGreaterThan(0)
  await expect(trainer.call('probe', { name: 'abacus', shape })).rejects.toMatchObject({ code: 'engine.unknown' })
})
