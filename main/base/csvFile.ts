import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { csvCell } from './csv.ts'
import type { Work } from './job.ts'
import { replaceFile } from './replaceFile.ts'

const linesPerChunk = 2000

/**
 * Writes a CSV (RFC 4180, UTF-8), all or nothing: under another name first, so that a reader never sees half of it.
 * Returns the number of rows below the header.
 */
export async function writeCsvFile(
  path: string,
  header: readonly string[],
  rows: Iterable<readonly unknown[]>,
  work: Work,
): Promise<number> {
  return replaceFile(path, async (unfinished) => {
    const stream = createWriteStream(unfinished)
    let count = 0
    try {
      await once(stream, 'open')
      let chunk = `${header.join(',')}\n`
      for (const row of rows) {
        chunk += `${row.map(cellOf).join(',')}\n`
        if (++count % linesPerChunk !== 0) continue
        work.checkpoint()
        work.progress('export', count, null)
        if (!stream.write(chunk)) await once(stream, 'drain')
        chunk = ''
      }
      stream.end(chunk)
      await once(stream, 'finish')
      return count
    } finally {
      stream.destroy()
    }
  })
}

/** Missing is an empty cell; numbers keep all their digits. */
const cellOf = (value: unknown): string =>
  value === null || value === undefined || Number.isNaN(value) ? '' : csvCell(String(value))
