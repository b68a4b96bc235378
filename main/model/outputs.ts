import type { Grid, Tf, Vector } from '../engine/types.ts'
import type { Entity, ByTask, Task } from '../features/types.ts'
import { headWidth } from './network/heads.ts'
import { entities, forward, type Network } from './network/network.ts'
import { gatherBatch, type PreparedTables } from './tables.ts'
import { entityOf } from './types.ts'

/** A head's raw outputs, [rows, the head's width], row-major. */
export type RawOutputs = ByTask<Float32Array>

/** Rows run at once when nothing is learned from them: enough to fill the kernels, few enough for their memory. */
const chunkRows = 8192
/** The same where every row brings its last acts, each of which looks at each. */
const chunkSequences = 512

/** Runs the network, without dropout, over the given rows of each table. */
export async function rawOutputs(
  tf: Tf,
  network: Network,
  weights: Vector,
  prepared: PreparedTables,
  rows: Partial<Record<Entity, Int32Array>>,
): Promise<RawOutputs> {
  const pieces: ByTask<Float32Array[]> = {}
  for (const entity of entities) {
    const all = rows[entity] ?? new Int32Array(0)
    const chunk = prepared[entity]?.log ? chunkSequences : chunkRows
    for (let from = 0; from < all.length; from += chunk) {
      const batch = gatherBatch(prepared, { [entity]: all.subarray(from, from + chunk) })
      const joined = tf.tidy(() => joinOutputs(tf, forward(tf, network, weights, batch).outputs))
      const outputs = cutOutputs(network, batch.rows, await joined.data<'float32'>())
      joined.dispose()
      for (const [task, raw] of Object.entries(outputs)) (pieces[task as Task] ??= []).push(raw)
    }
  }
  return Object.fromEntries(Object.entries(pieces).map(([task, chunks]) => [task, joinRaw(chunks)]))
}

/** The outputs of all tasks one after the other, so that one read brings them all. */
export const joinOutputs = (tf: Tf, outputs: ByTask<Grid>): Vector =>
  tf.concat1d(Object.values(outputs).map((grid) => tf.reshape(grid, [grid.size])))

/** Takes what `joinOutputs` joined apart again. */
export function cutOutputs(network: Network, rows: Record<Entity, number>, joined: Float32Array): RawOutputs {
  const outputs: RawOutputs = {}
  let at = 0
  for (const task of network.tasks) {
    const length = rows[entityOf(task)] * headWidth(task)
    if (length > 0) outputs[task] = joined.subarray(at, at + length)
    at += length
  }
  return outputs
}

export function joinRaw(pieces: Float32Array[]): Float32Array {
  const values = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    values.set(piece, at)
    at += piece.length
  }
  return values
}
