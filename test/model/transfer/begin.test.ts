import { expect, test } from 'vitest'
import { defaultModelConfig, type ModelConfig } from '../../../main/model/modelConfig.ts'
import { networkOf } from '../../../main/model/networkOf.ts'
import { initialise, toStored } from '../../../main/model/network/parameters.ts'
import { beginFrom, towerNetwork } from '../../../main/model/transfer/begin.ts'
import type { TowerSet } from '../../../main/model/transfer/types.ts'
import type { FeatureSpec } from '../../../main/features/types.ts'

const column = (name: string): FeatureSpec => ({ name, group: 'behaviour', source: 'behaviour', transform: 'none' })
const live = { mean: 0, deviation: 1 }
const dead = { mean: 0, deviation: 0 }
const shape = {
  ...{ towerWidth: 4, embeddingWidth: 2, sequenceLength: 8 },
  ...{ sequenceWidth: 8, sequenceBlocks: 1, sequenceHeads: 2 },
}

/** Two networks that read sequences of three products, two of which have titles. */
const towers: TowerSet = {
  shape,
  specs: [column('a'), column('b'), column('titleText = 1')],
  scales: { user: [live, dead, live] },
  vocabularies: { category: { words: ['Tea'], buckets: 2 }, brand: { words: ['Acme'], buckets: 0 } },
  productTitles: ['Green Tea 100g', '', 'Kettle'],
  actSizes: { type: 6, product: 1 + 3 + 4, category: 4, brand: 2 },
  networks: [],
}
towers.networks = [1, 2].map((seed) => {
  const { towers: specs } = towerNetwork(towers)
  return toStored(specs, initialise(specs, seed))
})

const config: ModelConfig = { ...defaultModelConfig, ...shape, transfer: 'frozen' }
const shared = {
  config,
  specs: [column('titleText = 1'), column('b'), column('A')],
  scales: { user: [live, live, live] },
  vocabularies: { category: { words: ['Coffee', 'TEA'], buckets: 2 }, brand: { words: [], buckets: 0 } },
  productWords: {
    vocabulary: { words: ['k-1', 't-1', 'x-1'], buckets: 0 },
    titles: ['KETTLE', 'green  tea 100ｇ', ''],
  },
  actSizes: { type: 6, product: 1 + 3, category: 5, brand: 1 },
  tasks: ['ltv' as const],
  labelUnits: { ltv: 1, units: 1 },
}

const rows = (values: Float32Array, width: number) =>
  Array.from({ length: values.length / width }, (_, row) => [...values.slice(row * width, (row + 1) * width)])

function begin(round: number) {
  const { parameters } = networkOf(shared)
  const begun = beginFrom({ kind: 'towers', towers }, shared, 'evaluate')
  const weights = toStored(parameters, begun?.of(round, 9).weights ?? new Float32Array(0))
  const drawn = toStored(parameters, initialise(parameters, 9))
  const named = (list: typeof weights, name: string, width: number) =>
    rows(list.find((tensor) => tensor.name === name)?.values ?? new Float32Array(0), width)
  return {
    matched: begun?.matched,
    own: (name: string, width: number) => named(weights, name, width),
    drawn: (name: string, width: number) => named(drawn, name, width),
    theirs: (network: number, name: string, width: number) => named(towers.networks[network], name, width),
  }
}

test('embeddings of sequences go by what products are called, buckets by their number', () => {
  const { own, drawn, theirs, matched } = begin(0)
  const [products, fresh, given] = [own('acts.product', 8), drawn('acts.product', 8), theirs(0, 'acts.product', 8)]
  expect(products).toEqual([given[0], given[3], given[1], fresh[3]])
  const [categories, before, other] = [
    own('acts.category', 8),
    drawn('acts.category', 8),
    theirs(0, 'acts.category', 8),
  ]
  expect(categories).toEqual([other[0], before[1], other[1], other[2], other[3]])
  expect(own('acts.0.attention.mix', 8)).toEqual(theirs(0, 'acts.0.attention.mix', 8))
  expect(matched).toEqual({
    columns: { known: 1, all: 2 },
    brands: { known: 0, all: 0 },
    categories: { known: 1, all: 2 },
    products: { known: 2, all: 2 },
  })
})

test('columns without spread there, and axes of titles, count as new; what sequences say stays in its place', () => {
  const { own, theirs } = begin(0)
  const [mine, other] = [own('behaviour.hidden.weight', 4), theirs(0, 'behaviour.hidden.weight', 4)]
  const none = [0, 0, 0, 0]
  expect(mine).toEqual([none, none, other[0], ...other.slice(3)])
  expect(mine).toHaveLength(3 + 8)
})

test('networks start from those of the file in turn', () => {
  const name = 'behaviour.output.weight'
  expect([0, 1, 2].map((round) => begin(round).own(name, 4))).toEqual(
    [0, 1, 0].map((network) => begin(0).theirs(network, name, 4)),
  )
})
