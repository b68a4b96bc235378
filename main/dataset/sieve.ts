import { isBlankCode } from './missing.ts'
import type { RawRecord } from './tokenizer.ts'
import type { FileFormat } from './types.ts'

/** Tells what stands beside the rows of a file from the rows. */
export interface Sieve {
  /** `header` for what names the columns, a key of `dataset.rejects` for what is no row, null for a row. */
  aside(record: RawRecord, part: number): string | null
}

/** The first letter of a total's word: asked of every record, so a table answers. */
const beginnings = new Set([...'tTgGsS总總合小汇匯累'].map((letter) => letter.charCodeAt(0)))
const totalWord =
  /^(grand[ -]?totals?|sub[ -]?totals?|totals?|sum|summary|[总總][计計]|合[计計]|小[计計]|[汇匯][总總]|累[计計])\s*[:：]?$/i

/** Whether cells say that they sum up those above: a word for it first, and most others empty. */
export function isTotal(cells: string[]): boolean {
  const first = cells.find((cell) => cell !== '')
  const filled = cells.reduce((sum, cell) => sum + (cell === '' ? 0 : 1), 0)
  return first !== undefined && cells.length > 1 && filled <= Math.ceil(cells.length / 2) && totalWord.test(first)
}

export function createSieve({
  skipRows,
  header,
  headerRows,
}: Pick<FileFormat, 'skipRows' | 'header' | 'headerRows'>): Sieve {
  let partNow = 0
  let preambleDue = skipRows
  let headerDue = header ? headerRows : 0
  const headers: string[][] = []
  let firstCell = ''
  let begins = false // nothing but a header was met in this part

  function startPart(part: number): void {
    partNow = part
    preambleDue = skipRows
    begins = true
  }

  return {
    aside(record, part) {
      if (part !== partNow) startPart(part)
      if (preambleDue > 0) {
        preambleDue--
        return 'preamble'
      }
      if (headerDue > 0) {
        headerDue--
        headers.push(cellsOf(record))
        firstCell = record.text.slice(record.starts[0], record.ends[0])
        begins = headerDue > 0
        return 'header'
      }
      if (headers.length > 0 && startsWithCell(record, firstCell) && headers.some((cells) => areCells(record, cells))) {
        return begins ? 'header' : 'header.repeated'
      }
      begins = false
      return mayBeTotal(record) && isTotal(cellsOf(record)) ? 'total' : null
    },
  }
}

const cellsOf = ({ text, starts, ends, count }: RawRecord): string[] =>
  Array.from({ length: count }, (_, i) => text.slice(starts[i], ends[i]).trim())

const startsWithCell = ({ text, starts, ends, count }: RawRecord, cell: string): boolean =>
  count > 0 && ends[0] - starts[0] === cell.length && text.startsWith(cell, starts[0])

function areCells(record: RawRecord, cells: string[]): boolean {
  if (record.count !== cells.length) return false
  return cells.every((cell, i) => record.text.slice(record.starts[i], record.ends[i]).trim() === cell)
}

/** A quick look at the first letter. */
function mayBeTotal({ text, starts, ends, count }: RawRecord): boolean {
  for (let i = 0; i < count; i++) {
    let at = starts[i]
    while (at < ends[i] && isBlankCode(text.charCodeAt(at))) at++
    if (at < ends[i]) return beginnings.has(text.charCodeAt(at))
  }
  return false
}
