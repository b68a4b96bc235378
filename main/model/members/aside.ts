import { createRandom, hashText } from '../../base/random.ts'
import { part, type ExampleTable } from '../../features/types.ts'
import { mapEntities, rowsIn, type Tables } from '../tables.ts'
import type { ModelConfig } from '../modelConfig.ts'

/** With fewer parts, each member would miss too many rows. */
const leastParts = 5

/**
 * What each round of learning sets aside: the tables with other parts. A single network takes the split's own validation
 * rows; where several learn, each round sets another part of the training and validation rows aside (cross-validation
 * committees: Krogh & Vedelsby 1995), so that what is chosen and calibrated on rows that were not learned from has
 * several times as many of them. Trees and lines learn in every round, networks in as many as there are networks. A
 * user's rows at every cutoff, and its pairs, are set aside together. Test rows stay test rows.
 */
export function roundsOf(tables: Tables, { members, seed }: Pick<ModelConfig, 'members' | 'seed'>): Tables[] {
  const isAlone = !members.boosted && !members.linear
  if (isAlone && members.networks === 1) return [tables]
  const parts = Math.max(leastParts, members.networks)
  return Array.from({ length: isAlone ? members.networks : parts }, (_, round) =>
    mapEntities(tables, (table) => ({ ...table, parts: partsOf(table, round, parts, seed) })),
  )
}

/** Rows of one table that a network learns from, and is stopped by, at most. */
const mostNetworkRows = { train: 40_000, validation: 15_000 }

/** No part: rows that are left out. */
const leftOut = 255

/**
 * The table with as many training and validation rows as a network has time for, drawn by the seed: each network draws
 * others, so that together they see more of a large table than each. Rows of one user at several cutoffs are much alike.
 */
export function thinned(table: ExampleTable, seed: number): ExampleTable {
  const random = createRandom(hashText(`rows of ${table.entity}`, seed))
  const parts = table.parts.slice()
  for (const kind of ['train', 'validation'] as const) {
    const rows = rowsIn(table, part[kind])
    for (const row of random.shuffle(rows).slice(mostNetworkRows[kind])) parts[row] = leftOut
  }
  return { ...table, parts }
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

/** The tables with every row set aside that some of the rounds set aside; there is at least one round. */
export const joinParts = (rounds: Tables[]): Tables =>
  mapEntities(rounds[0], (table, entity) => {
    const isAside = (row: number) => rounds.some((round) => round[entity]?.parts[row] === part.validation)
    return { ...table, parts: table.parts.map((own, row) => (isAside(row) ? part.validation : own)) }
  })
