import { basename } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet'
import type { AsyncBuffer, Compressors, DecodedArray, FileMetaData, SchemaElement, SchemaTree } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { AssayError } from '../../base/errors.ts'
import { readBlock } from '../bytes.ts'
import type { CellPiece } from './cells.ts'
import { flatten, type Nested } from './flatten.ts'
import { parquetParsers, textOfColumn } from './parquetText.ts'
import { createPacker, type PackedTexts } from './textColumn.ts'

/** Nothing unpacks to nothing: a page of nulls alone may be packed so that not every codec can tell. */
const decompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (packed: Uint8Array, length: number) => (length === 0 ? new Uint8Array() : decompress(packed, length)),
  ]),
)

/** Rows decoded at a time, one column after the other: larger row groups are read in parts. */
const rowsAtATime = 1 << 18
/** Rows handed over at a time. */
const rowsPerPiece = 8192

/** The rows of a Parquet file; the first names the columns. Throws `dataset.damaged` for what is not as the file says. */
export async function* readParquet(path: string): AsyncGenerator<CellPiece> {
  refuseEncrypted(path)
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file, { parsers: parquetParsers })
    refuseLies(metadata, file)
    tellApart(metadata)
    const columns = topColumns(metadata)
    const members = await findMembers(file, metadata, columns)
    yield { rows: [{ line: 0, cells: members.flat() }], share: 0 }
    const total = Number(metadata.num_rows)
    for (const { rowStart, rowEnd } of await rangesOf(file, metadata)) {
      const texts: PackedTexts[] = []
      for (const [i, column] of columns.entries()) {
        const values = await readColumn(file, metadata, column, rowStart, rowEnd)
        texts.push(...packColumn(column, members[i], values))
      }
      for (let from = rowStart; from < rowEnd; from += rowsPerPiece) {
        const length = Math.min(rowsPerPiece, rowEnd - from)
        const rows = Array.from({ length }, (_, i) => ({
          line: from + i + 1,
          cells: texts.map((text) => text.at(from - rowStart + i)),
        }))
        yield { rows, share: total > 0 ? (from + length) / total : 1 }
      }
    }
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw new AssayError('dataset.damaged', { name: basename(path) }, { cause: error })
  }
}

interface TopColumn {
  name: string
  element: SchemaElement
  isNested: boolean
}

function topColumns(metadata: FileMetaData): TopColumn[] {
  return parquetSchema(metadata).children.map(({ element, children }) => {
    // Decimals are written as whole numbers; taken as such they lose no digit. Intervals are bytes.
    const isNested = children.length > 0
    const written = { ...element }
    if (!isNested && (isDecimal(element) || element.converted_type === 'INTERVAL')) {
      delete element.converted_type
      delete element.logical_type
    }
    return { name: element.name, element: written, isNested }
  })
}

/** Columns are asked for by name: the later ones of a name get a number. */
function tellApart(metadata: FileMetaData): void {
  const taken = new Set<string>()
  let firstLeaf = 0
  for (const column of parquetSchema(metadata).children) {
    const { element } = column
    const leaves = countLeaves(column)
    const { name } = element
    for (let number = 2; taken.has(element.name); number++) element.name = `${name} (${number})`
    taken.add(element.name)
    if (element.name !== name) {
      for (const { columns } of metadata.row_groups) {
        for (const { meta_data: data } of columns.slice(firstLeaf, firstLeaf + leaves)) {
          if (data) data.path_in_schema = [element.name, ...data.path_in_schema.slice(1)]
        }
      }
    }
    firstLeaf += leaves
  }
}

const countLeaves = ({ children }: SchemaTree): number =>
  children.length === 0 ? 1 : children.reduce((sum, child) => sum + countLeaves(child), 0)

const isDecimal = ({ converted_type, logical_type }: SchemaElement) =>
  converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL'

/** The columns that each column of the file becomes: structures take one per member, named with a dot. */
async function findMembers(file: AsyncBuffer, metadata: FileMetaData, columns: TopColumn[]): Promise<string[][]> {
  const members: string[][] = []
  for (const column of columns) {
    const names = new Set(column.isNested ? [] : [column.name])
    for (const { rowStart, rowEnd } of column.isNested ? await rangesOf(file, metadata) : []) {
      for (const value of await readColumn(file, metadata, column, rowStart, rowEnd)) {
        if (value !== null && value !== undefined) {
          flatten({ [column.name]: value as Nested }, (member) => names.add(member))
        }
      }
    }
    members.push(names.size > 0 ? [...names] : [column.name])
  }
  return members
}

function packColumn({ name, element, isNested }: TopColumn, members: string[], values: DecodedArray): PackedTexts[] {
  const packers = members.map(() => createPacker())
  const text = textOfColumn(element)
  for (const value of values as Iterable<Nested>) {
    if (isNested) {
      const cells = new Map<string, string>()
      if (value !== null && value !== undefined) flatten({ [name]: value }, (member, cell) => cells.set(member, cell))
      members.forEach((member, i) => packers[i].add(cells.get(member) ?? ''))
    } else packers[0].add(text(value))
  }
  return packers.map((packer) => packer.done())
}

const openScan = (file: AsyncBuffer, metadata: FileMetaData) =>
  parquetScan({ file, metadata, compressors: decompressors, utf8: false, parsers: parquetParsers })

/** The row groups, in parts where they are large; the first part is small, for those who only look at the first rows. */
async function rangesOf(file: AsyncBuffer, metadata: FileMetaData): Promise<{ rowStart: number; rowEnd: number }[]> {
  const { ranges } = await openScan(file, metadata)
  const parts: { rowStart: number; rowEnd: number }[] = []
  for (const { rowStart, rowEnd } of ranges) {
    for (let from = rowStart; from < rowEnd;) {
      const to = Math.min(rowEnd, from + (parts.length === 0 ? rowsPerPiece : rowsAtATime))
      parts.push({ rowStart: from, rowEnd: to })
      from = to
    }
  }
  return parts
}

/** A scan keeps what it read last of every column, so each reading has one of its own. */
async function readColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { name }: TopColumn,
  rowStart: number,
  rowEnd: number,
): Promise<DecodedArray> {
  const scan = await openScan(file, metadata)
  const values = await scan.readColumn({ column: name, rowStart, rowEnd })
  if (values.length !== rowEnd - rowStart) throw new Error(`${name}: ${values.length} values of ${rowEnd - rowStart}`)
  return values
}

function refuseEncrypted(path: string): void {
  if (readBlock(path, 0, 4).toString('latin1') === 'PARE') {
    throw new AssayError('dataset.encrypted', { name: basename(path) })
  }
}

/** A damaged footer may promise anything: only what can be there is worth reserving memory for. */
function refuseLies(metadata: FileMetaData, file: AsyncBuffer): void {
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
  const filled = metadata.row_groups.filter(({ num_rows: count }) => Number(count) !== 0)
  const outside = filled.some(({ columns }) =>
    columns.some(({ meta_data: column }) => {
      if (!column) return true
      const start = Number(column.dictionary_page_offset ?? column.data_page_offset)
      return start < 4 || start + Number(column.total_compressed_size) > file.byteLength
    }),
  )
  if (rows !== Number(metadata.num_rows) || rows < 0 || outside) throw new Error('the footer does not fit the file')
}
