import { AssayError } from '../../base/errors.ts'
import { inputGroups, type FeatureSpec } from '../../features/types.ts'
import { networkOf } from '../networkOf.ts'
import { mapEntities } from '../tables.ts'
import type { ModelArtifact, StoredTensor } from '../types.ts'
import { adaptationOf, towerShapeNames, type TowerSet, type TowerShape } from './types.ts'

/**
 * The towers of a model's networks, to be saved. Columns that stand for a value of the customers file stay behind, since a
 * value may be somebody's own; so do the other members, fusion and heads. What LoRA added to a matrix becomes part of it.
 * Throws `model.noTowers` { runId } for a model without networks, `model.towersAdapted` { runId } for one whose networks
 * learned adapters between towers from elsewhere, which are no towers of their own.
 */
export function towersOf(artifact: ModelArtifact, runId: number): TowerSet {
  const networks = artifact.members.flatMap((member) => (member.kind === 'network' ? [member.weights] : []))
  if (networks.length === 0) throw new AssayError('model.noTowers', { runId })
  if (adaptationOf(artifact.config.transfer) === 'adapters') throw new AssayError('model.towersAdapted', { runId })
  const kept = artifact.specs.map((spec) => !namesSomebodysValue(spec))
  const towers = new Set(networkOf(artifact).towers.map(({ name }) => name))
  return {
    shape: Object.fromEntries(towerShapeNames.map((name) => [name, artifact.config[name]])) as TowerShape,
    specs: artifact.specs.filter((_, i) => kept[i]),
    scales: mapEntities(artifact.scales, (scales) => scales.filter((_, i) => kept[i])),
    vocabularies: artifact.vocabularies,
    productTitles: artifact.actSizes ? (artifact.productWords?.titles ?? []) : null,
    actSizes: artifact.actSizes,
    networks: networks.map((weights) => {
      const own = new Map(weights.map((tensor) => [tensor.name, tensor]))
      return weights
        .filter(({ name }) => towers.has(name))
        .map((tensor) => withoutRows(withUpdate(tensor, own), artifact.specs, kept))
    }),
  }
}

const namesSomebodysValue = ({ source, name }: FeatureSpec): boolean => source === 'users' && name.includes(' = ')

/** W + down · up where LoRA learned for the matrix. */
function withUpdate(tensor: StoredTensor, own: Map<string, StoredTensor>): StoredTensor {
  const [down, up] = [own.get(`${tensor.name}.down`), own.get(`${tensor.name}.up`)]
  if (!down || !up) return tensor
  const [rank, width] = up.shape
  const values = tensor.values.slice()
  for (let at = 0; at < values.length; at++) {
    const [row, column] = [Math.floor(at / width), at % width]
    let update = 0
    for (let k = 0; k < rank; k++) update += down.values[row * rank + k] * up.values[k * width + column]
    values[at] += update
  }
  return { ...tensor, values }
}

/** The matrix that reads a tower's inputs without the rows of columns that stay behind. */
function withoutRows(tensor: StoredTensor, specs: FeatureSpec[], kept: boolean[]): StoredTensor {
  const group = inputGroups.find((own) => tensor.name === `${own}.hidden.weight`)
  if (!group) return tensor
  const [rows, width] = tensor.shape
  const columns = specs.flatMap((spec, i) => (spec.group === group ? [kept[i]] : []))
  const left = Array.from({ length: rows }, (_, row) => row).filter((row) => columns[row] ?? true)
  const values = new Float32Array(left.length * width)
  left.forEach((row, i) => values.set(tensor.values.subarray(row * width, (row + 1) * width), i * width))
  return { ...tensor, shape: [left.length, width], values }
}
