import { sniffWidths } from './fixedWidth.ts'
import type { Dialect } from './tokenizer.ts'
import { createAnyTokenizer, sniffWideDelimiter } from './wideDelimiter.ts'

const common = [',', '\t', ';', '|', '\u0001']
/** Marks that stand in dates and texts, too: they delimit only where no common one does. */
const rare = ['^', '~', ':', 'whitespace']

/** Every record of a text as trimmed fields, for looking at a sample; at most `limit`. A cut last record is left out. */
export function splitSample(text: string, dialect: Dialect, limit: number, complete: boolean): string[][] {
  const tokenizer = createAnyTokenizer(dialect)
  tokenizer.push(text, complete)
  const rows: string[][] = []
  while (rows.length < limit && tokenizer.next()) {
    const { record } = tokenizer
    if (record.problem) continue
    const row: string[] = []
    for (let i = 0; i < record.count; i++) row.push(record.text.slice(record.starts[i], record.ends[i]).trim())
    rows.push(row)
  }
  return rows
}

/** Line feeds unless a file breaks its lines by carriage returns alone, or, now and then, by these, too. */
export function sniffNewline(sample: string): Dialect['newline'] {
  const bare = sample.includes('"') ? sample.replace(quotedCell, '$1') : sample
  if (!bare.includes('\n') && /\r(?!$)/.test(bare)) return '\r'
  const lone = sample.match(/\r(?!\n|$)/g)?.length ?? 0
  if (lone === 0) return sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r'
  if (!sample.includes('\n')) return '\r'
  return lone > 0 && breaksRecords(sample) ? 'mixed' : '\n'
}

/** Cells within which line breaks end no record. */
const quotedCell = /(^|[,;\t|\r\n])"[^"]*(?:""[^"]*)*"(?=[,;\t|\r\n]|$)/g

/** Whether what stands around a lone carriage return looks like records: as many marks in the line before as after it. */
function breaksRecords(sample: string): boolean {
  const lines = sample.split('\n').filter((line) => /\r(?!$)/.test(line))
  const typical = sample.split('\n').find((line) => !/\r(?!$)/.test(line) && line.trim() !== '') ?? ''
  const marks = (line: string) => line.match(/[,;\t|]/g)?.length ?? 0
  const alike = lines.filter((line) =>
    line
      .replace(/\r$/, '')
      .split('\r')
      .every((part) => marks(part) === marks(typical)),
  )
  return marks(typical) > 0 && alike.length > lines.length / 2
}

/** All line breaks as line feeds. */
export const evenBreaks = (text: string): string => text.replace(/\r\n?/g, '\n')

/**
 * The delimiter under which most records have the same number of fields, more than one; fixed widths or blanks only where
 * nothing else fits. A delimiter may be part of one of several characters. Quotes are taken as such unless the records fit better without.
 */
export function sniffDialect(
  sample: string,
  complete: boolean,
  said?: { delimiter?: string; widths?: number[] },
): Dialect {
  const newline = sniffNewline(sample)
  const text = newline === 'mixed' ? evenBreaks(sample) : sample
  if (said?.widths || said?.delimiter === 'fixed') {
    return { delimiter: 'fixed', widths: said.widths ?? sniffWidths(text) ?? [1], quote: '', newline }
  }
  let best: Dialect = { delimiter: said?.delimiter ?? ',', quote: '"', newline }
  let bestScore = 0
  let bestWidth = 0
  for (const delimiter of said?.delimiter ? [said.delimiter] : [...common, ...rare]) {
    if (rare.includes(delimiter) && bestScore >= 0.9) continue
    for (const quote of text.includes('"') ? ['"', ''] : ['"']) {
      const { score, width } = agreement(splitSample(text, { delimiter, quote, newline }, 1000, complete))
      // Decimal commas cut semicolon files evenly, too, but into fewer pieces.
      const isWider = quote === '"' && score > bestScore - 0.02 && width > bestWidth
      if (score <= bestScore + 0.02 && !isWider) continue
      bestScore = score
      bestWidth = width
      best = { delimiter, quote, newline }
    }
  }
  if (!said?.delimiter) {
    const agrees = (delimiter: string) =>
      agreement(splitSample(text, { delimiter, quote: best.quote, newline }, 1000, complete)).score
    const wide = sniffWideDelimiter(text, { delimiter: best.delimiter, score: bestScore }, agrees)
    if (wide !== null) return { ...best, delimiter: wide }
  }
  const byBlanks = best.delimiter === 'whitespace' && bestScore >= 0.98
  if (said?.delimiter || byBlanks || (bestScore >= 0.9 && best.delimiter !== 'whitespace')) return best
  const widths = sniffWidths(text)
  return widths ? { delimiter: 'fixed', widths, quote: '', newline } : best
}

/** Share of records with the commonest number of fields, less where the first one, the header, has another; 0 for one. */
function agreement(rows: string[][]): { score: number; width: number } {
  const { width, share } = commonWidth(rows)
  const isUneven = rows.length > 1 && rows[0].length !== width
  return { width, score: width < 2 ? 0 : share - (isUneven ? 0.1 : 0) }
}

export function commonWidth(rows: string[][]): { width: number; share: number } {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  let width = 0
  let most = 0
  for (const [each, count] of counts) {
    if (count > most || (count === most && each > width)) {
      width = each
      most = count
    }
  }
  return { width, share: rows.length === 0 ? 0 : most / rows.length }
}
