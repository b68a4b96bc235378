import { beforeAll, describe, expect, it } from 'vitest'
import { unattended, type Work } from '../../main/base/job.ts'
import type { Engine } from '../../main/engine/types.ts'
import { fitVocabulary, sizeOf } from '../../main/features/vocabulary.ts'
import type { Task } from '../../main/features/types.ts'
import { fit, type BrokenOff } from '../../main/model/fitting.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import { networkOf } from '../../main/model/networkOf.ts'
import { fitAllScales, prepareTables } from '../../main/model/tables.ts'
import { trainModel } from '../../main/model/training.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { syntheticData } from './syntheticData.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngineUnderTest()
})

const config: ModelConfig = {
  ...defaultModelConfig,
  ...{ epochs: 6, patience: 6, towerWidth: 8, fusionWidth: 8, dropout: 0 },
  members: { networks: 1, boosted: false, linear: false },
}

describe('a loss that is no number', () => {
  /** What a network is fitted to, on customers of whom every label may be spoilt. */
  function lesson() {
    const { users, specs, vocabularies } = syntheticData(300, 0, 0)
    const tasks: Task[] = ['ltv', 'repurchase']
    const network = networkOf({ config, specs, tasks, vocabularies, actSizes: null })
    const prepared = prepareTables(specs, fitAllScales(specs, { user: users }), { user: users })
    const input = { engine, network, specs, prepared, units: { ltv: 40, units: 1 }, config }
    return { input, spoil: () => users.labels.ltv.fill(Infinity) }
  }
  const settings = { phase: 'evaluate' as const, epochs: 6, patience: 6 }

  it('names its task and batch where nothing good was learned before', async () => {
    const { input, spoil } = lesson()
    spoil()
    await expect(fit(input, settings, unattended)).rejects.toMatchObject({
      code: 'model.diverged',
      params: { epoch: 1, batch: 1, task: 'ltv' },
    })
  })

  it('leaves the weights of the best epoch before it, and says so', async () => {
    const { input, spoil } = lesson()
    const told: BrokenOff[] = []
    let epochs = 0
    const work: Work = {
      ...unattended,
      note(name, data) {
        if (name === 'diverged') told.push(data as BrokenOff)
        if (name === 'epoch' && ++epochs === 2) spoil()
      },
    }
    const fitted = await fit(input, settings, work)
    // The batch that was drawn ahead still had its labels.
    expect(told).toEqual([{ phase: 'evaluate', network: 1, epoch: 3, batch: 2, suspect: 'ltv', kept: 2 }])
    expect(fitted).toMatchObject({ bestEpoch: 2, epochsRun: 3 })
    expect(fitted.weights.every(Number.isFinite)).toBe(true)
  })
})

describe('amounts', () => {
  const members = { networks: 1, boosted: true, linear: true }

  it('of one giant buyer leave finite figures, and an order of all others', async () => {
    const data = syntheticData(900, 0, 0)
    const giant = data.users.parts.indexOf(0)
    data.users.labels.ltv[giant] = 1e9
    data.users.baseline.totalSpend[giant] = 1e9
    const trained = await trainModel(data, { ...config, members }, engine, unattended)
    const predicted = trained.predictions.find(({ task }) => task === 'ltv')?.predicted ?? new Float64Array(0)
    expect(predicted.length).toBeGreaterThan(100)
    expect(predicted.every(Number.isFinite)).toBe(true)
    expect(trained.reports.ltv?.metrics.spearman.value).toBeGreaterThan(0.3)
    expect(trained.reports.ltv?.metrics.totalRatio.value).toBeGreaterThan(0)
  })

  it('that are all zero teach nothing but that, without a failure of the other tasks', async () => {
    const data = syntheticData(300, 0, 0)
    data.users.labels.ltv.fill(0)
    const skipped = [{ task: 'ltv' as const, reason: 'noAmounts' as const }]
    const trained = await trainModel({ ...data, skipped }, { ...config, members }, engine, unattended)
    expect(Object.keys(trained.reports)).toEqual(['repurchase'])
    expect(trained.skipped).toEqual(skipped)
    const alone = { ...data, tasks: ['ltv' as const], skipped }
    await expect(trainModel(alone, config, engine, unattended)).rejects.toMatchObject({
      code: 'features.nothingToLearn',
      params: { reasons: 'ltv: noAmounts' },
    })
  })
})

it('a million products have codes of their own up to the cap, and share places beyond it', () => {
  const products = 1_000_000
  const names = Array.from({ length: products }, (_, product) => `p${product}`)
  const vocabulary = fitVocabulary(names, new Float64Array(products).fill(6), 8192, 512)
  expect(vocabulary.words).toHaveLength(8192)
  expect(sizeOf(vocabulary)).toBe(1 + 8192 + 512)
})
