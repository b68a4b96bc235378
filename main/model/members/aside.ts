import { hashText } from '../../base/random.ts'
import { part, type ExampleTable } from '../../features/types.ts'
import { mapEntities, rowsIn, type Tables } from '../tables.ts'
import type { ModelConfig } from '../types.ts'

/** With fewer parts, each member would miss too many rows. */
const leastParts = 5

/**
 * What each round of learning sets aside: the tables with other parts. One round takes the split's own validation rows;
 * of more, each sets another part of the training and validation rows aside (cross-validation committees: Krogh & Vedelsby
 * 1995), so that what is chosen and calibrated on rows that were not learned from has several times as many of them. A
 * user's rows at every cutoff, and its pairs, are set aside together. Test rows stay test rows.
 */
export function roundsOf(tables: Tables, { members, seed }: Pick<ModelConfig, 'members' | 'seed'>): Tables[] {
  const rounds = members.networks === 0 ? leastParts : members.networks
  if (rounds === 1) return [tables]
  const parts = Math.max(leastParts, rounds)
  return Array.from({ length: rounds }, (_, round) =>
    mapEntities(tables, (table) => ({ ...table, parts: partsOf(table, round, parts, seed) })),
  )
}

function partsOf({ entity, rows, parts: given, clusters }: ExampleTable, round: number, parts: number, seed: number) {
  const kind = entity === 'product' ? 'product' : 'user'
  const own = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    if (given[row] === part.test) own[row] = part.test
    else own[row] = hashText(`aside ${kind} ${clusters[row]}`, seed) % parts === round ? part.validation : part.train
  }
  return own
}

/** The rows that a round set aside, by table. */
export const rowsAside = (tables: Tables) => mapEntities(tables, (table) => rowsIn(table, part.validation))
