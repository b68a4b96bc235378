import type { Codes, CodedText } from './codes.ts'

/** Texts numbered from 0 in the order in which they first turn up. */
export interface Dictionary {
  /** The number of `source.text.slice(start, end)`. */
  key(source: CodedText, start: number, end: number): number
  /** The texts added since the last call. */
  takeNew(): string[]
}

/** Numbers per slot, which makes one trip to memory: what stands there, and three words. */
const slotSize = 4
/** Short texts of bytes stand in the words of their slot, four to a word; of others their hash, place and length do. */
const mostInSlot = 12
const isElsewhere = 15
const lengthBits = 4

/**
 * A hash table straight over the code units of the file's text: a Map would need every cell as a string of its own, which
 * costs more than all the rest of reading a row. The first number of a slot is 0 where it is free, else key + 1 and, in its
 * low bits, the length of a text in the slot.
 */
export function createDictionary(): Dictionary {
  let slots = new Int32Array(slotSize << 12)
  let characters = new Uint16Array(1 << 10) // of the texts that are elsewhere
  let used = 0
  let count = 0
  let fresh: string[] = []
  // Rows of a session follow each other, so the text of the last look-up is often the next one's.
  let [lastFirst, lastSecond, lastThird, lastLength, lastKey] = [0, 0, 0, -1, -1]

  function remember({ text }: CodedText, start: number, end: number): void {
    if ((count + 1) * slotSize * 2 > slots.length) slots = rehashed(slots)
    fresh.push(detach(text.slice(start, end)))
    count++
  }

  function fill(slot: number, head: number, first: number, second: number, third: number): void {
    slots[slot] = head
    slots[slot + 1] = first
    slots[slot + 2] = second
    slots[slot + 3] = third
  }

  /** The key of a text of so many bytes, packed into words. */
  function inSlots(first: number, second: number, third: number, length: number): number {
    const table = slots
    const mask = table.length - 1
    let slot = (hashOfWords(first, second, third, length) << 2) & mask
    for (let head = table[slot]; head !== 0; head = table[slot]) {
      const isSame = table[slot + 1] === first && table[slot + 2] === second && table[slot + 3] === third
      if (isSame && (head & isElsewhere) === length) return (head >> lengthBits) - 1
      slot = (slot + slotSize) & mask
    }
    return -1
  }

  function elsewhere(source: CodedText, start: number, end: number): number {
    const { codes } = source
    const length = end - start
    const hash = hashOfCodes(codes, start, end)
    const mask = slots.length - 1
    for (let slot = (hash << 2) & mask; slots[slot] !== 0; slot = (slot + slotSize) & mask) {
      const mayBe =
        slots[slot + 1] === hash && slots[slot + 3] === length && (slots[slot] & isElsewhere) === isElsewhere
      if (mayBe && areAt(slots[slot + 2], codes, start, length)) return (slots[slot] >> lengthBits) - 1
    }
    remember(source, start, end)
    if (used + length > characters.length) characters = withRoom(characters, used + length)
    for (let i = 0; i < length; i++) characters[used + i] = codes[start + i]
    fill(freeSlot(slots, hash), (count << lengthBits) | isElsewhere, hash, used, length)
    used += length
    return count - 1
  }

  function areAt(from: number, codes: Codes, start: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (characters[from + i] !== codes[start + i]) return false
    return true
  }

  return {
    key(source, start, end) {
      const length = end - start
      if (length > mostInSlot) return elsewhere(source, start, end)
      const { codes } = source
      let [first, second, third] = [0, 0, 0]
      let all = 0
      let i = start
      for (const to = length < 4 ? end : start + 4; i < to; i++) {
        all |= codes[i]
        first = (first << 8) | codes[i]
      }
      for (const to = length < 8 ? end : start + 8; i < to; i++) {
        all |= codes[i]
        second = (second << 8) | codes[i]
      }
      for (; i < end; i++) {
        all |= codes[i]
        third = (third << 8) | codes[i]
      }
      if (all > 255) return elsewhere(source, start, end)
      const isLast = first === lastFirst && second === lastSecond && third === lastThird && length === lastLength
      if (isLast) return lastKey
      let key = inSlots(first, second, third, length)
      if (key < 0) {
        remember(source, start, end)
        key = count - 1
        fill(
          freeSlot(slots, hashOfWords(first, second, third, length)),
          (count << lengthBits) | length,
          first,
          second,
          third,
        )
      }
      ;[lastFirst, lastSecond, lastThird, lastLength, lastKey] = [first, second, third, length, key]
      return key
    },
    takeNew() {
      const taken = fresh
      fresh = []
      return taken
    },
  }
}

/** Multiplications that spread every bit, as in MurmurHash3. */
function hashOfWords(first: number, second: number, third: number, length: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77) ^ Math.imul(third, 0x27d4eb2f) ^ length
  const spread = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae3d)
  return spread ^ (spread >>> 13)
}

/** FNV-1a over UTF-16 code units, its high bits folded into the low ones that choose the slot. */
function hashOfCodes(codes: Codes, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ codes[i], 0x01000193)
  return hash ^ (hash >>> 15)
}

function freeSlot(slots: Int32Array, hash: number): number {
  const mask = slots.length - 1
  let slot = (hash << 2) & mask
  while (slots[slot] !== 0) slot = (slot + slotSize) & mask
  return slot
}

function rehashed(old: Int32Array): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(old.length * 2)
  for (let slot = 0; slot < old.length; slot += slotSize) {
    const [head, first, second, third] = old.subarray(slot, slot + slotSize)
    if (head === 0) continue
    const length = head & isElsewhere
    const hash = length === isElsewhere ? first : hashOfWords(first, second, third, length)
    slots.set([head, first, second, third], freeSlot(slots, hash))
  }
  return slots
}

function withRoom(characters: Uint16Array, needed: number): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(Math.max(needed, characters.length * 2))
  larger.set(characters)
  return larger
}

/** A copy of its own: V8 keeps a slice as a window onto the whole text, which would then stay in memory. */
export const detach = (text: string): string => (' ' + text).slice(1)
