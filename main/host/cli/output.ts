import { InvalidArgumentError } from 'commander'
import type { AssayError } from '../../base/errors.ts'
import type { JobProgress } from '../../base/job.ts'
import { loadWords, type Words } from '../../base/resources.ts'

/** Every command takes it. */
export interface JsonOption {
  json?: boolean
}

let loaded: Words | null = null
/** The command line speaks English; scripts read what it prints. */
export const words = (): Words => (loaded ??= loadWords('en'))

/** An error in one line: what was expected, what was found, what to do. */
export function sentence({ code, params }: AssayError): string {
  const advice = `errors.advice.${code}`
  const found = words().say(`errors.${code}`, params)
  if (!words().has(advice)) return found
  // A sentence that ends with a path has no full stop of its own.
  return `${found}${/[.!?…]$/.test(found) ? '' : '.'} ${words().say(advice, params)}`
}

/** Prints a result: one JSON document with `--json`, else the lines that `describe` makes of it. */
export function printResult<Result>(json: boolean, result: Result, describe: (result: Result) => string): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${describe(result)}\n`)
}

/** Tells progress on stderr: one line rewritten in a terminal, one line per step elsewhere. */
export function createProgressLine(stream: NodeJS.WriteStream): { show(progress: JobProgress): void; clear(): void } {
  let lastStep = ''
  return {
    show(progress) {
      if (stream.isTTY) stream.write(`\r\x1b[2K${progressText(progress)}`)
      else if (progress.step !== lastStep) stream.write(`${words().say(`jobs.steps.${progress.step}`)}\n`)
      lastStep = progress.step
    },
    clear() {
      if (stream.isTTY && lastStep) stream.write('\r\x1b[2K')
    },
  }
}

function progressText({ step, done, total, etaSeconds }: JobProgress): string {
  const share = total ? ` ${Math.floor((100 * done) / total)}%` : done ? ` ${done.toLocaleString('en')}` : ''
  const left = etaSeconds === null ? '' : `, ${Math.ceil(etaSeconds)} s left`
  return `${words().say(`jobs.steps.${step}`)}${share}${left}`
}

/** Columns lined up for reading; numbers to the right. */
export function table(header: string[], rows: (string | number | null)[][]): string {
  const cells = [header, ...rows.map((row) => row.map((value) => figure(value)))]
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  const numeric = header.map((_, column) => rows.every((row) => typeof row[column] !== 'string'))
  return cells
    .map((row) =>
      row
        .map((text, column) => (numeric[column] ? text.padStart(widths[column]) : text.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function figure(value: string | number | null): string {
  if (value === null) return '–'
  if (typeof value === 'string') return value
  return value.toLocaleString('en', {
    maximumSignificantDigits: Math.abs(value) < 1000 ? 4 : 15,
    maximumFractionDigits: 4,
  })
}

/** Reads an option's value; commander says what was expected. */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value)) return value
  throw new InvalidArgumentError('a whole number is expected')
}
