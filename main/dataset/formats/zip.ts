import type { Readable } from 'node:stream'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { AssayError, toAssayError } from '../../base/errors.ts'

export interface ZipMember {
  name: string
  /** Unpacked, as the ZIP says; what unpacks to another size is refused as damaged. */
  bytes: number
  packedBytes: number
  /** Of the unpacked content. */
  crc32: number
}

/** What is in a ZIP beside folders, in its order. Throws `dataset.damaged`. */
export function listMembers(path: string): Promise<ZipMember[]> {
  return withZip(path, async (zip) => {
    const members: ZipMember[] = []
    for await (const entry of zip.eachEntry()) {
      if (nameOf(entry).endsWith('/')) continue
      members.push(describe(entry))
    }
    zip.close()
    return members
  })
}

/** A member's content as a stream, which closes the ZIP behind it. Throws `dataset.unknownMember`, `.encrypted`, `.damaged`. */
export function openMember(path: string, name: string): Promise<{ content: Readable; member: ZipMember }> {
  return withZip(path, async (zip) => {
    for await (const entry of zip.eachEntry()) {
      if (nameOf(entry) !== name) continue
      if (entry.isEncrypted()) throw new AssayError('dataset.encrypted', { name: path })
      const content = await zip.openReadStreamPromise(entry)
      content.on('close', () => zip.close())
      return { content, member: describe(entry) }
    }
    throw new AssayError('dataset.unknownMember', { member: name, name: path })
  })
}

const describe = (entry: Entry): ZipMember => ({
  name: nameOf(entry),
  bytes: entry.uncompressedSize,
  packedBytes: entry.compressedSize,
  crc32: entry.crc32,
})

async function withZip<Result>(path: string, use: (zip: ZipFile) => Promise<Result>): Promise<Result> {
  let zip: ZipFile | null = null
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    return await use(zip)
  } catch (error) {
    zip?.close()
    const known = toAssayError(error)
    throw known.code === 'internal' ? new AssayError('dataset.damaged', { name: path }, { cause: error }) : known
  }
}

/** Windows writes Chinese names as GBK without saying so; the flag for UTF-8 is bit 11. */
function nameOf(entry: Entry): string {
  const bytes = entry.fileNameRaw
  if ((entry.generalPurposeBitFlag & 0x800) !== 0) return bytes.toString('utf8')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
