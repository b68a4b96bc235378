import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AssayError } from '../../main/base/errors.ts'
import { diagnostics } from '../../main/host/diagnostics.ts'
import { createLog, logConsole, withoutPersonalData } from '../../main/host/log.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-log-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

describe('what is written', () => {
  test.each([
    ['read /home/ann/shop/orders.csv in 3 s', 'read orders.csv in 3 s'],
    ["ENOENT: no such file, open '/home/Ann Lee/shop/orders.csv'", "ENOENT: no such file, open 'orders.csv'"],
    ['C:\\Users\\ann\\orders.csv is gone', 'orders.csv is gone'],
    ['at run (file:///srv/assay/main/jobs.ts:12:3)', 'at run (jobs.ts:12:3)'],
    [`in ${homedir()}/customers.csv`, 'in customers.csv'],
    ['Unexpected token "Ann Lee" in JSON', "Unexpected token '…' in JSON"],
    ['user 8812345 and ann@example.com', 'user # and …'],
    ['a line without any of it', 'a line without any of it'],
  ])('%s', (said, written) => expect(withoutPersonalData(said)).toBe(written))

  test('an error leaves its code and frames, not its parameters', () => {
    const log = createLog(folder)
    log.write('error', new AssayError('dataset.unknownColumn', { column: 'Ann Lee', path: '/home/ann/x.csv' }))
    const text = log.tail(20).join('\n')
    expect(text).toContain('error dataset.unknownColumn')
    expect(text).toMatch(/at .*log\.test\.ts/)
    expect(text).not.toMatch(/Ann|home/)
  })
})

test('the log rotates: three files, none longer than allowed', () => {
  const log = createLog(folder, 2000)
  for (let i = 0; i < 200; i++) log.write('info', `line ${i} of the log`)
  expect(readdirSync(folder).sort()).toEqual(['assay.1.log', 'assay.2.log', 'assay.log'])
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2000)
  expect(log.tail(1)[0]).toContain('line 199 of the log')
  expect(log.tail(60)).toHaveLength(60)
})

test('warnings and errors of the console are logged and still printed', () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  const restore = logConsole(createLog(folder))
  console.error(new Error('it broke'))
  restore()
  expect(readFileSync(join(folder, 'assay.log'), 'utf8')).toContain('error Error: it broke')
  expect(printed).toHaveBeenCalledOnce()
})

test('diagnostics name versions, machine, engines and the newest log lines', () => {
  const log = createLog(folder)
  log.write('warn', 'something odd')
  const text = diagnostics('browser', log)
  expect(text).toMatch(/^Assay \d+\.\d+\.\d+ \(browser\)\nNode \d+/)
  expect(text).toMatch(/engine wasm: \d+\.\d+/)
  expect(text).toContain('warn something odd')
})
