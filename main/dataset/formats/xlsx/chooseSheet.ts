import { AssayError } from '../../../base/errors.ts'
import { countKnownNames } from '../../header.ts'
import { readSheet } from './sheet.ts'
import type { Sheet, Workbook } from './workbook.ts'

const rowsLookedAt = 30

export interface ChosenSheets {
  sheet: Sheet
  /** Further visible sheets with the same names in the same row: parts of one table, such as the years of it. */
  more: Sheet[]
  /** Sheets with rows that are left aside. */
  alternatives: number
}

/**
 * The sheet that was said, or the likeliest: visible, with the most names that exports use in one row, the larger where that is
 * a draw. Throws `dataset.unknownSheet`.
 */
export async function chooseSheet(workbook: Workbook, said: string | undefined): Promise<ChosenSheets> {
  const found = workbook.sheets.map(({ name }) => name).join(', ')
  if (said !== undefined) {
    const sheet = workbook.sheets.find(({ name }) => name === said)
    if (!sheet) throw new AssayError('dataset.unknownSheet', { sheet: said, found })
    return { sheet, more: [], alternatives: 0 }
  }
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const candidates = visible.length > 0 ? visible : workbook.sheets
  if (candidates.length === 0) throw new AssayError('dataset.unknownSheet', { sheet: '', found })
  const scored: (Glance & { sheet: Sheet })[] = []
  for (const sheet of candidates) scored.push({ sheet, ...(await lookAt(workbook, sheet)) })
  const filled = scored.filter(({ rows }) => rows > 1)
  scored.sort((a, b) => b.known - a.known || b.sheet.bytes - a.sheet.bytes)
  const [{ sheet, known, names }] = scored
  const isPart = (each: Glance & { sheet: Sheet }) => known > 1 && each.rows > 1 && each.names === names
  const parts = candidates.filter((candidate) => scored.some((each) => each.sheet === candidate && isPart(each)))
  if (parts.length < 2) return { sheet, more: [], alternatives: Math.max(0, filled.length - 1) }
  const [first, ...more] = parts
  return { sheet: first, more, alternatives: filled.length - parts.length }
}

interface Glance {
  /** Known names in the row that holds most of them. */
  known: number
  /** That row, and which it is. */
  names: string
  rows: number
}

async function lookAt(workbook: Workbook, sheet: Sheet): Promise<Glance> {
  let known = 0
  let names = ''
  let rows = 0
  for await (const piece of readSheet(workbook, sheet)) {
    for (const { cells } of piece.rows) {
      const count = countKnownNames(cells)
      if (count > known) {
        known = count
        names = JSON.stringify([rows, cells])
      }
      rows++
    }
    if (rows >= rowsLookedAt) break
  }
  return { known, names, rows }
}
