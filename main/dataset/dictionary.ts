/** Texts numbered from 0 in the order in which they first turn up. */
export interface Dictionary {
  key(text: string): number
  /** The texts added since the last call. */
  takeNew(): string[]
}

export function createDictionary(): Dictionary {
  const keys = new Map<string, number>()
  let fresh: string[] = []
  return {
    key(text) {
      const known = keys.get(text)
      if (known !== undefined) return known
      const own = detach(text)
      const key = keys.size
      keys.set(own, key)
      fresh.push(own)
      return key
    },
    takeNew() {
      const taken = fresh
      fresh = []
      return taken
    },
  }
}

/** A copy of its own: V8 keeps a slice as a window onto the whole text, which would then stay in memory. */
export const detach = (text: string): string => (' ' + text).slice(1)
