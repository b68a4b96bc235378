/** Sums by key that are cheap to clear: only the keys that were touched are. */
export interface Tally {
  values: Float64Array
  /** The touched keys, in the order of their first touch; valid up to `count`. */
  keys: Int32Array
  count: number
  add(key: number, amount: number): void
  clear(): void
  /** Shannon entropy of the shares, in nats; 0 where nothing or one key has a positive sum. */
  entropy(): number
}

/** Keys are 0 to `size` − 1. */
export function createTally(size: number): Tally {
  const touched = new Uint8Array(size)
  const tally: Tally = {
    values: new Float64Array(size),
    keys: new Int32Array(size),
    count: 0,
    add(key, amount) {
      if (touched[key] === 0) {
        touched[key] = 1
        tally.keys[tally.count++] = key
      }
      tally.values[key] += amount
    },
    clear() {
      for (let i = 0; i < tally.count; i++) {
        touched[tally.keys[i]] = 0
        tally.values[tally.keys[i]] = 0
      }
      tally.count = 0
    },
    entropy() {
      let total = 0
      for (let i = 0; i < tally.count; i++) total += tally.values[tally.keys[i]]
      let entropy = 0
      for (let i = 0; i < tally.count; i++) {
        const share = tally.values[tally.keys[i]] / total
        if (share > 0) entropy -= share * Math.log(share)
      }
      return entropy
    },
  }
  return tally
}
