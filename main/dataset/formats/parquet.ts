import { basename } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet'
import type { AsyncBuffer, DecodedArray, FileMetaData, SchemaElement } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { AssayError } from '../../base/errors.ts'
import { readBlock } from '../bytes.ts'
import type { CellPiece } from './cells.ts'
import { flatten, textOf, type Nested } from './flatten.ts'
import { parquetParsers, textOfColumn } from './parquetText.ts'

/** Rows decoded at a time: memory holds so many of every column, however large the file and its row groups are. */
const rowsAtATime = 65_536

/** The rows of a Parquet file; the first names the columns. Throws `dataset.damaged` for what is not as the file says. */
export async function* readParquet(path: string): AsyncGenerator<CellPiece> {
  refuseEncrypted(path)
  try {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file, { parsers: parquetParsers })
    refuseLies(metadata, file)
    const columns = topColumns(metadata)
    const layout = await layOut(file, metadata, columns)
    yield { rows: [{ line: 0, cells: layout.names }], share: 0 }
    const total = Number(metadata.num_rows)
    for await (const { rowStart, values } of readSlices(file, metadata, columns)) {
      const length = values[0]?.length ?? 0
      const rows = Array.from({ length }, (_, i) => ({ line: rowStart + i + 1, cells: layout.cells(values, i) }))
      yield { rows, share: total > 0 ? (rowStart + length) / total : 1 }
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
    // Decimals are written as whole numbers; taken as such they lose no digit.
    const isNested = children.length > 0
    const written = { ...element }
    if (!isNested && isDecimal(element)) {
      delete element.converted_type
      delete element.logical_type
    }
    return { name: element.name, element: written, isNested }
  })
}

const isDecimal = ({ converted_type, logical_type }: SchemaElement) =>
  converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL'

/** Structures take a column per member, named with a dot; which there are, the first slice tells. */
async function layOut(file: AsyncBuffer, metadata: FileMetaData, columns: TopColumn[]) {
  const members = new Map<string, string[]>()
  if (columns.some(({ isNested }) => isNested)) {
    for await (const { values } of readSlices(file, metadata, columns)) {
      columns.forEach(({ name, isNested }, i) => {
        if (!isNested) return
        const names = new Set(members.get(name))
        for (const value of values[i]) flatten({ [name]: value as Nested }, (member) => names.add(member))
        members.set(name, [...names])
      })
    }
  }
  const converters = columns.map(({ element, isNested }) => (isNested ? textOf : textOfColumn(element)))
  const width = columns.reduce((sum, { name, isNested }) => sum + (isNested ? (members.get(name)?.length ?? 0) : 1), 0)
  return {
    names: columns.flatMap(({ name, isNested }) => (isNested ? (members.get(name) ?? []) : [name])),
    cells(values: DecodedArray[], row: number): string[] {
      const cells = Array<string>(width).fill('')
      let at = 0
      columns.forEach(({ name, isNested }, i) => {
        if (!isNested) cells[at++] = converters[i](values[i][row] as Nested)
        else {
          const names = members.get(name) ?? []
          const start = at
          flatten({ [name]: values[i][row] as Nested }, (member, text) => (cells[start + names.indexOf(member)] = text))
          at += names.length
        }
      })
      return cells
    },
  }
}

async function* readSlices(file: AsyncBuffer, metadata: FileMetaData, columns: TopColumn[]) {
  const scan = await parquetScan({ file, metadata, compressors, utf8: false, parsers: parquetParsers })
  for (const range of scan.ranges) {
    for (let rowStart = range.rowStart; rowStart < range.rowEnd; rowStart += rowsAtATime) {
      const rowEnd = Math.min(range.rowEnd, rowStart + rowsAtATime)
      const values: DecodedArray[] = []
      for (const { name } of columns) {
        const decoded = await scan.readColumn({ column: name, rowStart, rowEnd })
        if (decoded.length !== rowEnd - rowStart)
          throw new Error(`${name}: ${decoded.length} values of ${rowEnd - rowStart}`)
        values.push(decoded)
      }
      yield { rowStart, values }
    }
  }
}

function refuseEncrypted(path: string): void {
  if (readBlock(path, 0, 4).toString('latin1') === 'PARE') {
    throw new AssayError('dataset.encrypted', { name: basename(path) })
  }
}

/** A damaged footer may promise anything: only what can be there is worth reserving memory for. */
function refuseLies(metadata: FileMetaData, file: AsyncBuffer): void {
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
  const outside = metadata.row_groups.some(({ columns }) =>
    columns.some(({ meta_data: column }) => {
      if (!column) return true
      const start = Number(column.dictionary_page_offset ?? column.data_page_offset)
      return start < 4 || start + Number(column.total_compressed_size) > file.byteLength
    }),
  )
  if (rows !== Number(metadata.num_rows) || rows < 0 || outside) throw new Error('the footer does not fit the file')
}
