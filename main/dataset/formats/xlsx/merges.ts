import { contentOf } from '../../bytes.ts'
import { columnIndex } from './reference.ts'

/** Cells that were merged into one, whose text stands in the first of them. Rows from 1, columns from 0, ends included. */
export interface Merge {
  firstRow: number
  lastRow: number
  firstColumn: number
  lastColumn: number
}

/** Merges beside each other fill rows near the top alone: there they name groups of columns, below they are decoration. */
const headRows = 40

/**
 * The merges of a sheet by their first row. They stand behind the rows in the file, so it is looked through for them
 * beforehand.
 */
export async function readMerges(path: string, member: string): Promise<Map<number, Merge[]>> {
  const merges = new Map<number, Merge[]>()
  const decoder = new TextDecoder('latin1')
  let carried = ''
  for await (const piece of contentOf({ path, member, compression: 'none' }, () => {})) {
    const text = carried + decoder.decode(piece, { stream: true })
    for (const [, from, firstRow, to, lastRow] of text.matchAll(
      /mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"[^>]*>/g,
    )) {
      const merge = {
        firstRow: Number(firstRow),
        lastRow: Number(lastRow),
        firstColumn: columnIndex(from),
        lastColumn: columnIndex(to),
      }
      merges.set(merge.firstRow, [...(merges.get(merge.firstRow) ?? []), merge])
    }
    const lastTag = text.lastIndexOf('<')
    carried = lastTag < 0 || text.indexOf('>', lastTag) >= 0 ? '' : text.slice(lastTag)
  }
  return merges
}

/** Repeats the text of merged cells in every row, and near the top every column, that they cover; row by row. */
export function createFiller(merges: Map<number, Merge[]>): (row: number, cells: string[]) => void {
  let open: (Merge & { text: string })[] = []
  return (row, cells) => {
    const starting = merges.get(row)
    if (!starting && open.length === 0) return
    for (const merge of starting ?? []) {
      if (merge.firstColumn === merge.lastColumn || row <= headRows) {
        open.push({ ...merge, text: cells[merge.firstColumn] ?? '' })
      }
    }
    open = open.filter(({ lastRow }) => lastRow >= row)
    for (const { firstColumn, lastColumn, text } of open) {
      while (cells.length <= lastColumn) cells.push('')
      for (let column = firstColumn; column <= lastColumn; column++) cells[column] = text
    }
  }
}
