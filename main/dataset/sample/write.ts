import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { csvCell } from '../../base/csv.ts'
import type { Work } from '../../base/job.ts'

const rowsPerChunk = 2000

/** Writes a CSV file (RFC 4180, UTF-8, \n). A file that could not be finished is removed. */
export async function writeCsv(path: string, header: readonly string[], rows: string[][], work: Work): Promise<void> {
  try {
    await pipeline(Readable.from(chunks(header, rows, work)), createWriteStream(path))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

function* chunks(header: readonly string[], rows: string[][], work: Work): Generator<string> {
  yield line(header)
  for (let from = 0; from < rows.length; from += rowsPerChunk) {
    work.checkpoint()
    work.progress('write', from, rows.length)
    yield rows
      .slice(from, from + rowsPerChunk)
      .map(line)
      .join('')
  }
}

const line = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\n`
