import { beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { columnOf } from '../../main/base/table.ts'
import type { Engine } from '../../main/engine/types.ts'
import { fitScales, untransformed, scaleInputs, transformed } from '../../main/features/scaling.ts'
import type { FeatureSpec } from '../../main/features/types.ts'
import { defaultModelConfig, type ModelConfig } from '../../main/model/modelConfig.ts'
import { lossesOf } from '../../main/model/objective.ts'
import { networkOf } from '../../main/model/networkOf.ts'
import { fromStored } from '../../main/model/network/parameters.ts'
import { rawOutputs } from '../../main/model/outputs.ts'
import { gatherLabels, prepareTables } from '../../main/model/tables.ts'
import { trainModel } from '../../main/model/training.ts'
import type { ModelArtifact } from '../../main/model/types.ts'
import { attack, targetOf } from '../../main/verdict/attack.ts'
import { isUsed, withNoise, withoutSource } from '../../main/verdict/perturbation.ts'
import { measureRobustness } from '../../main/verdict/robustness.ts'
import { startEngineUnderTest } from '../engine/engineUnderTest.ts'
import { syntheticData, syntheticTable } from '../model/syntheticData.ts'

const { specs } = syntheticData(10, 0, 0)
const columnsOf = (given: FeatureSpec[], table = syntheticTable('user', 2000, 1)) => ({
  table,
  columns: { specs: given, scales: fitScales(given, table) },
})

describe('transforms', () => {
  it.each(['none', 'log1p', 'signedLog1p'] as const)('%s is undone', (transform) => {
    for (const value of transform === 'log1p' ? [0, 0.5, 1e6] : [-1e6, -0.5, 0, 0.5, 1e6]) {
      expect(untransformed(transformed(value, transform), transform)).toBeCloseTo(value, 4)
    }
  })
})

describe('noise', () => {
  it('has the size that was asked for, in standard deviations, and is the same for the same seed', () => {
    const { table, columns } = columnsOf(specs)
    const noisy = withNoise(columns, table, 0.5, 7)
    for (const { name } of specs.filter(({ group }) => group === 'behaviour')) {
      const [before, after] = [table, noisy].map(({ inputs }) => columnOf(inputs.behaviour, name))
      const moved = after.map((value, row) => value - before[row])
      const spread = Math.sqrt(moved.reduce((sum, move) => sum + move ** 2, 0) / moved.length)
      const { deviation } = columns.scales[specs.findIndex((spec) => spec.name === name)]
      expect(spread / deviation).toBeGreaterThan(0.47)
      expect(spread / deviation).toBeLessThan(0.53)
    }
    expect(withNoise(columns, table, 0.5, 7).inputs).toEqual(noisy.inputs)
    expect(withNoise(columns, table, 0.5, 8).inputs).not.toEqual(noisy.inputs)
  })

  it('leaves what does not vary alone, and amounts above 0', () => {
    const table = syntheticTable('user', 200, 1)
    table.inputs.product.values.fill(3)
    table.inputs.behaviour.values.forEach((value, at, all) => (all[at] = Math.abs(value)))
    const logs = specs.map((spec): FeatureSpec => ({ ...spec, transform: 'log1p' }))
    const { columns } = columnsOf(logs, table)
    const noisy = withNoise(columns, table, 1, 1)
    expect(noisy.inputs.product.values).toEqual(table.inputs.product.values)
    expect(Math.min(...noisy.inputs.behaviour.values)).toBeGreaterThanOrEqual(0)
  })
})

describe('a missing source', () => {
  it('leaves its columns at their mean, so that the networks see 0, and codes at none', () => {
    const { table, columns } = columnsOf(specs)
    table.codes.brand.fill(4)
    const without = withoutSource(columns, table, 'products')
    const scaled = scaleInputs(specs, columns.scales, without)
    expect(Math.max(...scaled.product.values.map(Math.abs))).toBeLessThan(1e-5)
    expect(without.inputs.behaviour.values).toEqual(table.inputs.behaviour.values)
    expect([...new Set(without.codes.brand)]).toEqual([0])
    expect(isUsed(columns, 'products')).toBe(true)
    expect(isUsed(columns, 'social')).toBe(false)
  })
})

describe('on a trained model', () => {
  let engine: Engine
  let artifact: ModelArtifact
  const data = () => syntheticData(900, 0, 0)
  const config: ModelConfig = {
    ...{ ...defaultModelConfig, epochs: 8, patience: 8, towerWidth: 8, fusionWidth: 8 },
    members: { networks: 1, boosted: false, linear: false },
  }
  beforeAll(async () => {
    engine = await startEngineUnderTest()
    artifact = (await trainModel({ ...data(), tasks: ['ltv', 'repurchase'] }, config, engine, unattended)).artifact
  })

  /** The network's mean loss of repurchase on the rows of a table. */
  async function lossOn(table: ReturnType<typeof syntheticTable>): Promise<number> {
    const network = networkOf(artifact)
    const [member] = artifact.members
    if (member.kind !== 'network') throw new Error('a network')
    const weights = engine.tf.tensor1d(fromStored(network.parameters, member.weights))
    const prepared = prepareTables(artifact.specs, artifact.scales, { user: table })
    const rows = { user: Int32Array.from({ length: table.rows }, (_, row) => row) }
    const raw = await rawOutputs(engine.tf, network, weights, prepared, rows)
    weights.dispose()
    return lossesOf(raw, gatherLabels(prepared, rows), artifact.labelUnits).repurchase ?? NaN
  }

  it('an attack stays within its size, raises the loss, more so in several steps, and leaks no tensor', async () => {
    const table = syntheticTable('user', 300, 9)
    const before = engine.tf.memory().numTensors
    const target = targetOf(engine, artifact)
    if (!target) throw new Error('a network learned')
    const losses = [await lossOn(table)]
    for (const kind of ['fgm', 'pgd'] as const) {
      const moved = await attack(target, 'repurchase', table, { kind, size: 0.5 }, unattended)
      const [from, to] = [table, moved].map((own) => scaleInputs(specs, artifact.scales.user ?? [], own))
      for (const group of ['behaviour', 'product'] as const) {
        const width = from[group].names.length
        for (let row = 0; row < table.rows; row++) {
          let squares = 0
          for (let at = row * width; at < (row + 1) * width; at++) {
            squares += (to[group].values[at] - from[group].values[at]) ** 2
          }
          expect(Math.sqrt(squares)).toBeLessThan(0.5 + 1e-3)
        }
      }
      losses.push(await lossOn(moved))
    }
    target.weights.forEach((weights) => weights.dispose())
    expect(engine.tf.memory().numTensors).toBe(before)
    expect(losses[1]).toBeGreaterThan(losses[0] + 0.05)
    expect(losses[2]).toBeGreaterThanOrEqual(losses[1] - 1e-3)
  })

  it('reports what each perturbation does to each task, paired on the same rows', async () => {
    const settings = { noise: [1e-6, 2], attack: [1], rows: 5000, seed: 1 }
    const { changes, attacked } = await measureRobustness(data(), { artifact, settings }, engine, unattended)
    expect(attacked).toBe(true)
    const of = (task: string) => changes.filter((change) => change.task === task)
    expect(of('repurchase').map(({ perturbation }) => perturbation)).toEqual([
      { kind: 'noise', size: 1e-6 },
      { kind: 'noise', size: 2 },
      { kind: 'missing', source: 'products' },
      { kind: 'fgm', size: 1 },
      { kind: 'pgd', size: 1 },
    ])
    const [hardly, loud, , fgm] = of('repurchase')
    expect(hardly.metric).toBe('auc')
    expect(hardly.change.value).toBeCloseTo(0, 3)
    expect(loud.change.high).toBeLessThan(0)
    expect(fgm.change.high).toBeLessThan(0)
    for (const { before, after, change } of changes) {
      expect((after.value ?? 0) - (before.value ?? 0)).toBeCloseTo(change.value ?? NaN, 12)
    }
  })

  it('has nothing to attack without a network', async () => {
    const trees = { ...config, members: { networks: 0, boosted: false, linear: true } }
    const lines = await trainModel({ ...data(), tasks: ['repurchase'] }, trees, engine, unattended)
    expect(targetOf(engine, lines.artifact)).toBeNull()
    const settings = { noise: [1], attack: [1], rows: 5000, seed: 1 }
    const { changes, attacked } = await measureRobustness(
      data(),
      { artifact: lines.artifact, settings },
      engine,
      unattended,
    )
    expect(attacked).toBe(false)
    expect(changes.map(({ perturbation: { kind } }) => kind)).toEqual(['noise', 'missing'])
  })
})
