/**
 * Import speed beside SQLite's own: 2 million rows of shop behaviour (CSV, about 97 bytes a row), imported by the whole
 * `assay import` command and by the whole `sqlite3` command into text columns, in turn on one machine. Then rows of the same
 * kind from Parquet and XLSX. On a busy machine the processor time tells more than the clock: both are printed.
 *
 *   node test/bench/import.ts [--rows 2000000] [--rounds 3] [--others 250000] [--group 250000] [--keep FOLDER]
 *
 * `--others 0` leaves Parquet and XLSX out; `--group`: rows of a Parquet row group. An XLSX file gets a fifth of the rows.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { xlsxOf } from '../dataset/formats/xlsxFiles.ts'
import { writeBehaviour } from './behaviourFile.ts'
import { measure, shares, type Measured } from './measured.ts'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '3' },
    others: { type: 'string', default: '250000' },
    group: { type: 'string', default: '250000' },
    keep: { type: 'string' },
  },
})
const rows = Number(options.rows)
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'assay-bench-'))
const project = join(folder, 'bench.assay')
const cli = join(import.meta.dirname, '../../main/host/cli.ts')
/** As `npm run assay` starts it. */
const node24 = ['--require', join(import.meta.dirname, '../../main/host/requireNode24.cjs')]

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

async function importFile(path: string): Promise<Measured> {
  rmSync(project, { force: true })
  await measure(process.execPath, [...node24, cli, 'new', project, '--json'])
  return measure(process.execPath, [...node24, cli, 'import', project, path, '--kind', 'behaviour', '--json'], path)
}

function print(name: string, count: number, { seconds, cpuSeconds, peakMb, heldMb }: Measured): void {
  const held = heldMb.every(Number.isNaN)
    ? ''
    : `, held ${shares.map((share, i) => `${heldMb[i].toFixed(0)} MB at ${share * 100} %`).join(', ')}`
  const speed = `${Math.round(count / seconds)} rows/s, processors ${cpuSeconds.toFixed(2)} s`
  console.log(`${name}: ${seconds.toFixed(2)} s, ${speed}, peak ${peakMb.toFixed(0)} MB${held}`)
}

async function compareCsv(): Promise<string> {
  const csv = join(folder, `behaviour-${rows}.csv`)
  if (!existsSync(csv)) writeBehaviour(csv, rows)
  console.log(`${csv}: ${rows} rows, ${(statSync(csv).size / 1e6).toFixed(0)} MB`)
  const assay: Measured[] = []
  const sqlite: Measured[] = []
  for (let round = 0; round < Number(options.rounds); round++) {
    const database = join(folder, 'bench.sqlite')
    rmSync(database, { force: true })
    sqlite.push(await measure('sqlite3', [database, '.mode csv', `.import ${csv} behaviour`]))
    print('sqlite3', rows, sqlite[round])
    assay.push(await importFile(csv))
    print('assay', rows, assay[round])
  }
  const ratio = (of: 'seconds' | 'cpuSeconds') =>
    (median(sqlite.map((each) => each[of])) / median(assay.map((each) => each[of]))).toFixed(2)
  const peak = Math.max(...assay.map(({ peakMb }) => peakMb)).toFixed(0)
  return `CSV at ${ratio('seconds')} times the speed of sqlite3 (medians; by processor time ${ratio('cpuSeconds')}), peak ${peak} MB`
}

/** Columns of the same rows as a CSV has, as texts. */
function columnsOf(count: number): { name: string; data: string[] }[] {
  const csv = join(folder, `behaviour-${count}.csv`)
  if (!existsSync(csv)) writeBehaviour(csv, count)
  const [header, ...lines] = readFileSync(csv, 'utf8').trimEnd().split('\n')
  const cells = lines.map((line) => line.split(','))
  return header.split(',').map((name, i) => ({ name, data: cells.map((each) => each[i]) }))
}

const numeric = new Set(['user_id', 'quantity', 'price', 'amount'])

async function parquet(count: number): Promise<string> {
  const path = join(folder, `behaviour-${count}.parquet`)
  const columnData = columnsOf(count).map(({ name, data }) => {
    if (name === 'time') return { name, type: 'TIMESTAMP' as const, data: data.map((text) => new Date(`${text}Z`)) }
    if (name === 'user_id') return { name, type: 'INT32' as const, data: data.map(Number) }
    return numeric.has(name)
      ? { name, type: 'DOUBLE' as const, data: data.map(Number) }
      : { name, type: 'STRING' as const, data }
  })
  writeFileSync(path, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: Number(options.group) })))
  const measured = await importFile(path)
  print('Parquet', count, measured)
  return `Parquet ${Math.round(count / measured.seconds)} rows/s, peak ${measured.peakMb.toFixed(0)} MB`
}

async function xlsx(count: number): Promise<string> {
  const path = join(folder, `behaviour-${count}.xlsx`)
  const columns = columnsOf(count)
  const cells = Array.from({ length: count }, (_, row) =>
    columns.map(({ name, data }) => (numeric.has(name) ? Number(data[row]) : data[row] || null)),
  )
  writeFileSync(path, await xlsxOf([{ name: 'acts', rows: [columns.map(({ name }) => name), ...cells] }]))
  const measured = await importFile(path)
  print('XLSX', count, measured)
  return `XLSX ${Math.round(count / measured.seconds)} rows/s, peak ${measured.peakMb.toFixed(0)} MB`
}

mkdirSync(folder, { recursive: true })
const results = [await compareCsv()]
const others = Number(options.others)
if (others > 0) results.push(await parquet(others), await xlsx(Math.ceil(others / 5)))
console.log(results.join('; '))
if (!options.keep) rmSync(folder, { recursive: true })
