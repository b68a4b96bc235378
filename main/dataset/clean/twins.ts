import type { MergeReason } from './types.ts'

/** Something that may be the same as another of its kind. */
export interface Candidate {
  id: number
  name: string
  /** Acts, or products of a brand: of two the larger one is the one that stays. */
  size: number
}

/** Two that look the same: `from` is to go into `to`. */
export interface Twins {
  from: Candidate
  to: Candidate
  /** 0–1: how sure. */
  score: number
  reason: MergeReason
  /** What they have in common, as it was compared. */
  evidence: string
}

/** A key that so many share is a cell that had to be filled, not somebody's own. */
const mostSharing = 20

/** Groups by a key and pairs each with the largest of its group; an empty key is none. */
export function* sharing<Of extends Candidate>(
  candidates: Iterable<Of>,
  keyOf: (candidate: Of) => string,
  reason: MergeReason,
  score: number | ((from: Of, to: Of) => number),
): Generator<Twins> {
  const groups = new Map<string, Of[]>()
  for (const candidate of candidates) {
    const key = keyOf(candidate)
    if (key === '') continue
    const group = groups.get(key)
    if (group) group.push(candidate)
    else groups.set(key, [candidate])
  }
  for (const [evidence, group] of groups) {
    if (group.length < 2 || group.length > mostSharing) continue
    const [to, ...others] = group.sort(larger)
    for (const from of others) {
      yield { from, to, reason, evidence, score: typeof score === 'number' ? score : score(from, to) }
    }
  }
}

export const larger = (a: Candidate, b: Candidate): number => b.size - a.size || a.id - b.id

/** Of every pair the surest word, the surest pairs first. */
export function surest(twins: Iterable<Twins>): Twins[] {
  const best = new Map<string, Twins>()
  for (const pair of twins) {
    const [from, to] = [pair.from, pair.to].sort((a, b) => a.id - b.id)
    const key = `${from.id} ${to.id}`
    if ((best.get(key)?.score ?? 0) < pair.score) best.set(key, pair)
  }
  return [...best.values()].sort((a, b) => b.score - a.score || a.to.id - b.to.id || a.from.id - b.from.id)
}
