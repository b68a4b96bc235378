import { createRandom } from '../../main/base/random.ts'
import { createMatrix } from '../../main/base/table.ts'
import {
  baselineNames,
  labelNames,
  tasks,
  type Entity,
  type ExampleTable,
  type FeatureSpec,
  type TrainingData,
} from '../../main/features/types.ts'
import { createContext } from '../../main/features/exampleTable.ts'

const specs: FeatureSpec[] = [
  ...['frequency', 'recency', 'spend', 'noise'].map((name) => ({
    name,
    group: 'behaviour' as const,
    source: 'behaviour' as const,
    transform: 'none' as const,
  })),
  { name: 'price', group: 'product', source: 'products', transform: 'none' },
]

/**
 * Rows whose labels follow from their inputs through a known mechanism: the first input drives whether anything happens,
 * the third how much. Every sixth row is validation, every fifth test.
 */
export function syntheticTable(entity: Entity, rows: number, seed: number): ExampleTable {
  const random = createRandom(seed)
  const behaviour = createMatrix(['frequency', 'recency', 'spend', 'noise'], rows)
  const product = createMatrix(['price'], rows)
  const labels = Object.fromEntries(labelNames[entity].map((name) => [name, new Float64Array(rows)]))
  const baseline = Object.fromEntries(baselineNames[entity].map((name) => [name, new Float64Array(rows)]))
  for (let row = 0; row < rows; row++) {
    const inputs = Array.from({ length: 4 }, () => random.normal())
    behaviour.values.set(inputs, row * 4)
    product.values[row] = random.normal()
    const happens = random.uniform() < 1 / (1 + Math.exp(-2 * inputs[0]))
    const amount = 40 * Math.exp(inputs[2] + 0.5 * random.normal())
    fillRow(entity, row, labels, baseline, { happens, amount, inputs, share: random.uniform() })
  }
  return {
    entity,
    rows,
    ids: Int32Array.from({ length: rows }, (_, row) => row + 1),
    brandIds: entity === 'pair' ? Int32Array.from({ length: rows }, (_, row) => 1 + (row % 3)) : new Int32Array(0),
    clusters: Int32Array.from({ length: rows }, (_, row) => row),
    cutoffs: new Float64Array(rows),
    parts: Uint8Array.from({ length: rows }, (_, row) => (row % 5 === 4 ? 2 : row % 6 === 5 ? 1 : 0)),
    ...createContext(rows),
    inputs: { behaviour, product, social: createMatrix([], rows) },
    labels,
    baseline,
  }
}

interface Truth {
  happens: boolean
  amount: number
  inputs: number[]
  share: number
}

type Columns = Record<string, Float64Array>

function fillRow(entity: Entity, row: number, labels: Columns, baseline: Columns, truth: Truth): void {
  const { happens, amount, inputs, share } = truth
  const frequency = Math.max(0, Math.round(2 + 2 * inputs[0]))
  if (entity === 'user') {
    labels.ltv[row] = happens ? amount : 0
    labels.repurchase[row] = happens ? 1 : 0
    baseline.frequency[row] = frequency
    baseline.ageDays[row] = 300
    baseline.recencyDays[row] = frequency > 0 ? 200 : 0
    baseline.meanRepeatSpend[row] = frequency > 0 ? amount : 0
    baseline.totalSpend[row] = amount * (1 + frequency)
    baseline.lastSpend[row] = amount
  }
  if (entity === 'product') {
    labels.units[row] = Math.round(happens ? amount / 10 : 0)
    labels.growth[row] = inputs[1]
    baseline.lastPeriodUnits[row] = frequency
    baseline.meanPeriodUnits[row] = frequency + 0.5
  }
  if (entity === 'pair') {
    labels.bought[row] = happens ? 1 : 0
    labels.share[row] = row % 4 === 0 ? NaN : share
    baseline.brandSpend[row] = 10 * share
    baseline.categorySpend[row] = 10
    baseline.brandDays[row] = 1 + frequency
    baseline.categoryDays[row] = 2 + frequency
    baseline.marketShare[row] = 0.3
  }
}

export function syntheticData(users: number, products: number, pairs: number, seed = 1): TrainingData {
  return {
    side: false,
    fingerprint: 'synthetic',
    tasks: [...tasks],
    specs,
    vocabularies: { category: { words: [], buckets: 0 }, brand: { words: [], buckets: 0 } },
    log: null,
    split: 'users',
    horizonDays: 90,
    cutoff: 0,
    users: syntheticTable('user', users, seed),
    products: products > 0 ? syntheticTable('product', products, seed + 1) : null,
    pairs: pairs > 0 ? syntheticTable('pair', pairs, seed + 2) : null,
    skipped: [],
    newcomerRevenueShare: null,
  }
}
