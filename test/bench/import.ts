/**
 * Import speed beside SQLite's own: 2 million rows of shop behaviour (CSV, about 97 bytes a row), imported by the whole
 * `assay import` command and by the whole `sqlite3` command into text columns, in turn on one machine.
 *
 *   node test/bench/import.ts [--rows 2000000] [--rounds 3] [--keep FOLDER]
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeBehaviour } from './behaviourFile.ts'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '3' },
    keep: { type: 'string' },
  },
})
const rows = Number(options.rows)
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'assay-bench-'))
const cli = join(import.meta.dirname, '../../main/host/cli.ts')
/** As `npm run assay` starts it. */
const node24 = ['--require', join(import.meta.dirname, '../../main/host/requireNode24.cjs')]
interface Measured {
  seconds: number
  peakMb: number
}

/** Runs a whole command; the peak is what Linux reports of it while it lives. */
function measure(command: string, args: string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    let peakMb = 0
    const watch = setInterval(() => {
      const status = `/proc/${child.pid}/status`
      const peak = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) : null
      if (peak) peakMb = Number(peak[1]) / 1024
    }, 50)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(watch)
      if (code === 0) resolve({ seconds: (performance.now() - startedAt) / 1000, peakMb })
      else reject(new Error(`${command} ended with ${code}`))
    })
  })
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

mkdirSync(folder, { recursive: true })
const csv = join(folder, `behaviour-${rows}.csv`)
if (!existsSync(csv)) writeBehaviour(csv, rows)
console.log(`${csv}: ${rows} rows, ${(statSync(csv).size / 1e6).toFixed(0)} MB`)

const assay: Measured[] = []
const sqlite: Measured[] = []
for (let round = 0; round < Number(options.rounds); round++) {
  const project = join(folder, 'bench.assay')
  const database = join(folder, 'bench.sqlite')
  rmSync(project, { force: true })
  rmSync(database, { force: true })
  sqlite.push(await measure('sqlite3', [database, '.mode csv', `.import ${csv} behaviour`]))
  await measure(process.execPath, [...node24, cli, 'new', project, '--json'])
  assay.push(await measure(process.execPath, [...node24, cli, 'import', project, csv, '--kind', 'behaviour', '--json']))
  for (const [name, { seconds, peakMb }] of [['sqlite3', sqlite[round]] as const, ['assay', assay[round]] as const]) {
    console.log(`${name}: ${seconds.toFixed(2)} s, ${Math.round(rows / seconds)} rows/s, peak ${peakMb.toFixed(0)} MB`)
  }
}
const ratio = median(sqlite.map(({ seconds }) => seconds)) / median(assay.map(({ seconds }) => seconds))
const peak = Math.max(...assay.map(({ peakMb }) => peakMb))
console.log(`assay imports at ${ratio.toFixed(2)} times the speed of sqlite3 (medians), peak ${peak.toFixed(0)} MB`)
if (!options.keep) rmSync(folder, { recursive: true })
