export interface TextFigures {
  missing: number
  distinct: number
  distinctIsEstimate: boolean
  top: { value: string; rows: number }[]
}

/** Counts the texts of a column as they come by. */
export interface TextTally {
  /** Takes one and gives its 32-bit hash; 0 for a missing one. */
  add(text: string | null): number
  figures(): TextFigures
}

/** Texts counted one by one; from here on new ones are only told apart. */
const mostCounted = 20_000
/** Where none of the counted ones reaches this share of the rows, they are ids: no one asks which is most frequent. */
const frequent = 0.001
/** Bits that linear counting spreads the hashes over. */
const bits = 2 ** 24
export const topValues = 10

/**
 * Exact while there are few different texts. Beyond, the number of different ones is estimated from how full a bitmap of
 * their hashes is (Whang, Vander-Zanden and Taylor 1990, "A Linear-Time Probabilistic Counting Algorithm").
 */
export function createTextTally(): TextTally {
  const counts = new Map<string, number>()
  let bitmap: Uint32Array | null = null
  let [rows, missing] = [0, 0]
  let last = ''
  let lastHash = 0
  let lastRun = 0

  function mark(hash: number): void {
    bitmap ??= new Uint32Array(bits / 32)
    const place = spread(hash) >>> 8
    bitmap[place >>> 5] |= 1 << (place & 31)
  }
  /** Keeps the frequent texts of those counted so far; the others are only told apart from now on. */
  function thinOut(): void {
    for (const [text, count] of counts) {
      if (count >= frequent * rows) continue
      counts.delete(text)
      mark(hashOf(text))
    }
  }
  /** Files keep what belongs together together: a run of equal texts is looked up once. */
  function endRun(): void {
    if (lastRun === 0) return
    const known = bitmap && counts.size === 0 ? undefined : counts.get(last)
    if (known !== undefined || !bitmap) counts.set(last, (known ?? 0) + lastRun)
    else mark(lastHash)
    lastRun = 0
    if (!bitmap && counts.size > mostCounted) thinOut()
  }

  return {
    add(text) {
      if (text === null) {
        missing++
        return 0
      }
      rows++
      if (text !== last || lastRun === 0) {
        endRun()
        last = text
        lastHash = hashOf(text)
      }
      lastRun++
      return lastHash
    },
    figures() {
      endRun()
      const others = bitmap ? Math.round(-bits * Math.log(emptyBits(bitmap) / bits)) : 0
      const top = [...counts].map(([value, count]) => ({ value, rows: count })).sort((a, b) => b.rows - a.rows)
      return {
        missing,
        distinct: counts.size + others,
        distinctIsEstimate: bitmap !== null,
        top: top.slice(0, topValues).filter((each) => each.rows > 1),
      }
    },
  }
}

/** FNV-1a over UTF-16 units; never 0. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0 || 1
}

/** FNV's high bits are poor: the finaliser of MurmurHash3. */
export function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Counts the bits of a word in parallel (Warren, Hacker's Delight, 5-1). */
function emptyBits(bitmap: Uint32Array): number {
  let full = 0
  for (const word of bitmap) {
    if (word === 0) continue
    const pairs = word - ((word >>> 1) & 0x55555555)
    const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
    full += Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return Math.max(1, bits - full)
}
