import { AssayError } from '../../../base/errors.ts'
import { countKnownNames } from '../../header.ts'
import { readSheet } from './sheet.ts'
import type { Sheet, Workbook } from './workbook.ts'

const rowsLookedAt = 30

/**
 * The sheet that was said, or the likeliest: visible, with the most names that exports use in one row, the larger where that is
 * a draw. Throws `dataset.unknownSheet`.
 */
export async function chooseSheet(
  workbook: Workbook,
  said: string | undefined,
): Promise<{ sheet: Sheet; alternatives: number }> {
  const found = workbook.sheets.map(({ name }) => name).join(', ')
  if (said !== undefined) {
    const sheet = workbook.sheets.find(({ name }) => name === said)
    if (!sheet) throw new AssayError('dataset.unknownSheet', { sheet: said, found })
    return { sheet, alternatives: 0 }
  }
  const visible = workbook.sheets.filter(({ hidden }) => !hidden)
  const candidates = visible.length > 0 ? visible : workbook.sheets
  if (candidates.length === 0) throw new AssayError('dataset.unknownSheet', { sheet: '', found })
  const scored: { sheet: Sheet; known: number; rows: number }[] = []
  for (const sheet of candidates) scored.push({ sheet, ...(await lookAt(workbook, sheet)) })
  const filled = scored.filter(({ rows }) => rows > 1)
  scored.sort((a, b) => b.known - a.known || b.sheet.bytes - a.sheet.bytes)
  return { sheet: scored[0].sheet, alternatives: Math.max(0, filled.length - 1) }
}

async function lookAt(workbook: Workbook, sheet: Sheet): Promise<{ known: number; rows: number }> {
  let known = 0
  let rows = 0
  for await (const piece of readSheet(workbook, sheet)) {
    for (const { cells } of piece.rows) {
      known = Math.max(known, countKnownNames(cells))
      rows++
    }
    if (rows >= rowsLookedAt) break
  }
  return { known, rows }
}
