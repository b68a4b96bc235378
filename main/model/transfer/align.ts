import { foldName } from '../../features/vocabulary.ts'
import type { ParameterSpec } from '../network/parameters.ts'
import type { StoredTensor } from '../types.ts'
import { nameless, type AxisNames } from './names.ts'
import type { Known } from './types.ts'

/** Weights of a network that was learned elsewhere, and what they belong to. */
export interface Source {
  weights: StoredTensor[]
  names: Record<string, AxisNames>
}

/** Weights of a new network, and which of them came from the other: 1 there. */
export interface Aligned {
  weights: Float32Array
  known: Uint8Array
}

/**
 * Puts the weights of another network where they belong in this one: rows of columns and codes by name, as written or
 * else as they are compared across shops, all else place by place. What the other does not know keeps `drawn`, but for
 * inputs of layers, which start at 0: what is new says nothing until it has learned to. A weight of another size that
 * nothing names is not taken. `specs` are the weights of this network, one after the other as in `drawn`; of those that
 * `isWanted` refuses none is taken.
 */
export function alignWeights(
  specs: ParameterSpec[],
  names: Record<string, AxisNames>,
  drawn: Float32Array,
  source: Source,
  isWanted: (name: string) => boolean = () => true,
): Aligned {
  const weights = drawn.slice()
  const known = new Uint8Array(drawn.length)
  const theirs = new Map(source.weights.map((tensor) => [tensor.name, tensor]))
  let first = 0
  for (const spec of specs) {
    const [rows, width] = [spec.shape[0], spec.shape[1] ?? 1]
    const tensor = isWanted(spec.name) ? theirs.get(spec.name) : undefined
    const places = tensor && placesIn(spec, names[spec.name], tensor, source.names[spec.name])
    if (tensor && places) {
      const theirWidth = tensor.shape[1] ?? 1
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < width; column++) {
          const at = first + row * width + column
          const [from, across] = [places.rows[row], places.columns[column]]
          if (from >= 0 && across >= 0) {
            weights[at] = tensor.values[from * theirWidth + across]
            known[at] = 1
          } else if (spec.start !== 'embedding') weights[at] = 0
        }
      }
    }
    first += rows * width
  }
  return { weights, known }
}

/** Where each row and column of a weight stands in the other's; −1 where it does not. Null where they do not compare. */
function placesIn(
  { shape }: ParameterSpec,
  names: AxisNames | undefined,
  tensor: StoredTensor,
  theirs: AxisNames | undefined,
): { rows: Int32Array; columns: Int32Array } | null {
  const [own, other] = [shape, tensor.shape].map(([rows, columns = 1]) => ({ rows, columns }))
  const along = (axis: 'rows' | 'columns') => {
    const [mine, given] = [names?.[axis], theirs?.[axis]]
    if (mine && given) return findNames(mine, given)
    return own[axis] === other[axis] ? Int32Array.from({ length: own[axis] }, (_, i) => i) : null
  }
  const [rows, columns] = [along('rows'), along('columns')]
  return rows && columns ? { rows, columns } : null
}

/**
 * For every name where it stands among the others: as it is written, else without regard to case and width, the first of
 * several; −1 where it is not there.
 */
export function findNames(names: string[], others: string[]): Int32Array {
  const [written, folded] = [new Map<string, number>(), new Map<string, number>()]
  others.forEach((name, index) => {
    if (name === nameless) return
    if (!written.has(name)) written.set(name, index)
    if (!folded.has(foldName(name))) folded.set(foldName(name), index)
  })
  return Int32Array.from(names, (name) =>
    name === nameless ? -1 : (written.get(name) ?? folded.get(foldName(name)) ?? -1),
  )
}

/** How many of the names, nameless ones aside, the others know. */
export function countKnown(names: string[], others: string[]): Known {
  const places = findNames(names, others)
  return {
    known: places.reduce((sum, place) => sum + (place >= 0 ? 1 : 0), 0),
    all: names.filter((name) => name !== nameless).length,
  }
}
