import type { RawRecord } from './tokenizer.ts'
import type { FileFormat } from './types.ts'

/** Tells what stands beside the rows of a file from the rows. */
export interface Sieve {
  /** `header` for what names the columns, a key of `dataset.rejects` for what is no row, null for a row. */
  aside(record: RawRecord, part: number): string | null
}

/** By code: 1 where a word for a total begins so, or a blank stands before it. */
const totalBeginnings = new Uint8Array(65_536)
for (const letter of 'tTgGsS总總合小汇匯累 \t"\u3000\u00a0\ufeff') totalBeginnings[letter.charCodeAt(0)] = 1
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
  const telling = totalBeginnings.slice()
  let begins = true // nothing but what stands above the rows was met in this part

  function startPart(part: number): void {
    partNow = part
    preambleDue = skipRows
    begins = true
  }

  function closer(record: RawRecord, part: number): string | null {
    if (part !== partNow) startPart(part)
    if (preambleDue > 0) {
      preambleDue--
      return 'preamble'
    }
    const cells = cellsOf(record)
    if (headerDue > 0) {
      headerDue--
      headers.push(cells)
      for (const code of beginningsOf(cells)) telling[code] = 1
      begins = true
      return 'header'
    }
    if (headers.some((header) => header.length === cells.length && header.every((cell, i) => cell === cells[i]))) {
      return begins ? 'header' : 'header.repeated'
    }
    begins = false
    return isTotal(cells) ? 'total' : null
  }

  return {
    aside(record, part) {
      // Asked of every record, so one look at the first letter answers for nearly all of them.
      const at = record.starts[0]
      const isPlain = at < record.ends[0] && telling[record.codes[at]] === 0
      return isPlain && !begins && part === partNow ? null : closer(record, part)
    },
  }
}

const cellsOf = ({ text, starts, ends, count }: RawRecord): string[] =>
  Array.from({ length: count }, (_, i) => text.slice(starts[i], ends[i]).trim())

/** The letters with which a record begins that has these cells. */
const beginningsOf = (cells: string[]): number[] => (cells[0] ? [cells[0].charCodeAt(0)] : [])
