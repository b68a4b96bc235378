import { textColumnPrefix } from '../../features/text/textColumns.ts'
import { specsOf } from '../../features/scaling.ts'
import { inputGroups, type FeatureSpec, type InputGroup } from '../../features/types.ts'
import type { Vocabulary } from '../../features/vocabulary.ts'
import type { ActCode } from '../network/actEncoder.ts'
import { codedNames, type Network } from '../network/network.ts'
import type { Scales } from '../tables.ts'
import type { Ensemble } from '../runningModel.ts'

/** What stands where nothing can be found again. */
export const nameless = ''

/** What columns and codes are called, in the order in which weights have rows for them. */
export interface InputNames {
  columns: Record<InputGroup, string[]>
  codes: Record<Exclude<ActCode, 'type'>, string[]>
}

type Named = Pick<Ensemble, 'specs' | 'scales' | 'vocabularies'>

/** Products go by the names given, one for each that has a code of its own. */
export function inputNames(
  { specs, scales, vocabularies }: Named,
  products: { vocabulary: Vocabulary; names: string[] } | null,
): InputNames {
  const columnsOf = (group: InputGroup) =>
    specsOf(specs, group).map((spec) => (isLearnedFrom(spec, specs, scales) ? spec.name : nameless))
  const { category, brand } = vocabularies
  return {
    columns: { behaviour: columnsOf('behaviour'), product: columnsOf('product'), social: columnsOf('social') },
    codes: {
      category: codeNames(category, category.words),
      brand: codeNames(brand, brand.words),
      product: products ? codeNames(products.vocabulary, products.names) : [],
    },
  }
}

/**
 * A column without spread taught its weights nothing; and axes of read titles mean something else after every reading, as
 * far apart as two readings are.
 */
const isLearnedFrom = (spec: FeatureSpec, specs: FeatureSpec[], scales: Scales): boolean =>
  !spec.name.startsWith(textColumnPrefix) &&
  Object.values(scales).some((entity) => entity[specs.indexOf(spec)].deviation > 0)

const codeNames = ({ buckets }: Vocabulary, names: string[]): string[] => [
  place('none', 0),
  ...names,
  ...Array.from({ length: buckets }, (_, bucket) => place('bucket', bucket)),
]

/** A name that nothing in a shop has. */
const place = (kind: string, number: number): string => `\u0000${kind} ${number}`
const places = (kind: string, count: number): string[] => Array.from({ length: count }, (_, i) => place(kind, i))

/** What the rows of a weight belong to, and of some its columns; weights that are not named go one to one. */
export interface AxisNames {
  rows: string[]
  columns?: string[]
}

/** What reads a tower's inputs: a matrix, and half of what LoRA adds to it. */
const inputWeight = /^\w+\.hidden\.weight(\.down)?$/

/** By weight, as `createNetwork` lays them out. */
export function axisNames(network: Network, { columns, codes }: InputNames): Record<string, AxisNames> {
  const { groups, inputs, shape, parameters } = network
  const embedded = codedNames.filter((name) => parameters.some((spec) => spec.name === `embedding.${name}`))
  const beside: Record<InputGroup, string[]> = {
    behaviour: inputs.acts ? places('acts', shape.acts.width) : [],
    product: embedded.flatMap((name) => places(name, shape.embeddingWidth)),
    social: [],
  }
  const encodings = groups.flatMap((group) => places(group, shape.towerWidth))
  const seen = groups.flatMap((group) =>
    columns[group].map((name) => (name === nameless ? name : `${group}\u0000${name}`)),
  )
  const ofHead = [...places('fusion', shape.fusionWidth), ...seen]
  const ofTower = new Map(inputGroups.map((group) => [group, [...columns[group], ...beside[group]]]))

  function namesOf(weight: string): AxisNames | null {
    const [first, second] = weight.split('.')
    if (first === 'embedding' && second in codes) return { rows: codes[second as keyof typeof codes] }
    if (first === 'acts' && second in codes) return { rows: codes[second as keyof typeof codes] }
    const tower = ofTower.get(first as InputGroup)
    if (tower) return inputWeight.test(weight) ? { rows: tower } : null
    if (weight.endsWith('.about')) return { rows: encodings }
    if (weight.endsWith('.gate.weight')) return { rows: encodings, columns: groups }
    if (weight.endsWith('.gate.bias')) return { rows: groups }
    if (weight.endsWith('.choice.weight') || /(^|\.)expert\.\d+\.weight$/.test(weight)) return { rows: encodings }
    return weight.endsWith('.head.weight') ? { rows: ofHead } : null
  }

  return Object.fromEntries(
    parameters.flatMap(({ name }) => {
      const found = namesOf(name)
      return found ? [[name, found]] : []
    }),
  )
}
