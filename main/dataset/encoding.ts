import { AssayError } from '../base/errors.ts'
import type { Encoding } from './types.ts'

/** Judges by the first bytes of a file (decompressed). `certain` is false where nothing but plain ASCII was seen. */
export function detectEncoding(head: Uint8Array): { encoding: Encoding; certain: boolean } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', certain: true }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', certain: true }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', certain: true }
  const wide = detectWide(head)
  if (wide) return { encoding: wide, certain: false }
  if (decodes(head, 'utf-8')) return { encoding: 'utf-8', certain: head.some((byte) => byte >= 0x80) }
  return { encoding: detectEastAsian(head) ?? 'windows-1252', certain: false }
}

/** Throws `dataset.binary` or `dataset.unsupported` for what is no text. `head`: the first bytes, decompressed. */
export function refuseBinary(head: Uint8Array, name: string): void {
  const known = foreignFormats.find(({ magic }) => magic.every((byte, i) => head[i] === byte))
  if (known) throw new AssayError('dataset.unsupported', { name, found: known.name })
  const { encoding } = detectEncoding(head)
  const beginning = createDecoder(encoding).decode(head.subarray(0, 2048), { stream: true }).trimStart().toLowerCase()
  const markup = markups.find(({ start }) => beginning.startsWith(start))
  if (markup) throw new AssayError('dataset.unsupported', { name, found: markup.name })
  if (encoding.startsWith('utf-16')) return
  let controls = 0
  for (const byte of head) if (byte === 0 || (byte < 32 && !allowedControls.has(byte)) || byte === 127) controls++
  if (head.includes(0) || controls > head.length / 100) throw new AssayError('dataset.binary', { name })
}

/** A stateful decoder: bytes that mean nothing come out as U+FFFD, and the records that hold one are rejected. */
export const createDecoder = (encoding: Encoding) => new TextDecoder(encoding)

const allowedControls = new Set([1, 9, 10, 12, 13, 26, 28, 29, 30, 31])

const foreignFormats = [
  { name: 'SQLite', magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20] },
  { name: 'PDF', magic: [0x25, 0x50, 0x44, 0x46] },
  { name: '7-Zip', magic: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'RAR', magic: [0x52, 0x61, 0x72, 0x21] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'Zstandard', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'Avro', magic: [0x4f, 0x62, 0x6a, 0x01] },
  { name: 'ORC', magic: [0x4f, 0x52, 0x43] },
]

/** Some shops give web pages the ending of a table. */
const markups = [
  { name: 'HTML', start: '<!doctype html' },
  { name: 'HTML', start: '<html' },
  { name: 'HTML', start: '<table' },
  { name: 'XML', start: '<?xml' },
]

/** UTF-16 without a byte order mark: digits, blanks and line breaks have a byte 0, all of them on the same side. */
function detectWide(head: Uint8Array): Encoding | null {
  const length = head.length & ~1
  if (length < 16) return null
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++
    if (head[i + 1] === 0) odd++
  }
  const pairs = length / 2
  if (odd > pairs * 0.1 && even < pairs * 0.01 && decodes(head.subarray(0, length), 'utf-16le')) return 'utf-16le'
  if (even > pairs * 0.1 && odd < pairs * 0.01 && decodes(head.subarray(0, length), 'utf-16be')) return 'utf-16be'
  return null
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/**
 * Chinese, by how the bytes pair: GB2312's characters are pairs of high bytes, its common ones led by B0–D7. Big5's common ones
 * are led by A4–C6, and two of five end in a low byte. Accented letters of Western text stand alone.
 */
function detectEastAsian(bytes: Uint8Array): Encoding | null {
  let high = 0
  let paired = 0
  let common = 0
  let lowTrails = 0
  let pairs = 0
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]
    if (lead < 0x80) continue
    const trail = bytes[i + 1]
    const lowTrail = lead >= 0xa1 && lead <= 0xf9 && trail >= 0x40 && trail <= 0x7e
    high++
    if (trail < 0x80 && !lowTrail) continue
    pairs++
    if (lowTrail && lead >= 0xa4 && lead <= 0xc9) lowTrails++
    if (trail >= 0x80) {
      paired += 2
      high++
      if (lead <= 0xd7) common += 2
    }
    i++
  }
  if (lowTrails > pairs * 0.15 && paired > lowTrails && decodes(bytes, 'big5')) return 'big5'
  return paired > high * 0.8 && common > paired * 0.5 && decodes(bytes, 'gb18030') ? 'gb18030' : null
}
