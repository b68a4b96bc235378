import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rootFolder } from '../../main/base/resources.ts'
import { ensureBuilt } from '../../main/host/build.ts'
import { findRuntime } from '../../main/host/electronRuntime.ts'

const runtime = await findRuntime(false)
if (runtime.problem) process.stdout.write(`the walk through Electron is skipped: ${runtime.problem}\n`)

describe.skipIf(runtime.problem)('the Electron window', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-window-'))
  let application: ElectronApplication
  let page: Page

  beforeAll(async () => {
    await ensureBuilt()
    application = await _electron.launch({
      executablePath: runtime.program ?? undefined,
      args: [rootFolder],
      env: { ...process.env, ASSAY_HOME: join(folder, 'home') },
    })
    page = await application.firstWindow()
    await page.waitForSelector('h1')
  })
  afterAll(async () => {
    await application?.close()
    rmSync(folder, { recursive: true })
  })

  /** What the page gives for an expression. */
  const evaluate = (expression: string) => page.evaluate<unknown>(expression)

  test('shows the screens, apart from Node', async () => {
    expect(page.url()).toMatch(/^app:\/\/assay\//)
    expect(await evaluate('[typeof require, typeof process, Object.keys(window.assay).sort()]')).toEqual([
      'undefined',
      'undefined',
      ['call', 'on', 'pathFor'],
    ])
  })

  test('stays where it is and reaches nothing else', async () => {
    expect(await evaluate(`window.open('https://example.com') === null`)).toBe(true)
    expect(await evaluate(`fetch('https://example.com').then(() => 'reached', () => 'refused')`)).toBe('refused')
    await evaluate(`location.assign('https://example.com')`)
    expect(page.url()).toMatch(/^app:\/\/assay\//)
  })

  test('works on a project, and leaves one file', async () => {
    const path = join(folder, 'shop.assay')
    const reply = await evaluate(`window.assay.call('project.create', ${JSON.stringify({ path })})`)
    expect(reply).toMatchObject({ ok: true, value: { path, readOnly: false } })
    await application.close()
    expect(readdirSync(folder).filter((name) => name.startsWith('shop'))).toEqual(['shop.assay'])
  })
})
