import type { Hash } from 'node:crypto'
import { contentOf, readText, type Location } from './bytes.ts'
import { evenBreaks } from './dialect.ts'
import { createCellWalk, type CellPiece } from './formats/cells.ts'
import { readJson } from './formats/json.ts'
import { withPlainFile } from './formats/unpack.ts'
import { chooseSheet } from './formats/xlsx/chooseSheet.ts'
import { readSheet } from './formats/xlsx/sheet.ts'
import { openWorkbook } from './formats/xlsx/workbook.ts'
import { createTokenizer, type RecordWalk } from './tokenizer.ts'
import type { FileFormat } from './types.ts'

/** Some of a file's records, to be walked through before the next piece is asked for. */
export interface RecordPiece {
  records: RecordWalk
  /** Bytes of the file, as it stands on disk, that were read so far. */
  bytesRead: number
  /** Whether characters that don't belong to the encoding were met: then a record may hold some. */
  damaged: boolean
  /** Which part of the table this is, from 0: the members of a ZIP follow each other. */
  part: number
}

/** What reading records takes. `columns`: the names under which those of a JSON file are asked for. */
export interface Readable {
  path: string
  bytes: number
  format: FileFormat
  columns: string[]
}

export const replacement = '\uFFFD'

/** The records of a file, header and all, whatever it is written as. `hash` takes in the file's bytes as they stand on disk. */
export async function* openRecords(file: Readable, hash?: Hash): AsyncGenerator<RecordPiece> {
  const { path, bytes, format } = file
  const members = format.members.length > 0 ? format.members : ['']
  const hashesWhileReading = format.container === 'text' && format.members.length === 0
  for (const [part, member] of members.entries()) {
    const location = { path, member, compression: format.compression }
    if (format.container === 'text') yield* textRecords(location, format, part, hashesWhileReading ? hash : undefined)
    else {
      for await (const { rows, share } of readCells(location, file)) {
        const bytesRead = (bytes * (part + share)) / members.length
        yield { records: createCellWalk(rows, file.columns.length), bytesRead, damaged: false, part }
      }
    }
  }
  if (!hash || hashesWhileReading) return
  for await (const piece of contentOf({ path, member: '', compression: 'none' }, () => {})) hash.update(piece)
}

async function* textRecords(
  location: Location,
  format: FileFormat,
  part: number,
  hash: Hash | undefined,
): AsyncGenerator<RecordPiece> {
  const tokenizer = createTokenizer(format)
  let damaged = false
  let carried = ''
  for await (const { text, codes, last, bytesRead } of readText(location, format.encoding, hash)) {
    damaged ||= text.includes(replacement)
    if (format.newline !== 'mixed') tokenizer.push(text, last, codes)
    else {
      // A carriage return at the end of a piece may be half of a line break.
      const whole = carried + text
      carried = !last && whole.endsWith('\r') ? '\r' : ''
      tokenizer.push(evenBreaks(whole.slice(0, whole.length - carried.length)), last)
    }
    yield { records: tokenizer, bytesRead, damaged, part }
  }
}

/** The rows of a file that knows cells. */
export async function* readCells(
  location: Location,
  {
    format,
    columns,
  }: { format: Pick<FileFormat, 'container' | 'encoding' | 'sheet' | 'unpackLimitMb'>; columns: string[] },
): AsyncGenerator<CellPiece> {
  switch (format.container) {
    case 'json':
    case 'jsonLines':
      yield* readJson(location, format.container, format.encoding, columns)
      break
    case 'xlsx':
      yield* withPlainFile(location, format.unpackLimitMb, async function* (path) {
        const workbook = await openWorkbook(path)
        const { sheet } = await chooseSheet(workbook, format.sheet || undefined)
        yield* readSheet(workbook, sheet)
      })
      break
    case 'parquet':
      yield* withPlainFile(location, format.unpackLimitMb, async function* (path) {
        const { readParquet } = await import('./formats/parquet.ts') // its decompressors take 50 ms to load
        yield* readParquet(path)
      })
      break
    case 'text':
      throw new Error('text has records, not cells')
  }
}
