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
  return { encoding: looksChinese(head) ? 'gb18030' : 'windows-1252', certain: false }
}

/** Throws `dataset.binary` or `dataset.unsupported` for what is no text. `head`: the first bytes, decompressed. */
export function refuseBinary(head: Uint8Array, name: string): void {
  const known = binaryFormats.find(({ magic }) => magic.every((byte, i) => head[i] === byte))
  if (known) throw new AssayError('dataset.unsupported', { name, found: known.name })
  const { encoding } = detectEncoding(head)
  if (encoding.startsWith('utf-16')) return
  let controls = 0
  for (const byte of head) if (byte === 0 || (byte < 32 && !allowedControls.has(byte)) || byte === 127) controls++
  if (head.includes(0) || controls > head.length / 100) throw new AssayError('dataset.binary', { name })
}

/** A stateful decoder: bytes that mean nothing come out as U+FFFD, and the records that hold one are rejected. */
export const createDecoder = (encoding: Encoding) => new TextDecoder(encoding)

const allowedControls = new Set([1, 9, 10, 12, 13, 26, 28, 29, 30, 31])

const binaryFormats = [
  { name: 'XLSX or ZIP', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'XLS', magic: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'Parquet', magic: [0x50, 0x41, 0x52, 0x31] },
  { name: 'SQLite', magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20] },
  { name: 'PDF', magic: [0x25, 0x50, 0x44, 0x46] },
]

/** UTF-16 without a byte order mark: nearly every second byte is 0. */
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
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.7 && odd < pairs * 0.05) return 'utf-16be'
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

/** GB2312's characters are pairs of high bytes; accented letters of Western text stand alone. */
function looksChinese(bytes: Uint8Array): boolean {
  if (!decodes(bytes, 'gb18030')) return false
  let high = 0
  let paired = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue
    high++
    if (bytes[i + 1] >= 0x80) {
      paired += 2
      high++
      i++
    }
  }
  return paired > high * 0.8
}
