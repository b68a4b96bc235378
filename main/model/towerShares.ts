import type { Engine } from '../engine/types.ts'
import { inputGroups, type ByTask, type Entity, type InputGroup, type Task } from '../features/types.ts'
import { incrementsIn } from './horizons.ts'
import { entities, forward } from './network/network.ts'
import { fromStored } from './network/parameters.ts'
import { networkOf } from './networkOf.ts'
import type { Ensemble } from './runningModel.ts'
import { gatherBatch, prepareTables, type Tables } from './tables.ts'
import { entityOf } from './types.ts'

/** By tower, what share it had in each row, 0 to 1; absent for a tower that the network does not have. */
export type Shares = Partial<Record<InputGroup, Float64Array>>

/** By task, over the rows of its entity's table. */
export type TowerShares = ByTask<Shares>

/** Rows run at once. */
const chunkRows = 8192

/**
 * How the gate weighed the towers for every row and task, on the mean over the ensemble's networks; of every row the shares
 * add up to 1. Empty where there is no network, no gate, or but one tower.
 */
export async function towerShares({ tf }: Engine, ensemble: Ensemble, tables: Tables): Promise<TowerShares> {
  const network = networkOf(ensemble)
  const shares: TowerShares = {}
  const networks = ensemble.members.flatMap((member) => (member.kind === 'network' ? [member] : []))
  if (!network.shape.gate || network.groups.length < 2) return shares
  const prepared = prepareTables(ensemble.specs, ensemble.scales, tables)
  for (const member of networks) {
    const weights = tf.tensor1d(fromStored(network.parameters, member.weights))
    for (const entity of entities) {
      const rows = prepared[entity]?.table.rows ?? 0
      for (let from = 0; from < rows; from += chunkRows) {
        const picked = Int32Array.from({ length: Math.min(chunkRows, rows - from) }, (_, i) => from + i)
        const read = tf.tidy(() => forward(tf, network, weights, gatherBatch(prepared, { [entity]: picked })).shares)
        for (const [task, grid] of Object.entries(read)) {
          const own = (shares[task as Task] ??= emptyShares(network.groups, rows))
          addRows(own, network.groups, await grid.data<'float32'>(), from, 1 / networks.length)
          grid.dispose()
        }
      }
    }
    weights.dispose()
  }
  return joinIncrements(shares)
}

/** Of customer value learned in increments, the mean over them. */
function joinIncrements(shares: TowerShares): TowerShares {
  const increments = incrementsIn(Object.keys(shares) as Task[])
  if (increments.length === 0) return shares
  const joined: Shares = {}
  for (const group of inputGroups) {
    const own = increments.flatMap((increment) => shares[increment][group] ?? [])
    if (own.length === 0) continue
    joined[group] = own[0].map((_, row) => own.reduce((sum, values) => sum + values[row], 0) / own.length)
  }
  const others = Object.entries(shares).filter(([task]) => !increments.some((increment) => increment === task))
  return { ltv: joined, ...Object.fromEntries(others) }
}

/** The shares of the tasks that are about one entity. */
export const sharesOf = (entity: Entity, shares: TowerShares): TowerShares =>
  Object.fromEntries(Object.entries(shares).filter(([task]) => entityOf(task as Task) === entity))

const emptyShares = (groups: InputGroup[], rows: number): Shares =>
  Object.fromEntries(
    inputGroups.filter((group) => groups.includes(group)).map((group) => [group, new Float64Array(rows)]),
  )

/** Adds a grid [rows, groups] times a factor to the rows from `from` on. */
function addRows(shares: Shares, groups: InputGroup[], grid: Float32Array, from: number, factor: number): void {
  groups.forEach((group, column) => {
    const own = shares[group]
    if (!own) return
    for (let row = 0; row * groups.length < grid.length; row++) {
      own[from + row] += factor * grid[row * groups.length + column]
    }
  })
}
