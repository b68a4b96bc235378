import { afterEach, expect, test } from 'vitest'
import { connect, type Remote } from '../../main/base/channel.ts'
import { unattended, type Work } from '../../main/base/job.ts'
import type { Trainer } from '../../main/context.ts'
import { forkProcess } from '../../main/host/spawn.ts'
import { learnOn, type Crew } from '../../main/model/checkpoint.ts'
import { sendRows } from '../../main/model/sendRows.ts'
import type { Trained } from '../../main/model/training.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import type { EpochNote, ModelArtifact, Resumed } from '../../main/model/types.ts'
import { syntheticData } from './syntheticData.ts'

const members = { networks: 1, boosted: false, linear: false }
const config = {
  ...defaultModelConfig,
  members,
  epochs: 6,
  patience: 6,
  pretrainEpochs: 0,
  towerWidth: 8,
  fusionWidth: 8,
}
const processes: Remote[] = []
afterEach(() => processes.splice(0).forEach((remote) => remote.close()))

const context = {
  startTrainer(): Trainer {
    const remote = connect(forkProcess('trainer'))
    processes.push(remote)
    return {
      carry() {},
      call: (service, input, work) => remote.call(service, input, { work }),
      release: () => remote.close(),
    }
  },
}

async function startCrew(): Promise<Crew> {
  const crew: Crew = { trainer: context.startTrainer(), engine: 'wasm' }
  await crew.trainer.call('engine', 'wasm', unattended)
  return crew
}

const learn = async (trainer: Trainer, work: Work) => {
  await sendRows(trainer, syntheticData(200, 40, 60), work)
  return trainer.call<Trained>('train', config, work)
}

/** Work that kills the crew's first trainer after some epoch. */
function killing(afterEpoch: number) {
  const epochs: number[] = []
  const resumed: Resumed[] = []
  const note = (name: string, data: unknown) => {
    if (name === 'resumed') resumed.push(data as Resumed)
    if (name !== 'epoch') return
    epochs.push((data as EpochNote).epoch)
    if ((data as EpochNote).epoch === afterEpoch) processes[0].close()
  }
  return { work: { ...unattended, note }, epochs, resumed }
}

test('a training whose trainer dies goes on from its best weights, and so does the refit', async () => {
  const crew = await startCrew()
  const { work, epochs, resumed } = killing(3)
  const trained = await learnOn(context, crew, null, learn, work)
  expect(processes).toHaveLength(2)
  expect(resumed).toHaveLength(1)
  // The best epoch before the crash; those after it are run again, and all of them once more to the end.
  const [{ phase, kept }] = resumed
  expect(phase).toBe('evaluate')
  expect(kept).toHaveLength(1)
  const [{ epoch }] = kept
  expect(epoch).toBeGreaterThan(0)
  expect(epochs.slice(epochs.indexOf(3) + 1).filter((own) => own > epoch)).toEqual(
    expect.arrayContaining(Array.from({ length: config.epochs - epoch }, (_, i) => epoch + 1 + i)),
  )
  expect(trained.epochs).toBeGreaterThanOrEqual(epoch)
  expect(Object.keys(trained.reports)).toContain('ltv')

  const refit = async (trainer: Trainer, own: Work) => {
    await sendRows(trainer, syntheticData(200, 40, 60), own)
    return trainer.call<ModelArtifact>('refit', config, own)
  }
  processes[0] = processes[1]
  const second = killing(1)
  const refitted = await learnOn(context, crew, trained.artifact, refit, second.work)
  expect(second.resumed).toEqual([{ phase: 'refit', kept: [{ network: 1, epoch: expect.any(Number) }] }])
  expect(refitted.calibration).toEqual(trained.artifact.calibration)
})

test('a trainer that dies before it knows anything fails the training', async () => {
  const crew = await startCrew()
  const dying = async (trainer: Trainer, work: Work) => {
    const training = learn(trainer, work)
    processes[0].close()
    return training
  }
  await expect(learnOn(context, crew, null, dying, unattended)).rejects.toMatchObject({ code: 'process.crashed' })
  expect(processes).toHaveLength(1)
})
