import type { ActLog } from '../features/actLog.ts'
import type { Entity } from '../features/types.ts'
import { actCodes, actNumbers, type ActBatch } from './network/actEncoder.ts'
import { entities, type ActsOfRows } from './network/network.ts'
import type { PreparedTables } from './tables.ts'

/** Which acts of the log make up a sequence: `from` up to and without `to`. */
interface Span {
  from: number
  to: number
  cutoffDay: number
}

/** The sequences of the given rows of each table; null where the tables have no log. */
export function gatherActs(prepared: PreparedTables, picks: Partial<Record<Entity, Int32Array>>): ActsOfRows | null {
  const log = entities.map((entity) => prepared[entity]?.log).find((found) => found)
  if (!log) return null
  const places: number[] = []
  const spans: Span[] = []
  for (const entity of entities) {
    const sequences = prepared[entity]?.table.sequences
    if (!sequences) continue
    for (const row of picks[entity] ?? []) {
      const span = { from: sequences.from[row], to: sequences.to[row], cutoffDay: sequences.cutoffDays[row] }
      places.push(span.to > span.from ? spans.push(span) - 1 : -1)
    }
  }
  return { batch: padActs(log, spans), places: Int32Array.from(places) }
}

/** Sequences side by side, the shorter ones filled up behind their end with codes and numbers of 0. */
function padActs(log: ActLog, spans: Span[]): ActBatch {
  const count = spans.length
  const length = spans.reduce((most, { from, to }) => Math.max(most, to - from), 0)
  const size = count * length
  const batch: ActBatch = {
    count,
    length,
    codes: {
      type: new Int32Array(size),
      product: new Int32Array(size),
      category: new Int32Array(size),
      brand: new Int32Array(size),
    },
    numbers: new Float32Array(size * actNumbers),
    present: new Float32Array(size),
  }
  spans.forEach((span, sequence) => {
    for (let act = span.from; act < span.to; act++) {
      const at = sequence * length + act - span.from
      for (const code of actCodes) batch.codes[code][at] = log[code][act]
      batch.numbers.set(numbersOf(log, span, act), at * actNumbers)
      batch.present[at] = 1
    }
  })
  return batch
}

/** In the order that `actNumbers` counts them, each brought to about the size of 1. */
function numbersOf(log: ActLog, { from, cutoffDay }: Span, act: number): number[] {
  const gap = act > from ? log.day[act] - log.day[act - 1] : 0
  const turn = (2 * Math.PI * log.day[act]) / 7
  return [
    log.price[act] / 3,
    log.units[act],
    Math.log1p(gap) / 3,
    Math.log1p(cutoffDay - log.day[act]) / 3 - 1,
    Math.sin(turn),
    Math.cos(turn),
  ]
}
