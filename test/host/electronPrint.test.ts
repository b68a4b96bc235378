import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ElectronChild } from '../../main/host/electronApi.ts'
import { answerPrints } from '../../main/host/electronPrint.ts'
import { createStandIn } from './electronStandIn.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'assay-print-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function setUp() {
  const { electron, record } = createStandIn()
  const told: unknown[] = []
  const core = Object.assign(new EventEmitter(), {
    stderr: null,
    kill: () => true,
    postMessage: (message: unknown) => void told.push(message),
  }) as unknown as ElectronChild
  const order = { html: join(folder, 'a b.html'), pdf: join(folder, 'a.pdf'), header: '<i></i>', footer: '<b></b>' }
  return { record, told, order, printer: answerPrints(electron, core) }
}

it('prints a page in a hidden window that can load nothing else, and closes it', async () => {
  const { record, told, order, printer } = setUp()
  printer.answer({ kind: 'print', id: 4, order })
  await expect.poll(() => told).toEqual([{ kind: 'printed', id: 4, problem: null }])
  expect(readFileSync(order.pdf, 'utf8')).toContain('%PDF')
  const [window] = record.windows
  expect(window.url).toBe(pathToFileURL(order.html).href)
  expect(window.options).toMatchObject({ show: false, webPreferences: { sandbox: true, javascript: false } })
  expect(window.destroyed).toBe(true)
  expect(window.webContents.printed).toMatchObject([{ preferCSSPageSize: true, headerTemplate: '<i></i>' }])
})

it('tells what went wrong, and ends what is taken back', async () => {
  const { record, told, order, printer } = setUp()
  printer.answer({ kind: 'print', id: 1, order: { ...order, pdf: join(folder, 'no', 'a.pdf') } })
  await expect.poll(() => told).toMatchObject([{ kind: 'printed', id: 1, problem: expect.stringContaining('ENOENT') }])
  printer.answer({ kind: 'print', id: 2, order })
  printer.answer({ kind: 'stopPrint', id: 2 })
  await expect.poll(() => told[1]).toMatchObject({ id: 2, problem: 'the page was closed' })
  expect(record.windows.every((window) => window.destroyed)).toBe(true)
  printer.stopAll()
  expect(existsSync(join(folder, 'no'))).toBe(false)
})
