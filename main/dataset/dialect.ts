import { createTokenizer, type Dialect } from './tokenizer.ts'

const candidates = [',', '\t', ';', '|', '\u0001', '^', '~', ':', 'whitespace']

/** Every record of a text as trimmed fields, for looking at a sample; at most `limit`. A cut last record is left out. */
export function splitSample(text: string, dialect: Dialect, limit: number, complete: boolean): string[][] {
  const tokenizer = createTokenizer(dialect)
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

export const sniffNewline = (sample: string): Dialect['newline'] =>
  !sample.includes('\n') && sample.includes('\r') ? '\r' : '\n'

/**
 * The delimiter under which most records have the same number of fields, more than one; blanks only where nothing else
 * fits. Quotes are taken as such unless the records fit better without.
 */
export function sniffDialect(sample: string, complete: boolean, said?: string): Dialect {
  const newline = sniffNewline(sample)
  let best: Dialect = { delimiter: said ?? ',', quote: '"', newline }
  let bestScore = 0
  for (const delimiter of said ? [said] : candidates) {
    for (const quote of sample.includes('"') ? ['"', ''] : ['"']) {
      const score = agreement(splitSample(sample, { delimiter, quote, newline }, 1000, complete))
      if (delimiter === 'whitespace' && bestScore >= 0.9) continue
      if (score > bestScore + 0.02) {
        bestScore = score
        best = { delimiter, quote, newline }
      }
    }
  }
  return best
}

/** Share of records with the commonest number of fields; 0 when that is one. A wider table wins a near draw. */
function agreement(rows: string[][]): number {
  const { width, share } = commonWidth(rows)
  return width < 2 ? 0 : share + Math.min(width, 50) / 1000
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
