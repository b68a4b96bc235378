import { createRandom, hashText } from '../../../main/base/random.ts'
import { createMatrix } from '../../../main/base/table.ts'
import { foldName } from '../../../main/features/vocabulary.ts'
import { part, type FeatureSpec, type TrainingData } from '../../../main/features/types.ts'
import { defaultModelConfig, type ModelConfig } from '../../../main/model/modelConfig.ts'
import { syntheticData } from '../syntheticData.ts'

/** A network small enough for tests, alone. */
export const alone: ModelConfig = {
  ...{ ...defaultModelConfig, epochs: 15, patience: 5, learningRate: 0.005, batchSize: 64, dropout: 0.1 },
  ...{ towerWidth: 16, fusionWidth: 16, embeddingWidth: 4 },
  members: { networks: 1, boosted: false, linear: false },
}

export interface ShopShape {
  rows: { train: number; validation: number; test: number }
  seed: number
  /** What the shop calls its columns and brands, and in which order. */
  columns: string[]
  brands: string[]
}

/** What a brand does to its customers wherever it is sold: ±1.5. */
export const effectOf = (brand: string): number => (hashText(foldName(brand)) % 2 === 0 ? 1.5 : -1.5)

/**
 * Customers who buy again where `frequency` and `recency` agree in sign, or their brand has them do so: no line in the
 * inputs says so, and it is the same in every shop.
 */
export function shop({ rows, seed, columns, brands }: ShopShape): TrainingData {
  const count = rows.train + rows.validation + rows.test
  const data = syntheticData(count, 0, 0, seed)
  const { users } = data
  const random = createRandom(seed)
  const behaviour = createMatrix(columns, count)
  const at = (name: string) => columns.findIndex((column) => foldName(column) === name)
  for (let row = 0; row < count; row++) {
    const inputs = columns.map(() => random.normal())
    behaviour.values.set(inputs, row * columns.length)
    const brand = random.integer(brands.length)
    users.codes.brand[row] = brand + 1
    const score = 2.5 * inputs[at('frequency')] * inputs[at('recency')] + effectOf(brands[brand])
    users.labels.repurchase[row] = Number(random.uniform() < 1 / (1 + Math.exp(-score)))
  }
  users.inputs.behaviour = behaviour
  users.parts = Uint8Array.from({ length: count }, (_, row) => {
    if (row < rows.train) return part.train
    return row < rows.train + rows.validation ? part.validation : part.test
  })
  const specs: FeatureSpec[] = columns.map((name) => ({
    ...{ name, group: 'behaviour', source: 'behaviour', transform: 'none' },
  }))
  return {
    ...data,
    tasks: ['repurchase'],
    specs: [...specs, { name: 'price', group: 'product', source: 'products', transform: 'none' }],
    vocabularies: { category: { words: [], buckets: 0 }, brand: { words: brands, buckets: 0 } },
  }
}

export const bigShop = (): TrainingData =>
  shop({
    rows: { train: 3000, validation: 500, test: 500 },
    ...{ seed: 11, columns: ['frequency', 'recency', 'spend'], brands: ['Acme', 'Borealis', 'Cirrus', '青山'] },
  })

/** Other columns in another order, names written otherwise, and a brand of its own. */
export const tinyShop = (): TrainingData =>
  shop({
    rows: { train: 80, validation: 30, test: 600 },
    ...{ seed: 12, columns: ['mood', 'ＲＥＣＥＮＣＹ', 'Frequency'], brands: ['CIRRUS', 'Delos', 'ACME ', 'borealis'] },
  })
