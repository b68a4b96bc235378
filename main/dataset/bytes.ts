import { createHash, type Hash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { crc32, createGunzip } from 'node:zlib'
import { AssayError, toAssayError } from '../base/errors.ts'
import { codesOf, codesOfUtf8, type CodedText } from './codes.ts'
import { createDecoder } from './encoding.ts'
import { openMember, type ZipMember } from './formats/zip.ts'
import type { Encoding } from './types.ts'

export type Compression = 'none' | 'gzip'

/** Where a table's bytes stand: a file, or a member of a ZIP; either gzipped or not. */
export interface Location {
  path: string
  /** Empty where the file is no ZIP. */
  member: string
  compression: Compression
}

const chunkBytes = 1 << 20

/** Size of a file in bytes. Throws `file.missing`, `file.unreadable`, or `dataset.empty` for one without content. */
export function fileSize(path: string): number {
  let size: number
  try {
    const stat = statSync(path)
    if (!stat.isFile()) throw new AssayError('file.unreadable', { path })
    size = stat.size
  } catch (error) {
    throw toAssayError(error)
  }
  if (size === 0) throw new AssayError('dataset.empty', { name: path })
  return size
}

/** Bytes `[start, start + length)` of a file as they stand on disk. */
export function readBlock(path: string, start: number, length: number): Buffer {
  const block = Buffer.alloc(length)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    throw toAssayError(error)
  }
  try {
    return block.subarray(0, readSync(file, block, 0, length, start))
  } catch (error) {
    throw toAssayError(error)
  } finally {
    closeSync(file)
  }
}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

/** The first `length` bytes of the content, decompressed. */
export async function readHead(location: Location, length: number): Promise<Buffer> {
  if (location.compression === 'none' && location.member === '') return readBlock(location.path, 0, length)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of contentOf(location, () => {})) {
    pieces.push(piece)
    size += piece.length
    if (size >= length) break
  }
  return Buffer.concat(pieces).subarray(0, length)
}

/** One piece of a file's text. */
export interface TextPiece extends CodedText {
  last: boolean
  /** Bytes of the file, as it stands on disk, that were read so far. */
  bytesRead: number
}

/**
 * A file's text, piece by piece, with flat memory; `hash`, where given, takes in the bytes of a file that is no ZIP, as they
 * stand on disk. Pieces end with a line where they can: putting cut lines together again would leave texts that are slow to
 * walk through.
 */
export async function* readText(location: Location, encoding: Encoding, hash?: Hash): AsyncGenerator<TextPiece> {
  const decoder = createDecoder(encoding)
  const cutsAtLines = !encoding.startsWith('utf-16') // elsewhere the byte 10 is nothing but a line break
  const decoded = (bytes: Buffer, stream: boolean): CodedText => {
    const text = decoder.decode(bytes, { stream })
    return { text, codes: encoding === 'utf-8' ? codesOfUtf8(text, bytes) : codesOf(text) }
  }
  let bytesRead = 0
  let carried: Buffer = Buffer.alloc(0)
  const content = contentOf(location, (bytes, raw) => {
    bytesRead += bytes
    if (raw) hash?.update(raw)
  })
  for await (const bytes of content) {
    const joined = carried.length > 0 ? Buffer.concat([carried, bytes]) : bytes
    const end = (cutsAtLines ? joined.lastIndexOf(10) + 1 : 0) || joined.length
    carried = joined.subarray(end)
    yield { ...decoded(joined.subarray(0, end), true), last: false, bytesRead }
  }
  yield { ...decoded(carried, false), last: true, bytesRead }
}

/** SHA-256 of a file as it stands on disk, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of contentOf({ path, member: '', compression: 'none' }, () => {})) hash.update(bytes)
  return hash.digest('hex')
}

/** `onRaw` is told how many bytes on disk were read and, of a file that is no ZIP, which. Throws `dataset.damaged`. */
export async function* contentOf(
  location: Location,
  onRaw: (bytes: number, raw: Buffer | null) => void,
): AsyncGenerator<Buffer> {
  const { stored, member } = await openStored(location)
  const share = member && member.bytes > 0 ? member.packedBytes / member.bytes : 1
  let checksum = 0
  const tell = (bytes: Buffer) => {
    onRaw(bytes.length * share, member ? null : bytes)
    if (member) checksum = crc32(bytes, checksum)
  }
  try {
    if (location.compression === 'none') {
      for await (const bytes of stored) {
        tell(bytes as Buffer)
        yield bytes as Buffer
      }
    } else {
      const content = createGunzip({ chunkSize: chunkBytes })
      stored.on('data', tell)
      stored.on('error', (error) => content.destroy(error))
      for await (const bytes of stored.pipe(content)) yield bytes as Buffer
    }
    if (member && checksum !== member.crc32) throw new AssayError('dataset.damaged', { name: location.path })
  } catch (error) {
    throw damagedContent(error)
      ? new AssayError('dataset.damaged', { name: location.path }, { cause: error })
      : toAssayError(error)
  } finally {
    stored.destroy()
  }
}

/** What is stored, before any gunzip, after a ZIP's own unpacking. */
async function openStored({ path, member }: Location): Promise<{ stored: Readable; member: ZipMember | null }> {
  if (member === '') return { stored: createReadStream(path, { highWaterMark: chunkBytes }), member: null }
  const opened = await openMember(path, member)
  return { stored: opened.content, member: opened.member }
}

/** zlib's own codes, and what yauzl says of a member that is not what its ZIP promises. */
const damagedContent = (error: unknown) =>
  error instanceof Error &&
  (('code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')) ||
    /byte stream|checksum|invalid (block|stored|distance|code)/i.test(error.message))
