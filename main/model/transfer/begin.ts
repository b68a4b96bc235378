import { inputGroups, type Coded } from '../../features/types.ts'
import { defaultModelConfig, type ModelConfig } from '../modelConfig.ts'
import { initialise } from '../network/parameters.ts'
import type { Network } from '../network/network.ts'
import { networkOf } from '../networkOf.ts'
import type { Ensemble } from '../runningModel.ts'
import type { StoredTensor } from '../types.ts'
import { alignWeights, countKnown, type Source } from './align.ts'
import { axisNames, inputNames, type InputNames } from './names.ts'
import { isHeld, type Matched, type Start, type TowerSet } from './types.ts'

/** Where one network starts, and which of its weights learn: 1 there. All do where nothing is said. */
export interface NetworkStart {
  weights: Float32Array
  learns: Uint8Array | null
}

/** How the networks of a training start: each from the network of the same number there, counted round. */
export interface Beginning {
  matched: Matched
  /** Where the network of a round starts; what the start does not know is drawn by the seed. */
  of(round: number, seed: number): NetworkStart
}

type Shared = Omit<Ensemble, 'members'>

/**
 * Networks that go on from what was learned elsewhere. Of a file the towers are taken; of a run everything, from the model
 * that was tested where one is tested, from the one that scored where one is to score. Null where there is no network to
 * go on from.
 */
export function beginFrom(start: Start, shared: Shared, phase: 'evaluate' | 'refit'): Beginning | null {
  const network = networkOf(shared)
  const origin = start.kind === 'towers' ? ofTowers(start.towers, network) : ofRun(start, phase)
  const products = start.kind === 'towers' ? shared.productWords?.titles : shared.productWords?.vocabulary.words
  const own = inputNames(shared, shared.productWords ? { ...shared.productWords, names: products ?? [] } : null)
  const { sources, names, isWanted } = origin
  if (sources.length === 0) return null
  const ownNames = axisNames(network, own)
  const isHolding = start.kind === 'towers' && isHeld(shared.config.transfer)
  return {
    matched: countMatched(own, names),
    of(round, seed) {
      const drawn = initialise(network.parameters, seed)
      const source = sources[round % sources.length]
      const { weights, known } = alignWeights(network.parameters, ownNames, drawn, source, isWanted)
      return { weights, learns: isHolding ? known.map((isKnown) => 1 - isKnown) : null }
    },
  }
}

interface Found {
  sources: Source[]
  names: InputNames
  isWanted(weight: string): boolean
}

function ofTowers(towers: TowerSet, network: Network): Found {
  const names = namesOfTowers(towers)
  const axes = axisNames(towerNetwork(towers), names)
  const isTower = new Set(network.towers.map(({ name }) => name))
  return {
    sources: towers.networks.map((weights) => ({ weights, names: axes })),
    names,
    isWanted: (weight) => isTower.has(weight),
  }
}

function ofRun({ evaluated, refitted }: Extract<Start, { kind: 'run' }>, phase: 'evaluate' | 'refit'): Found {
  const earlier = phase === 'evaluate' ? evaluated : refitted
  const words = earlier.productWords
  const names = inputNames(earlier, words ? { ...words, names: words.vocabulary.words } : null)
  const axes = axisNames(networkOf(earlier), names)
  const weights: StoredTensor[][] = earlier.members.flatMap((member) =>
    member.kind === 'network' ? [member.weights] : [],
  )
  return { sources: weights.map((own) => ({ weights: own, names: axes })), names, isWanted: () => true }
}

/** The network that a set of towers is of, without fusion and heads. */
export const towerNetwork = ({ shape, specs, vocabularies, actSizes }: TowerSet): Network =>
  networkOf({ config: configOf({ shape }), specs, vocabularies, actSizes, tasks: [] })

const configOf = ({ shape }: Pick<TowerSet, 'shape'>): ModelConfig => ({ ...defaultModelConfig, ...shape })

function namesOfTowers({ specs, scales, vocabularies, productTitles, actSizes }: TowerSet): InputNames {
  if (!productTitles || !actSizes) return inputNames({ specs, scales, vocabularies }, null)
  const buckets = actSizes.product - 1 - productTitles.length
  const products = { vocabulary: { words: productTitles, buckets }, names: productTitles }
  return inputNames({ specs, scales, vocabularies }, products)
}

function countMatched(own: InputNames, theirs: InputNames): Matched {
  const words = (codes: string[]) => codes.filter((name) => !name.startsWith('\u0000'))
  const counted = (code: Coded | 'product') => countKnown(words(own.codes[code]), words(theirs.codes[code]))
  const columns = inputGroups.map((group) => countKnown(own.columns[group], theirs.columns[group]))
  return {
    columns: {
      known: columns.reduce((sum, { known }) => sum + known, 0),
      all: columns.reduce((sum, { all }) => sum + all, 0),
    },
    brands: counted('brand'),
    categories: counted('category'),
    products: counted('product'),
  }
}
