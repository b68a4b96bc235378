import { beforeAll, describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import type { Engine } from '../../../main/engine/types.ts'
import type { TrainingData } from '../../../main/features/types.ts'
import { weightSeed } from '../../../main/model/fitting.ts'
import type { ModelConfig } from '../../../main/model/modelConfig.ts'
import { networkOf } from '../../../main/model/networkOf.ts'
import { fromStored, initialise, toStored } from '../../../main/model/network/parameters.ts'
import { prepare, type Preparation } from '../../../main/model/preparation.ts'
import { rawOutputs } from '../../../main/model/outputs.ts'
import { mapEntities, prepareTables, tablesOf } from '../../../main/model/tables.ts'
import { refitModel, trainModel, type Trained } from '../../../main/model/training.ts'
import { towersOf } from '../../../main/model/transfer/towersOf.ts'
import type { Start, TowerSet, TransferKind } from '../../../main/model/transfer/types.ts'
import type { StoredTensor } from '../../../main/model/types.ts'
import { startEngineUnderTest } from '../../engine/engineUnderTest.ts'
import { alone, bigShop, tinyShop } from './shops.ts'

let engine: Engine
let big: Trained
let towers: TowerSet
let start: Start
beforeAll(async () => {
  engine = await startEngineUnderTest()
  big = await trainModel(bigShop(), alone, engine, unattended)
  towers = towersOf(big.artifact, 1)
  start = { kind: 'towers', towers }
})

const by = (transfer: TransferKind): ModelConfig => ({ ...alone, transfer, adapterWidth: 4, loraRank: 2 })
const held = ['frozen', 'adapters', 'lora'] as const

function weightsOf({ artifact }: Pick<Trained, 'artifact'>): Map<string, StoredTensor> {
  const [member] = artifact.members
  if (member.kind !== 'network') throw new Error(`a network, not ${member.kind}`)
  return new Map(member.weights.map((tensor) => [tensor.name, tensor]))
}

const preparedFor = (data: TrainingData, transfer: TransferKind): Preparation =>
  prepare(tablesOf(data), data, by(transfer), start)

/** Weights at the start of the first network, by name. */
function startOf(preparation: Preparation) {
  const { parameters } = networkOf(preparation)
  const begun = preparation.beginning?.of(0, weightSeed(preparation.config))
  if (!begun) throw new Error('nothing to begin from')
  const cut = (values: ArrayLike<number>) =>
    new Map(toStored(parameters, Float32Array.from(values)).map((tensor) => [tensor.name, tensor.values]))
  return { weights: cut(begun.weights), learns: begun.learns && cut(begun.learns), flat: begun.weights }
}

describe('towers in another shop', () => {
  test('meet their columns, brands and what they do not know by name', () => {
    const { weights, learns } = startOf(preparedFor(tinyShop(), 'frozen'))
    const theirs = new Map(towers.networks[0].map((tensor) => [tensor.name, tensor.values]))
    const row = (values: Float32Array | undefined, at: number, width: number) => [
      ...(values ?? []).slice(at * width, (at + 1) * width),
    ]
    // mood, recency, frequency here; frequency, recency, spend there.
    const [own, other] = [weights, theirs].map((all) => all.get('behaviour.hidden.weight'))
    expect(row(own, 1, 16)).toEqual(row(other, 1, 16))
    expect(row(own, 2, 16)).toEqual(row(other, 0, 16))
    expect(row(own, 0, 16)).toEqual(new Array<number>(16).fill(0))
    // none, CIRRUS, Delos, ACME, borealis here; none, Acme, Borealis, Cirrus, 青山 there.
    const [mine, given] = [weights, theirs].map((all) => all.get('embedding.brand'))
    expect([0, 1, 3, 4].map((code) => row(mine, code, 4))).toEqual([0, 3, 1, 2].map((code) => row(given, code, 4)))
    const network = networkOf(preparedFor(tinyShop(), 'frozen'))
    const drawn = toStored(network.parameters, initialise(network.parameters, weightSeed(alone)))
    const ownDraw = drawn.find(({ name }) => name === 'embedding.brand')?.values
    expect(row(mine, 2, 4)).toEqual(row(ownDraw, 2, 4))
    expect(row(learns?.get('embedding.brand'), 2, 4)).toEqual([1, 1, 1, 1])
    expect(row(learns?.get('embedding.brand'), 3, 4)).toEqual([0, 0, 0, 0])
    expect(preparedFor(tinyShop(), 'full').beginning?.matched).toEqual({
      columns: { known: 3, all: 4 },
      brands: { known: 3, all: 4 },
      categories: { known: 0, all: 0 },
      products: { known: 0, all: 0 },
    })
  })

  test.each(['adapters', 'lora'] as const)(
    'say with %s at first to the last digit what they say frozen',
    async (kind) => {
      const outputs = async (transfer: TransferKind) => {
        const preparation = preparedFor(tinyShop(), transfer)
        const network = networkOf(preparation)
        // Heads start at zero and would hide every difference: here they do not.
        const { flat } = startOf(preparation)
        const stored = toStored(network.parameters, flat).map(({ name, shape, values }) => ({
          ...{ name, shape },
          values: name.endsWith('.head.weight') ? values.map((_, i) => Math.sin(i)) : values,
        }))
        // What is drawn beside the towers differs by place: the frozen network's is taken for both.
        const frozen = startOf(preparedFor(tinyShop(), 'frozen')).weights
        const shared = stored.map((tensor) =>
          frozen.has(tensor.name) && !tensor.name.endsWith('.head.weight')
            ? { ...tensor, values: frozen.get(tensor.name) ?? tensor.values }
            : tensor,
        )
        const weights = engine.tf.tensor1d(fromStored(network.parameters, shared))
        const prepared = prepareTables(preparation.specs, preparation.scales, preparation.tables)
        const rows = mapEntities(prepared, ({ table }) => Int32Array.from({ length: table.rows }, (_, row) => row))
        const raw = await rawOutputs(engine.tf, network, weights, prepared, rows)
        weights.dispose()
        return { raw: raw.repurchase ?? new Float32Array(0), size: network.parameters.length }
      }
      const [frozen, adapted] = [await outputs('frozen'), await outputs(kind)]
      expect(adapted.size).toBeGreaterThan(frozen.size)
      expect(new Set(frozen.raw).size).toBeGreaterThan(100)
      expect(adapted.raw).toEqual(frozen.raw)
    },
  )

  test.each(held)('are bit for bit what they were after learning by %s, and the rest has moved', async (kind) => {
    const before = engine.tf.memory().numTensors
    const { weights, learns } = startOf(preparedFor(tinyShop(), kind))
    const trained = await trainModel(tinyShop(), by(kind), engine, unattended, [], start)
    expect(engine.tf.memory().numTensors).toBe(before)
    const after = weightsOf(trained)
    let [heldCount, moved] = [0, 0]
    for (const [name, { values }] of after) {
      const [first, free] = [weights.get(name), learns?.get(name)]
      values.forEach((value, i) => {
        if (free?.[i] === 0) {
          heldCount++
          expect(Object.is(value, first?.[i])).toBe(true)
        } else if (value !== first?.[i]) moved++
      })
    }
    const fromFile = towers.networks[0].filter(({ name }) => !/^(embedding|.*\.hidden\.weight)/.test(name))
    expect(heldCount).toBeGreaterThan(fromFile.reduce((sum, { values }) => sum + values.length, 0))
    expect(moved).toBeGreaterThan(300)
    for (const [name, { values }] of after) {
      const isFusionOrHead = /^(expert|repurchase)\./.test(name)
      const isAdded = /\.adapter\.|\.weight\.(down|up)$/.test(name)
      const hasMoved = values.some((value, i) => value !== weights.get(name)?.[i])
      if (isFusionOrHead && !name.endsWith('about')) expect([name, hasMoved]).toEqual([name, true])
      if (isAdded && !name.startsWith('social')) expect([name, hasMoved]).toEqual([name, true])
    }
  })

  test('help a tiny one in every way, on the same seed', async () => {
    const auc = async (transfer: TransferKind) => {
      const from = transfer === 'none' ? null : start
      const { reports } = await trainModel(tinyShop(), by(transfer), engine, unattended, [], from)
      return reports.repurchase?.metrics.auc.value ?? NaN
    }
    const fresh = await auc('none')
    for (const transfer of ['frozen', 'adapters', 'lora', 'full'] as const) {
      expect([transfer, (await auc(transfer)) > fresh + 0.05]).toEqual([transfer, true])
    }
    expect(await auc('lora')).toBe(await auc('lora'))
  })

  test('start every network of an ensemble, in the refit too', async () => {
    const config = { ...by('frozen'), epochs: 2, members: { networks: 2, boosted: false, linear: true } }
    const trained = await trainModel(tinyShop(), config, engine, unattended, [], start)
    const refitted = await refitModel(tinyShop(), config, trained.artifact, engine, unattended, [], start)
    const hidden = towers.networks[0].find(({ name }) => name === 'behaviour.output.weight')
    const networks = [...trained.artifact.members, ...refitted.members].flatMap((member) =>
      member.kind === 'network' ? [member.weights] : [],
    )
    expect(networks).toHaveLength(4)
    for (const weights of networks) {
      expect(weights.find(({ name }) => name === 'behaviour.output.weight')?.values).toEqual(hidden?.values)
    }
  })
})

describe('towers to be saved', () => {
  test('have in them what LoRA added, and leave values of the customers file behind', async () => {
    const { artifact } = await trainModel(tinyShop(), { ...by('lora'), epochs: 2 }, engine, unattended, [], start)
    const named = {
      ...artifact,
      specs: artifact.specs.map((spec, i) =>
        i === 1 ? { ...spec, source: 'users' as const, name: 'user nickname = Wang Wei' } : spec,
      ),
    }
    const saved = towersOf(named, 2)
    expect(JSON.stringify(saved)).not.toContain('Wang Wei')
    const own = weightsOf({ artifact })
    const [weight, down, up] = ['', '.down', '.up'].map((end) => own.get(`behaviour.hidden.weight${end}`))
    const tensor = saved.networks[0].find(({ name }) => name === 'behaviour.hidden.weight')
    expect(tensor?.shape).toEqual([2, 16])
    const at = (row: number, column: number) =>
      (weight?.values[row * 16 + column] ?? NaN) +
      [0, 1].reduce((sum, k) => sum + (down?.values[row * 2 + k] ?? NaN) * (up?.values[k * 16 + column] ?? NaN), 0)
    for (let column = 0; column < 16; column++) {
      expect(tensor?.values[column]).toBeCloseTo(at(0, column), 6)
      expect(tensor?.values[16 + column]).toBeCloseTo(at(2, column), 6)
    }
  })

  test('are refused of runs that have none of their own', async () => {
    const lines = { ...alone, members: { networks: 0, boosted: false, linear: true } }
    const { artifact } = await trainModel(tinyShop(), lines, engine, unattended)
    expect(() => towersOf(artifact, 3)).toThrow(expect.objectContaining({ code: 'model.noTowers' }))
    const adapted = { ...big.artifact, config: by('adapters') }
    expect(() => towersOf(adapted, 4)).toThrow(expect.objectContaining({ code: 'model.towersAdapted' }))
  })
})
