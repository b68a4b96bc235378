import { beforeAll, describe, expect, test } from 'vitest'
import { taskIn } from '../../../main/base/taskId.ts'
import type { Engine } from '../../../main/engine/types.ts'
import type { TrainingData } from '../../../main/features/types.ts'
import { modelParts } from '../../../main/model/export/modelParts.ts'
import { recordAt } from '../../../main/model/export/records.ts'
import { loadScorer } from '../../../main/model/export/scorer.ts'
import type { Scorer } from '../../../main/model/export/types.ts'
import type { ModelConfig } from '../../../main/model/modelConfig.ts'
import { runModel } from '../../../main/model/runningModel.ts'
import { tablesOf } from '../../../main/model/tables.ts'
import { entityOfOutput, type ModelArtifact } from '../../../main/model/types.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import { askedMore, productWords, randomModel, wideData } from './randomModel.ts'

const rows = 60
let engine: Engine
let scorer: Scorer
let data: TrainingData
beforeAll(async () => {
  engine = await startEngineUnderTest()
  scorer = await loadScorer()
  data = wideData(rows)
})

/** Largest difference of any score of any row, as a share of its size, and how many were compared. */
async function compare(artifact: ModelArtifact, given = data): Promise<{ worst: number; compared: number }> {
  const tables = tablesOf(artifact.actSizes ? given : { ...given, log: null })
  const running = runModel(engine, artifact)
  const figures = await running.predict(tables)
  running.dispose()
  const parts = modelParts(artifact, 90, artifact.actSizes && productWords)
  const { weights, ...described } = parts
  // As it comes out of files: numbers by way of their decimals.
  const model = scorer.readModel({ ...(JSON.parse(JSON.stringify(described)) as typeof described), weights })
  let [worst, compared] = [0, 0]
  for (const [name, values] of Object.entries(figures)) {
    const table = tables[entityOfOutput(name)]
    if (!table) throw new Error(`no rows of ${name}`)
    const [task, output] = [taskIn(name), name.slice(taskIn(name).length + 1)]
    for (let row = 0; row < table.rows; row++) {
      const said = scorer.score(model, recordAt(table, row, parts.preprocessing.vocabularies))
      const own = (said as Record<string, Record<string, number>>)[task][output]
      worst = Math.max(worst, Math.abs(own - values[row]) / (1e-3 + Math.abs(values[row])))
      compared++
    }
  }
  return { worst, compared }
}

describe('a record scored outside', () => {
  const switches: [string, Partial<ModelConfig>][] = [
    ['the defaults', {}],
    ['a gate', { gate: true }],
    ['mixed experts and embeddings', { experts: 'mmoe', embeddingWidth: 4, gate: true }],
    ['experts of tasks', { experts: 'ple' }],
    ['adapters', { transfer: 'adapters', sequenceLength: 4 }],
    ['matrices of low rank', { transfer: 'lora', sequenceLength: 4, embeddingWidth: 2 }],
    ['squared errors of logarithms', { amountLoss: 'squared' }],
    ['acts one by one', { sequenceLength: 4, sequenceBlocks: 2 }],
    ['acts by one head beside embeddings', { sequenceLength: 4, sequenceHeads: 1, embeddingWidth: 2 }],
  ]
  test.each(switches)('gets the scores that Assay gives it, with %s', async (_, chosen) => {
    const { worst, compared } = await compare(await randomModel(data, chosen))
    // Six outputs, two of them with an interval's ends.
    expect(compared).toBe(8 * rows)
    expect(worst).toBeLessThan(1e-4)
  })

  test('gets customer value over several horizons, and what the analyst asked beside it', async () => {
    const asked = askedMore(data)
    const artifact = await randomModel(asked, {})
    const { worst, compared } = await compare(artifact, asked)
    // Two increments and their two sums with an interval, three own tasks, two outputs of products.
    expect(compared).toBe(11 * rows)
    expect(worst).toBeLessThan(1e-4)
  })

  test('is refused where it names what the model does not know', async () => {
    const parts = modelParts(await randomModel(data, {}), 90, null)
    const model = scorer.readModel(parts)
    const empty = { behaviour: {}, product: {}, social: {} }
    expect(() => scorer.score(model, { entity: 'user', ...empty, behaviour: { frequncy: 1 } })).toThrow('frequncy')
    expect(() => scorer.score(model, { entity: 'user', ...empty, behaviour: { spend: NaN } })).toThrow('spend')
    expect(() => scorer.score(model, { entity: 'brand' as 'user', ...empty })).toThrow('user, product, pair')
    expect(scorer.score(model, { entity: 'user', ...empty }).ltv?.amount).toBeGreaterThan(0)
  })
})
