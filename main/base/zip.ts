import { crc32, deflateRawSync } from 'node:zlib'

/** A file on its way into an archive or a folder; the name may have folders in it, parted by `/`. */
export interface NamedFile {
  name: string
  bytes: Uint8Array
}

const signature = { file: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 }
/** 2.0: deflate. */
const version = 20
/** Names are UTF-8. */
const flags = 0x0800
const deflated = 8
/** 1980-01-01, the earliest date there is: archives of the same files are the same bytes. */
const date = 0x0021

/** A ZIP archive of files in memory, each deflated (PKWARE APPNOTE 6.3.10). For files below 4 GiB together. */
export function zipFiles(files: NamedFile[]): Buffer {
  const [pieces, entries]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const { name, bytes } of files) {
    const [path, packed] = [Buffer.from(name), deflateRawSync(bytes)]
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(version, 0)
    shared.writeUInt16LE(flags, 2)
    shared.writeUInt16LE(deflated, 4)
    shared.writeUInt16LE(date, 8)
    shared.writeUInt32LE(crc32(bytes), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(bytes.length, 18)
    shared.writeUInt16LE(path.length, 22)
    const entryTail = Buffer.alloc(14)
    entryTail.writeUInt32LE(at, 10)
    entries.push(uint32(signature.entry), uint16(version), shared, entryTail, path)
    pieces.push(uint32(signature.file), shared, path, packed)
    at += 30 + path.length + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...pieces, directory, uint32(signature.end), end])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
