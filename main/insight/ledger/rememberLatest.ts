import { keepLatest } from '../../base/latest.ts'
import type { Ledger } from './types.ts'

/** Keeps the latest `most` answers about a ledger, by key: the charts of a page ask for the same ones. */
export function rememberLatest<Answer>(most: number) {
  const known = new WeakMap<Ledger, Map<string, Answer>>()
  return (ledger: Ledger, key: string, make: () => Answer): Answer => {
    const kept = known.get(ledger) ?? new Map<string, Answer>()
    known.set(ledger, kept)
    return keepLatest(kept, key, most, make)
  }
}
