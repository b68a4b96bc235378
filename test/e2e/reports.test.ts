import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '../../main/base/job.ts'
import { loadWords } from '../../main/base/resources.ts'
import { createUntrainedProject, type ShopProject } from './shopProject.ts'
import { goTo, settled, startWorkbench, type Workbench } from './workbench.ts'

let shop: ShopProject
let workbench: Workbench
beforeAll(async () => {
  shop = await createUntrainedProject({ customers: 300, products: 150 })
  workbench = await startWorkbench(join(shop.folder, 'home'), shop.project)
}, 300_000)
afterAll(async () => {
  await workbench?.close()
  shop?.remove()
})

describe.each([
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
] as const)('a brand review in $language', ({ language, theme }) => {
  const words = loadWords(language)
  const name = `Brands <b>${language}</b>`
  let page: Page
  let folder: string
  beforeAll(async () => {
    folder = join(shop.folder, language)
    mkdirSync(folder)
    page = await workbench.open({ language, theme })
    await goTo(page, 'reports')
  })
  afterAll(() => page?.context().close())

  const button = (key: string) => page.getByRole('button', { name: words.say(key), exact: true })
  const ask = async <Value>(command: string, input: object) =>
    (
      await page.evaluate<{ value: Value }>(
        `fetch('/call/${command}', {
          method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(input))},
        }).then((reply) => reply.json())`,
      )
    ).value

  /** Ends with the job's last state. */
  async function ended(jobId: string): Promise<Job> {
    for (;;) {
      const job = await ask<Job>('job.get', { jobId })
      if (job.state !== 'running') return job
      await page.waitForTimeout(100)
    }
  }

  /** What axe finds serious; a page within the page is looked at by itself. */
  async function seriousOn(of: Page): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: of }).exclude('iframe').analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    return serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)
  }

  /** Writes the report by its button and keeps the file; gives its text. */
  async function write(file: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), button('report.write').click()])
    expect(download.suggestedFilename()).toBe(`Brands b ${language} b.html`)
    await download.saveAs(join(folder, file))
    return readFileSync(join(folder, file), 'utf8')
  }

  it('is made from a template and saved', async () => {
    const template = page
      .locator('label')
      .filter({ hasText: words.say('report.template') })
      .locator('.n-base-selection')
    await template.click()
    await page
      .locator('.n-base-select-option')
      .filter({ hasText: words.say('report.templates.brandReview') })
      .click()
    await page.getByLabel(words.say('report.name')).fill(name)
    await button('report.save').click()
    await page
      .getByRole('button', { name: new RegExp(words.say('report.neverWritten')) })
      .last()
      .waitFor()
    const saved = await ask<{ name: string; definition: object }[]>('report.list', {})
    expect(saved.find((report) => report.name === name)?.definition).toMatchObject({
      template: 'brandReview',
      language,
    })
  })

  it('is previewed as it would be written', async () => {
    await button('report.showPreview').click()
    const preview = page.frameLocator('iframe')
    await preview.locator('h1').first().waitFor()
    const text = await preview.locator('body').innerText()
    expect(text).toContain(words.say('report.sections.standing'))
    expect(text).not.toMatch(/\bNaN\b|\bundefined\b|\breport\.[a-z]/)
    expect(await seriousOn(page)).toEqual([])
  })

  it('is written as one page that stands by itself and can be read by everybody', async () => {
    const html = await write('first.html')
    expect(html).not.toMatch(/(src|href)="https?:/)
    expect(html).toContain(words.say('report.document.changes.none'))
    await page.getByText(words.say('report.written')).waitFor()
    const written = await page.context().newPage()
    const complaints: string[] = []
    written.on('pageerror', (error) => complaints.push(error.message))
    await written.goto(pathToFileURL(join(folder, 'first.html')).href)
    await written.locator('h1').first().waitFor()
    expect(await written.evaluate('document.documentElement.lang')).toBe(language)
    expect(await written.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0)
    expect(await seriousOn(written)).toEqual([])
    expect(complaints).toEqual([])
    await written.close()
  })

  it('says what has changed when it is written again with more data', async () => {
    const path = join(folder, 'later.csv')
    const rows = Array.from(
      { length: 40 },
      (_, i) => `new${language}${i},2026-03-${10 + (i % 9)} 10:00:00,P0001,purchase,1,99`,
    )
    writeFileSync(path, `user_id,time,product_id,type,quantity,amount\n${rows.join('\n')}\n`)
    const { jobId } = await ask<{ jobId: string }>('dataset.import', { file: { path }, kind: 'behaviour' })
    expect((await ended(jobId)).result).toMatchObject({ rowsKept: 40 })
    await settled(page)
    const html = await write('second.html')
    expect(html).not.toContain(words.say('report.document.changes.none'))
    const written = await page.context().newPage()
    await written.goto(pathToFileURL(join(folder, 'second.html')).href)
    const changes = written.locator('section').filter({ has: written.getByRole('heading', { name: words.say('report.sections.changes'), exact: true }) }) // prettier-ignore
    expect(await changes.first().locator('tbody tr').count()).toBeGreaterThan(0)
    expect(await seriousOn(written)).toEqual([])
    await written.close()
    await page.getByRole('button', { name: new RegExp(`${name}.*\\.html`, 's') }).waitFor()
  })

  it('that may not be written over says so, and leaves the file as it was', async () => {
    const path = join(folder, 'kept.html')
    writeFileSync(path, 'kept')
    chmodSync(path, 0o444)
    const { jobId } = await ask<{ jobId: string }>('report.write', {
      definition: { template: 'brandReview' },
      target: { path },
    })
    expect(await ended(jobId)).toMatchObject({ state: 'failed', error: { code: 'target.readOnly' } })
    await page.getByRole('alert').filter({ hasText: 'kept.html' }).first().waitFor()
    expect(await seriousOn(page)).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe('kept')
    expect(readdirSync(folder).filter((file) => file.startsWith('kept'))).toEqual(['kept.html'])
  })
})
