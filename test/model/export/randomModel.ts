import { unattended } from '../../../main/base/job.ts'
import { createRandom } from '../../../main/base/random.ts'
import { actType } from '../../../main/features/acts.ts'
import type { ActLog } from '../../../main/features/actLog.ts'
import type { TrainingData } from '../../../main/features/types.ts'
import { sizeOf, type Vocabulary } from '../../../main/features/vocabulary.ts'
import { binTables, fitBoosted } from '../../../main/model/members/boosted.ts'
import { fitLinearMember } from '../../../main/model/members/linear.ts'
import { outputsIn } from '../../../main/model/members/outputs.ts'
import { defaultModelConfig, type ModelConfig } from '../../../main/model/modelConfig.ts'
import { toStored } from '../../../main/model/network/parameters.ts'
import { networkOf } from '../../../main/model/networkOf.ts'
import { prepare } from '../../../main/model/preparation.ts'
import { prepareTables, tablesOf } from '../../../main/model/tables.ts'
import type { Calibration, Member, ModelArtifact } from '../../../main/model/types.ts'
import { syntheticData } from '../syntheticData.ts'

const vocabularies: Record<'category' | 'brand' | 'product', Vocabulary> = {
  category: { words: ['shoes', 'hats', '手套'], buckets: 2 },
  brand: { words: ['Acme', 'Brio'], buckets: 0 },
  product: { words: ['p1', 'p2', 'p3'], buckets: 4 },
}

/** What a random model is of, for those who export it. */
export const productWords = vocabularies.product

/** Rows of every entity with codes, acts, links and gaps: all that a record can hold. */
export function wideData(rows: number): TrainingData {
  const random = createRandom(11)
  const data = syntheticData(rows, rows, rows)
  const social = { name: 'links', group: 'social', source: 'social', transform: 'log1p' } as const
  const log = randomLog(4 * rows)
  for (const [at, table] of [data.users, data.products, data.pairs].entries()) {
    if (!table) throw new Error('synthetic data without a table')
    table.inputs.social = {
      names: ['links'],
      rows,
      values: Float32Array.from({ length: rows }, () => random.integer(4)),
    }
    for (let row = 0; row < rows; row++) {
      // Some rows have no product inputs, some no links, some no acts.
      if (row % 7 === 3) table.inputs.product.values[row] = 0
      if (at > 0) table.codes.brand[row] = random.integer(sizeOf(vocabularies.brand))
      if (at === 1) table.codes.category[row] = random.integer(sizeOf(vocabularies.category))
      if (at === 1) continue
      table.sequences.from[row] = 4 * row
      table.sequences.to[row] = 4 * row + (row % 5)
      table.sequences.cutoffDays[row] = log.day[4 * row + 3] + 1 + (row % 3)
    }
  }
  const specs = [
    ...data.specs.map((spec, i) => (i === 2 ? { ...spec, transform: 'signedLog1p' as const } : spec)),
    social,
  ]
  const { category, brand } = vocabularies
  return { ...data, specs, vocabularies: { category, brand }, log }
}

function randomLog(acts: number): ActLog {
  const random = createRandom(12)
  const draw = (most: number) => Int32Array.from({ length: acts }, () => random.integer(most))
  const { product, category, brand } = vocabularies
  const sizes = { type: 6, product: sizeOf(product), category: sizeOf(category), brand: sizeOf(brand) }
  return {
    sizes,
    type: Uint8Array.from({ length: acts }, () => random.integer(Object.keys(actType).length)),
    ...{ product: draw(sizes.product), category: draw(sizes.category), brand: draw(sizes.brand) },
    day: Int32Array.from({ length: acts }, (_, act) => 20_000 + 3 * (act % 4)),
    price: Float32Array.from({ length: acts }, () => 4 * random.uniform()),
    units: Float32Array.from({ length: acts }, () => Math.log1p(1 + random.integer(3))),
  }
}

/** The same rows with customer value in increments and tasks of the analyst's own. */
export function askedMore(data: TrainingData): TrainingData {
  const { ltv, repurchase } = data.users.labels
  const labels = {
    'increment:0-30': ltv.map((value) => value / 3),
    'increment:30-90': ltv.map((value) => (2 * value) / 3),
    'yesNo:v. 2': repurchase,
    'amount:hats': ltv,
    'count:visits': repurchase,
  }
  const users = { ...data.users, labels: { ...data.users.labels, ...labels } }
  return { ...data, users, tasks: ['potential', ...(Object.keys(labels) as (keyof typeof labels)[])] }
}

/** A model with every kind of member, whose networks have random weights: nothing in it is 0 by chance of the start. */
export async function randomModel(data: TrainingData, chosen: Partial<ModelConfig>): Promise<ModelArtifact> {
  const config = { ...defaultModelConfig, towerWidth: 8, fusionWidth: 6, sequenceWidth: 8, ...chosen }
  const read = config.sequenceLength > 0 ? data : { ...data, log: null }
  const { tables, ...shared } = prepare(tablesOf(read), read, config)
  const { tasks, labelUnits: units, specs, scales } = shared
  const { parameters } = networkOf(shared)
  const members: Member[] = [1, 2].map((seed) => ({
    ...{ kind: 'network' as const, epochs: 1 },
    weights: toStored(parameters, randomWeights(parameters, seed)),
  }))
  const trees = Object.fromEntries(outputsIn(tasks).map(({ name }) => [name, 5]))
  for (const seed of [1, 2])
    members.push(await fitBoosted(tables, binTables(tables), { tasks, units, seed, trees }, unattended))
  members.push(fitLinearMember(prepareTables(specs, scales, tables), { tasks, units }, unattended))
  const named = <Value>(value: (name: string) => Value) =>
    Object.fromEntries(outputsIn(tasks).map(({ name }) => [name, value(name)]))
  return {
    ...{ ...shared, members },
    blend: named(() => ({ network: 0.5, boosted: 0.3, linear: 0.2 })),
    calibration: named(calibrationOf),
    conformal: { 'ltv.amount': { coverage: 0.8, scale: 'log1p', edges: [20, 60], low: [-1, -2, -3], high: [1, 2, 3] } },
  }
}

function randomWeights(parameters: { shape: number[] }[], seed: number): Float32Array {
  const random = createRandom(seed)
  const pieces = parameters.map(({ shape }) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.4 * random.normal()),
  )
  return Float32Array.from(pieces.flatMap((piece) => [...piece]))
}

function calibrationOf(name: string): Calibration {
  if (/\.(amount|units|count)$/.test(name)) return { kind: 'level', factor: 1.25 }
  if (name === 'potential.growth') return { kind: 'identity' }
  return { kind: 'isotonic', inputs: [0.1, 0.4, 0.7], outputs: [0.05, 0.5, 0.9] }
}
