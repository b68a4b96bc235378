import { createHash, type Hash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { AssayError, toAssayError } from '../base/errors.ts'
import { createDecoder } from './encoding.ts'
import type { Encoding } from './types.ts'

export type Compression = 'none' | 'gzip'

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

export function detectCompression(path: string): Compression {
  const head = readBlock(path, 0, 2)
  return head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : 'none'
}

/** The first `length` bytes of the content, decompressed. */
export async function readHead(path: string, compression: Compression, length: number): Promise<Buffer> {
  if (compression === 'none') return readBlock(path, 0, length)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of contentOf(path, compression, () => {})) {
    pieces.push(piece)
    size += piece.length
    if (size >= length) break
  }
  return Buffer.concat(pieces).subarray(0, length)
}

/** One piece of a file's text. */
export interface TextPiece {
  text: string
  last: boolean
  /** Bytes of the file, as it stands on disk, that were read so far. */
  bytesRead: number
}

/**
 * A file's text, piece by piece, with flat memory; `hash`, where given, takes in the bytes as they stand on disk. Pieces end
 * with a line where they can: putting cut lines together again would leave texts that are slow to walk through.
 */
export async function* readText(
  path: string,
  compression: Compression,
  encoding: Encoding,
  hash?: Hash,
): AsyncGenerator<TextPiece> {
  const decoder = createDecoder(encoding)
  const cutsAtLines = !encoding.startsWith('utf-16') // elsewhere the byte 10 is nothing but a line break
  let bytesRead = 0
  let carried: Buffer = Buffer.alloc(0)
  const content = contentOf(path, compression, (raw) => {
    bytesRead += raw.length
    hash?.update(raw)
  })
  for await (const bytes of content) {
    const joined = carried.length > 0 ? Buffer.concat([carried, bytes]) : bytes
    const end = (cutsAtLines ? joined.lastIndexOf(10) + 1 : 0) || joined.length
    carried = joined.subarray(end)
    yield { text: decoder.decode(joined.subarray(0, end), { stream: true }), last: false, bytesRead }
  }
  yield { text: decoder.decode(carried), last: true, bytesRead }
}

/** SHA-256 of a file as it stands on disk, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of contentOf(path, 'none', () => {})) hash.update(bytes)
  return hash.digest('hex')
}

async function* contentOf(
  path: string,
  compression: Compression,
  onRaw: (bytes: Buffer) => void,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  try {
    if (compression === 'none') {
      for await (const bytes of file) {
        onRaw(bytes)
        yield bytes
      }
    } else {
      const content = createGunzip({ chunkSize: chunkBytes })
      file.on('data', (bytes) => onRaw(bytes as Buffer))
      file.on('error', (error) => content.destroy(error))
      for await (const bytes of file.pipe(content)) yield bytes
    }
  } catch (error) {
    throw damagedGzip(error) ? new AssayError('dataset.damaged', { name: path }, { cause: error }) : toAssayError(error)
  } finally {
    file.destroy()
  }
}

const damagedGzip = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
