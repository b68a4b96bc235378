import { basename } from 'node:path'
import { AssayError } from '../base/errors.ts'
import { fileSize, readBlock, type Location } from './bytes.ts'
import { describeColumn, sniffDecimal } from './columns.ts'
import type { FormatChanges } from './contract.ts'
import { evenBreaks, sniffDialect, splitSample } from './dialect.ts'
import { createDecoder, detectEncoding } from './encoding.ts'
import { collectKeys } from './formats/json.ts'
import { defaultUnpackLimitMb, withPlainFile } from './formats/unpack.ts'
import { chooseSheet } from './formats/xlsx/chooseSheet.ts'
import { openWorkbook } from './formats/xlsx/workbook.ts'
import { findHead } from './head.ts'
import { recognise, type Recognised } from './recognise.ts'
import { readCells } from './records.ts'
import { isTotal } from './sieve.ts'
import type { Dialect } from './tokenizer.ts'
import type { Ambiguity, DecimalMark, Encoding, FileColumn, FileFormat } from './types.ts'

const blockBytes = 64 * 1024
const headRows = 5000

/** How a file's records are told apart, before anything is said about their values. */
export type Layout = Pick<
  FileFormat,
  | 'container'
  | 'compression'
  | 'members'
  | 'sheet'
  | 'moreSheets'
  | 'encoding'
  | 'delimiter'
  | 'widths'
  | 'quote'
  | 'newline'
  | 'skipRows'
  | 'header'
  | 'headerRows'
  | 'columns'
  | 'unpackLimitMb'
>

/** What the first records of a file, and some from further on, tell about it. */
export interface FileSample {
  path: string
  name: string
  bytes: number
  layout: Layout
  header: boolean
  decimal: DecimalMark
  columns: FileColumn[]
  /** What could be read instead: the sheets of a workbook, the members of a ZIP. */
  sheets: string[]
  members: string[]
  /** The records looked at, trimmed fields; those of the head first. */
  rows: string[][]
  ambiguities: Ambiguity[]
}

/** The first records, and how they were told apart. */
interface Drawn {
  records: string[][]
  /** Records from further on in a file that is `width` columns wide. */
  further(width: number): string[][]
  layout: Pick<Layout, 'sheet' | 'moreSheets' | 'encoding' | 'delimiter' | 'widths' | 'quote' | 'newline'>
  /** Whether the first record is known to name the columns. */
  named: boolean
  sheets: string[]
  /** Columns in which formulas have no value. */
  unsaved: number[]
  ambiguities: Ambiguity[]
}

/**
 * Sniffs a file. What `said` gives is taken as said. Throws `file.*`, `dataset.empty`, and what `recognise` and the readers of
 * the formats throw.
 */
export async function sampleFile(path: string, said: FormatChanges): Promise<FileSample> {
  const name = basename(path)
  const bytes = fileSize(path)
  const recognised = await recognise(path, said)
  const { container, compression, members, candidates } = recognised
  const location = { path, member: members[0] ?? '', compression }
  const drawn =
    container === 'text' ? drawText(location, bytes, recognised, said) : await drawCells(location, recognised, said)
  const { records, layout, sheets } = drawn
  if (records.length === 0) throw new AssayError('dataset.empty', { name })
  const told = drawn.named ? { ...said, header: true, headerRows: 1, skipRows: 0 } : said
  const { names, repeated, skipRows, header, headerRows } = findHead(records, told)
  const bodyStart = skipRows + (header ? headerRows : 0)
  const headings = records.slice(skipRows, bodyStart)
  const body = records.slice(bodyStart).filter((row) => !isTotal(row) && !headings.some((each) => isSame(each, row)))
  const rows = [...body, ...drawn.further(names.length)]
  const values = names.map((_, i) => rows.map((row) => row[i] ?? ''))
  const delimiter = container === 'text' ? layout.delimiter : ','
  const decimal = said.decimal ? { mark: said.decimal, ambiguous: false } : sniffDecimal(values, delimiter)
  const ambiguities = [...recognised.ambiguities, ...drawn.ambiguities]
  if (decimal.ambiguous) ambiguities.push({ code: 'decimalMark', column: null, chosen: decimal.mark })
  for (const column of repeated) ambiguities.push({ code: 'repeatedColumn', column, chosen: `${column} (2)` })
  for (const index of drawn.unsaved) {
    ambiguities.push({ code: 'unsavedFormulas', column: names[index] ?? null, chosen: '' })
  }
  if (skipRows > 0 && said.skipRows === undefined) {
    ambiguities.push({ code: 'skippedRows', column: null, chosen: String(skipRows) })
  }
  const unpackLimitMb = said.unpackLimitMb ?? defaultUnpackLimitMb
  return {
    path,
    name,
    bytes,
    layout: {
      container,
      compression,
      members,
      unpackLimitMb,
      ...layout,
      skipRows,
      header,
      headerRows,
      columns: said.columns ?? [],
    },
    header,
    decimal: decimal.mark,
    columns: names.map((each, i) => describeColumn(each, values[i], decimal.mark)),
    sheets,
    members: candidates,
    rows,
    ambiguities,
  }
}

const isSame = (a: string[], b: string[]) => a.length === b.length && a.every((cell, i) => cell === b[i])

/** Values of one column in the records looked at. */
export function sampleValues(sample: FileSample, column: string): string[] {
  const index = sample.columns.findIndex((each) => each.name === column)
  return sample.rows.map((row) => row[index] ?? '')
}

function drawText(location: Location, bytes: number, { head, complete }: Recognised, said: FormatChanges): Drawn {
  const isPlain = location.compression === 'none' && location.member === ''
  const blocks = isPlain && !complete ? readBlocks(location.path, bytes, head.length) : []
  const detected = detectFurther(head, blocks)
  const encoding = said.encoding ?? detected.encoding
  const decoded = createDecoder(encoding).decode(head, { stream: true })
  const dialect = sniffDialect(decoded, complete, said)
  const text = dialect.newline === 'mixed' ? evenBreaks(decoded) : decoded
  const guessed = !said.encoding && !detected.certain && encoding !== 'utf-8'
  return {
    records: splitSample(text, dialect, headRows, complete),
    further: (width) => blocks.flatMap((block) => recordsWithin(block, encoding, dialect, width)),
    layout: {
      sheet: '',
      moreSheets: [],
      encoding,
      delimiter: dialect.delimiter,
      widths: dialect.widths ?? [],
      quote: dialect.quote === '"' ? '"' : '',
      newline: dialect.newline,
    },
    named: false,
    sheets: [],
    unsaved: [],
    ambiguities: guessed ? [{ code: 'encoding', column: null, chosen: encoding }] : [],
  }
}

/** Fewer bytes beyond ASCII than this may be dirt. */
const tellingBytes = 8

/** Where the head is plain ASCII, what stands further on tells. */
function detectFurther(head: Buffer, blocks: Buffer[]): { encoding: Encoding; certain: boolean } {
  const detected = detectEncoding(head)
  if (detected.certain || detected.encoding !== 'utf-8') return detected
  const telling = blocks.filter((block) => block.filter((byte) => byte >= 0x80).length >= tellingBytes)
  const [further] = telling.map((block) => detectEncoding(block.subarray(block.indexOf(10) + 1)))
  return further ?? detected
}

/** Blocks from the middle and the end: the first days of a sorted file don't tell day from month. */
function readBlocks(path: string, bytes: number, headBytes: number): Buffer[] {
  if (bytes <= headBytes + 4 * blockBytes) return []
  return [0.25, 0.5, 0.75, 1].map((share) => {
    const start = (headBytes + Math.floor((bytes - headBytes - blockBytes) * share)) & ~1
    return readBlock(path, start, blockBytes)
  })
}

function recordsWithin(block: Buffer, encoding: Encoding, dialect: Dialect, width: number): string[][] {
  const text = createDecoder(encoding).decode(block)
  const even = dialect.newline === 'mixed' ? evenBreaks(text) : text
  const firstBreak = even.indexOf(dialect.newline === '\r' ? '\r' : '\n')
  const rows = splitSample(even.slice(firstBreak + 1), dialect, headRows, false)
  return rows.filter((row) => row.length === width)
}

async function drawCells(location: Location, { container, head }: Recognised, said: FormatChanges): Promise<Drawn> {
  const encoding =
    said.encoding ?? (container === 'xlsx' || container === 'parquet' ? 'utf-8' : detectEncoding(head).encoding)
  const limitMb = said.unpackLimitMb ?? defaultUnpackLimitMb
  const { sheet, moreSheets, sheets, ambiguities } =
    container === 'xlsx' ? await pickSheet(location, limitMb, said.sheet) : noSheets
  const columns =
    container === 'json' || container === 'jsonLines' ? await collectKeys(location, container, encoding) : []
  const records: string[][] = []
  const format = { container, encoding, sheet, unpackLimitMb: limitMb }
  const unsaved = new Set<number>()
  for await (const { rows } of readCells(location, { format, columns })) {
    for (const { cells, problem, unsaved: columns = [] } of rows) {
      if (!problem) records.push(cells.map((cell) => cell.trim()))
      for (const column of columns) unsaved.add(column)
    }
    if (records.length >= headRows) break
  }
  const width = records.reduce((most, row) => Math.max(most, row.length), 0)
  for (const row of records) while (row.length < width) row.push('')
  return {
    records,
    further: () => [],
    layout: { sheet, moreSheets, encoding, delimiter: ',', widths: [], quote: '"', newline: '\n' },
    named: container !== 'xlsx',
    sheets,
    unsaved: [...unsaved],
    ambiguities,
  }
}

const noSheets = { sheet: '', moreSheets: [] as string[], sheets: [] as string[], ambiguities: [] as Ambiguity[] }

async function pickSheet(location: Location, limitMb: number, said: string | undefined): Promise<typeof noSheets> {
  const picks = withPlainFile(location, limitMb, async function* (path) {
    const workbook = await openWorkbook(path)
    const { sheet, more, alternatives } = await chooseSheet(workbook, said)
    const moreSheets = more.map(({ name }) => name)
    const chosen = [sheet.name, ...moreSheets].join(', ')
    const ambiguities: Ambiguity[] = []
    if (alternatives > 0) ambiguities.push({ code: 'sheet', column: null, chosen })
    else if (more.length > 0) ambiguities.push({ code: 'sheets', column: null, chosen })
    yield { sheet: sheet.name, moreSheets, sheets: workbook.sheets.map(({ name }) => name), ambiguities }
  })
  for await (const pick of picks) return pick
  return noSheets
}
