import { basename } from 'node:path'
import { AssayError } from '../base/errors.ts'
import { detectCompression, fileSize, readBlock, readHead, type Compression } from './bytes.ts'
import { describeColumn, sniffDecimal } from './columns.ts'
import type { FormatChanges } from './contract.ts'
import { commonWidth, sniffDialect, splitSample } from './dialect.ts'
import { createDecoder, detectEncoding, refuseBinary } from './encoding.ts'
import { sniffHeader } from './header.ts'
import type { Dialect } from './tokenizer.ts'
import type { Ambiguity, DecimalMark, Encoding, FileColumn } from './types.ts'

const headBytes = 512 * 1024
const blockBytes = 64 * 1024
const headRows = 5000

/** What the first records of a file, and some from further on, tell about it. */
export interface FileSample {
  path: string
  name: string
  bytes: number
  encoding: Encoding
  compression: Compression
  dialect: Dialect
  header: boolean
  decimal: DecimalMark
  columns: FileColumn[]
  /** The records looked at, trimmed fields; those of the head first. */
  rows: string[][]
  ambiguities: Ambiguity[]
}

/** Sniffs a file. What `said` gives is taken as said. Throws `file.*`, `dataset.empty`, `.binary`, `.unsupported`. */
export async function sampleFile(path: string, said: FormatChanges): Promise<FileSample> {
  const name = basename(path)
  const bytes = fileSize(path)
  const compression = detectCompression(path)
  const head = await readHead(path, compression, headBytes)
  refuseBinary(head, name)
  const detected = detectEncoding(head)
  const encoding = said.encoding ?? detected.encoding
  const text = createDecoder(encoding).decode(head, { stream: true })
  const complete = head.length < headBytes
  const dialect = sniffDialect(text, complete, said.delimiter)
  const records = splitSample(text, dialect, headRows, complete)
  if (records.length === 0) throw new AssayError('dataset.empty', { name })
  const header = said.header ?? sniffHeader(records)
  const body = header ? records.slice(1) : records
  const names = columnNames(header ? records[0] : null, commonWidth(body).width)
  const further = compression === 'none' ? sampleBlocks(path, bytes, encoding, dialect, names.length) : []
  const rows = [...body, ...further]
  const values = names.map((_, i) => rows.map((row) => row[i] ?? ''))
  const decimal = said.decimal ? { mark: said.decimal, ambiguous: false } : sniffDecimal(values, dialect.delimiter)
  const columns = names.map((each, i) => describeColumn(each, values[i], decimal.mark))
  const ambiguities: Ambiguity[] = []
  if (decimal.ambiguous) ambiguities.push({ code: 'decimalMark', column: null, chosen: decimal.mark })
  const guessed = !said.encoding && !detected.certain && encoding !== 'utf-8'
  if (guessed) ambiguities.push({ code: 'encoding', column: null, chosen: encoding })
  return {
    path,
    name,
    bytes,
    encoding,
    compression,
    dialect,
    header,
    decimal: decimal.mark,
    columns,
    rows,
    ambiguities,
  }
}

/** Values of one column in the records looked at. */
export function sampleValues(sample: FileSample, column: string): string[] {
  const index = sample.columns.findIndex((each) => each.name === column)
  return sample.rows.map((row) => row[index] ?? '')
}

/** Names of the header; a nameless or repeated one, and all where there is no header, by position: #1, #2, … */
function columnNames(header: string[] | null, width: number): string[] {
  if (!header) return Array.from({ length: width }, (_, i) => `#${i + 1}`)
  // A header one short of the rows is what R writes: the first column holds row names.
  const cells = header.length === width - 1 && header.every((cell) => cell !== '') ? ['', ...header] : header
  return cells.map((cell, i) => (cell === '' || cells.indexOf(cell) < i ? `#${i + 1}` : cell))
}

/** Records from the middle and the end: the first days of a sorted file don't tell day from month. */
function sampleBlocks(path: string, bytes: number, encoding: Encoding, dialect: Dialect, width: number): string[][] {
  if (bytes <= headBytes + 4 * blockBytes) return []
  return [0.25, 0.5, 0.75, 1].flatMap((share) => {
    const start = (headBytes + Math.floor((bytes - headBytes - blockBytes) * share)) & ~1
    const text = createDecoder(encoding).decode(readBlock(path, start, blockBytes))
    const firstBreak = text.indexOf(dialect.newline)
    const rows = splitSample(text.slice(firstBreak + 1), dialect, headRows, false)
    return rows.filter((row) => row.length === width)
  })
}
