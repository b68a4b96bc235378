import { describe, expect, test } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { startEngine } from '../../main/engine/start.ts'
import type { Engine } from '../../main/engine/types.ts'
import { trainModel } from '../../main/model/training.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import type { EpochNote } from '../../main/model/types.ts'
import { syntheticData } from '../model/syntheticData.ts'
import { engineUnderTest, startEngineUnderTest } from './engineUnderTest.ts'

/** A processor that plays a GPU takes seconds an epoch. */
const epochs = engineUnderTest === 'webgpu' ? 2 : 6
const small = { towerWidth: 16, fusionWidth: 16, members: { networks: 1, boosted: false, linear: false } }
const config: ModelConfig = { ...defaultModelConfig, ...small, epochs, patience: epochs }

/** The losses of every epoch of a whole training, and the test figures it ends with. */
async function train(engine: Engine) {
  const notes: EpochNote[] = []
  const work = {
    ...unattended,
    note: (name: string, data: unknown) => void (name === 'epoch' && notes.push(data as EpochNote)),
  }
  const { reports } = await trainModel(syntheticData(600, 120, 300), config, engine, work)
  return { losses: notes.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss ?? NaN]), reports }
}

describe.skipIf(engineUnderTest === 'wasm')(`a whole training on ${engineUnderTest} and on wasm`, () => {
  test('has the same loss curve and the same figures, up to float32', async () => {
    const [here, there] = [await train(await startEngineUnderTest()), await train(await startEngine('wasm'))]
    expect(here.losses).toHaveLength(config.epochs)
    here.losses.forEach((losses, epoch) =>
      losses.forEach((loss, i) => expect(Math.abs(loss / there.losses[epoch][i] - 1)).toBeLessThan(2e-3)),
    )
    const gini = ({ reports }: typeof here) => reports.ltv?.metrics.normalizedGini.value ?? NaN
    expect(Math.abs(gini(here) - gini(there))).toBeLessThan(0.01)
  }, 600_000)
})
