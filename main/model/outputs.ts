import type { Tf, Vector } from '../engine/types.ts'
import type { Entity, Task } from '../features/types.ts'
import { entities, forward, type Network } from './network/network.ts'
import { gatherBatch, type PreparedTables } from './tables.ts'

/** A head's raw outputs, [rows, the head's width], row-major. */
export type RawOutputs = Partial<Record<Task, Float32Array>>

/** Rows run at once when nothing is learned from them: enough to fill the kernels, few enough for their memory. */
const chunkRows = 8192

/** Runs the network, without dropout, over the given rows of each table. */
export function rawOutputs(
  tf: Tf,
  network: Network,
  weights: Vector,
  prepared: PreparedTables,
  rows: Partial<Record<Entity, Int32Array>>,
): RawOutputs {
  const pieces: Partial<Record<Task, Float32Array[]>> = {}
  for (const entity of entities) {
    const all = rows[entity] ?? new Int32Array(0)
    for (let from = 0; from < all.length; from += chunkRows) {
      const batch = gatherBatch(prepared, { [entity]: all.subarray(from, from + chunkRows) })
      tf.tidy(() => {
        const outputs = forward(tf, network, weights, batch, null)
        for (const task of network.tasks) {
          const raw = outputs[task]
          if (raw) (pieces[task] ??= []).push(raw.dataSync<'float32'>())
        }
      })
    }
  }
  return Object.fromEntries(Object.entries(pieces).map(([task, chunks]) => [task, joined(chunks)]))
}

function joined(chunks: Float32Array[]): Float32Array {
  const values = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    values.set(chunk, at)
    at += chunk.length
  }
  return values
}
