import type { Codes, CodedText } from './codes.ts'

/** Texts numbered from 0 in the order in which they first turn up. */
export interface Dictionary {
  /** The number of `source.text.slice(start, end)`. */
  key(source: CodedText, start: number, end: number): number
  /** Whether `source.text.slice(start, end)` is the text of a key: cheaper than asking for its key. */
  is(key: number, source: CodedText, start: number, end: number): boolean
  /** The texts added since the last call. */
  takeNew(): string[]
}

/** Numbers per slot: hash, key + 1 (0: free), where its characters start, how many. Together, for one trip to memory. */
const slotSize = 4

/**
 * A hash table straight over the code units of the file's text: a Map would need every cell as a string of its own, which
 * costs more than all the rest of reading a row.
 */
export function createDictionary(): Dictionary {
  let slots = new Int32Array(slotSize << 12)
  let characters = new Uint16Array(1 << 14)
  let endOfKey = new Int32Array(1 << 12) // where the characters of a key's text end; they begin where the last key's end
  let used = 0
  let count = 0
  let fresh: string[] = []
  let lastSlot = 0 // rows of a session follow each other, so the text of the last look-up is often the next one's

  function areAt(from: number, codes: Codes, start: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (characters[from + i] !== codes[start + i]) return false
    return true
  }

  const stands = (slot: number, codes: Codes, start: number, length: number) =>
    slots[slot + 3] === length && areAt(slots[slot + 2], codes, start, length)

  function add(hash: number, { text, codes }: CodedText, start: number, end: number): number {
    const length = end - start
    if (count * slotSize * 2 >= slots.length) slots = rehashed(slots)
    if (used + length > characters.length) {
      const larger = new Uint16Array((used + length) * 2)
      larger.set(characters)
      characters = larger
    }
    for (let i = 0; i < length; i++) characters[used + i] = codes[start + i]
    slots.set([hash, count + 1, used, length], freeSlot(slots, hash))
    used += length
    if (count === endOfKey.length) endOfKey = withRoom(endOfKey)
    endOfKey[count] = used
    fresh.push(detach(text.slice(start, end)))
    return count++
  }

  return {
    key(source, start, end) {
      const { codes } = source
      const length = end - start
      if (slots[lastSlot + 1] !== 0 && stands(lastSlot, codes, start, length)) return slots[lastSlot + 1] - 1
      const hash = hashOf(codes, start, end)
      const mask = slots.length - 1
      for (let slot = (hash * slotSize) & mask; slots[slot + 1] !== 0; slot = (slot + slotSize) & mask) {
        if (slots[slot] !== hash || !stands(slot, codes, start, length)) continue
        lastSlot = slot
        return slots[slot + 1] - 1
      }
      return add(hash, source, start, end)
    },
    is(key, { codes }, start, end) {
      const from = key === 0 ? 0 : endOfKey[key - 1]
      return endOfKey[key] - from === end - start && areAt(from, codes, start, end - start)
    },
    takeNew() {
      const taken = fresh
      fresh = []
      return taken
    },
  }
}

/** FNV-1a over UTF-16 code units, its high bits folded into the low ones that choose the slot. */
function hashOf(codes: Codes, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ codes[i], 0x01000193)
  return hash ^ (hash >>> 15)
}

function freeSlot(slots: Int32Array, hash: number): number {
  const mask = slots.length - 1
  let slot = (hash * slotSize) & mask
  while (slots[slot + 1] !== 0) slot = (slot + slotSize) & mask
  return slot
}

function rehashed(old: Int32Array): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(old.length * 2)
  for (let slot = 0; slot < old.length; slot += slotSize) {
    if (old[slot + 1] !== 0) slots.set(old.subarray(slot, slot + slotSize), freeSlot(slots, old[slot]))
  }
  return slots
}

function withRoom(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** A copy of its own: V8 keeps a slice as a window onto the whole text, which would then stay in memory. */
export const detach = (text: string): string => (' ' + text).slice(1)
