/**
 * Ids by ascending or descending keys, the missing ones (NaN) last either way; of equal keys the order given stays. A
 * radix sort (Knuth, The Art of Computer Programming 3, 5.2.5) by 16 bits at a time over the keys' bits.
 */
export function orderByKeys(ids: Uint32Array, keys: Float64Array, descending: boolean): Uint32Array {
  const { high, low, places } = sortableBits(keys, descending)
  let order: Uint32Array = places.known
  let spare: Uint32Array = new Uint32Array(order.length)
  for (const [bits, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    if (!distribute(order, spare, bits, shift)) continue
    ;[order, spare] = [spare, order]
  }
  const sorted = new Uint32Array(ids.length)
  for (let i = 0; i < order.length; i++) sorted[i] = ids[order[i]]
  for (let i = 0; i < places.missing.length; i++) sorted[order.length + i] = ids[places.missing[i]]
  return sorted
}

/** The keys' bits turned so that they order as whole numbers without sign, and where keys are known and where not. */
function sortableBits(keys: Float64Array, descending: boolean) {
  const bits = new Uint32Array(withoutMinusZero(keys).buffer)
  const high = new Uint32Array(keys.length)
  const low = new Uint32Array(keys.length)
  const known = new Uint32Array(keys.length)
  const missing = new Uint32Array(keys.length)
  let [knownCount, missingCount] = [0, 0]
  const turn = descending ? 0xffffffff : 0
  for (let i = 0; i < keys.length; i++) {
    if (Number.isNaN(keys[i])) {
      missing[missingCount++] = i
      continue
    }
    known[knownCount++] = i
    const top = bits[2 * i + highAt]
    const flip = top >>> 31 ? 0xffffffff : 0
    high[i] = top ^ (flip | 0x80000000) ^ turn
    low[i] = bits[2 * i + 1 - highAt] ^ flip ^ turn
  }
  return { high, low, places: { known: known.subarray(0, knownCount), missing: missing.subarray(0, missingCount) } }
}

/** −0 and 0 are the same key. */
function withoutMinusZero(keys: Float64Array): Float64Array<ArrayBuffer> {
  const same = new Float64Array(keys)
  for (let i = 0; i < same.length; i++) same[i] += 0
  return same
}

/** Which half of a number holds its sign, on this machine. */
const highAt = new Uint32Array(new Float64Array([-0]).buffer)[1] === 0x80000000 ? 1 : 0

/** Orders by one digit into `to`; false where all have the same, and nothing is done. */
function distribute(from: Uint32Array, to: Uint32Array, bits: Uint32Array, shift: number): boolean {
  const starts = new Uint32Array(65537)
  for (let i = 0; i < from.length; i++) starts[((bits[from[i]] >>> shift) & 0xffff) + 1]++
  if (starts.includes(from.length)) return false
  for (let digit = 0; digit < 65536; digit++) starts[digit + 1] += starts[digit]
  for (let i = 0; i < from.length; i++) to[starts[(bits[from[i]] >>> shift) & 0xffff]++] = from[i]
  return true
}
