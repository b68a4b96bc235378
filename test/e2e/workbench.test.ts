import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '../../main/base/job.ts'
import { loadWords } from '../../main/base/resources.ts'
import type { RunDetails } from '../../main/model/types.ts'
import type { Profile } from '../../main/dataset/profile/types.ts'
import { xlsxOf } from '../dataset/formats/xlsxFiles.ts'
import { createShopProject, type ShopProject } from './shopProject.ts'
import { goTo, settled, startWorkbench, type Workbench } from './workbench.ts'

const words = loadWords('en')
const routes = [
  'start',
  'import',
  'data',
  'data?tab=columns',
  'data?tab=findings',
  'data?tab=sources',
  'browse',
  'clean',
  'clean?tab=merge',
  'history',
  'train',
  'search',
  'runs',
  'explain',
  'verdict',
  'verdict?tab=robustness',
  'verdict?tab=encoders',
  'verdict?tab=calibration',
  'verdict?tab=since',
  'verdict?tab=switches',
  'customers',
  'customers?tab=segments',
  'customers?tab=cohorts',
  'customers?tab=list',
  'customers?tab=margin',
  'products',
  'products?tab=list',
  'products?product=1',
  'loyalty',
  'social',
  'demand',
  'reports',
]

let shop: ShopProject
let workbench: Workbench

beforeAll(async () => {
  shop = await createShopProject({ customers: 400, products: 150 }, { preset: 'quick', epochs: 2, gate: true })
  workbench = await startWorkbench(join(shop.folder, 'home'), shop.project)
}, 300_000)
afterAll(async () => {
  await workbench?.close()
  shop?.remove()
})

/** What a page must never say: errors of the browser, and keys of words that are missing. */
function watch(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A processor that plays a GPU says that it is slow.
    if (/GL Driver Message \(OpenGL, Performance/.test(message.text())) return
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:') && !/^(data|blob):/.test(request.url())) {
      complaints.push(`a request to ${request.url()}`)
    }
  })
  return complaints
}

const overflow = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')

describe.each([
  { language: 'en', theme: 'light', width: 1440, height: 900 },
  { language: 'zh-CN', theme: 'dark', width: 1100, height: 700 },
] as const)('every page in $language, $theme, $width wide', (look) => {
  let page: Page
  let complaints: string[]
  beforeAll(async () => {
    page = await workbench.open(look)
    complaints = watch(page)
  })
  afterAll(() => page?.context().close())

  it.each(routes)('%s shows itself whole, worded, without complaint, and can be read by everybody', async (route) => {
    await goTo(page, route)
    const text = await page.locator('body').innerText()
    expect(text).not.toMatch(
      /\b(common|errors|import|data|browse|clean|history|findings|profile|model|charts|customers|loyalty|report|search|explain|verdict|insight|demand|since|jobs|budget|switching)\.[a-z]\w+/,
    )
    expect(text).not.toMatch(/\bNaN\b|\bundefined\b|\[object /)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
    ).toEqual([])
    expect(complaints.splice(0)).toEqual([])
  })
})

describe('an analyst', () => {
  let page: Page
  beforeAll(async () => {
    page = await workbench.open()
  })
  afterAll(() => page?.context().close())

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const ask = <Value>(command: string, input: object) =>
    page.evaluate<{ value: Value }>(
      `fetch('/call/${command}', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(input))},
      }).then((reply) => reply.json())`,
    )
  const lastJob = async (command: string) =>
    (await ask<Job[]>('job.list', {})).value.filter((job) => job.command === command).at(-1)

  /** Chooses one file on the import page, also beside others. */
  async function choose(name: string, buffer: Buffer): Promise<void> {
    const chooses = page.getByRole('button', { name: /^(Choose files|Add files) …$/ }).first()
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), chooses.click()])
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer })
  }

  /** Waits until the last job of a command has ended. */
  async function jobEnded(command: string): Promise<Job> {
    for (;;) {
      const job = await lastJob(command)
      if (job && job.state !== 'running') return job
      await page.waitForTimeout(100)
    }
  }

  it('imports a file by choosing it and sees counts that add up', async () => {
    await goTo(page, 'import')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(words.say('import.choose')).click()])
    await chooser.setFiles({
      name: '订单.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        '用户ID,下单时间,商品ID,数量,金额\nu1,2026-02-01 10:00:00,p1,1,19.9\nu2,not a time,p1,1,5\nu3,2026-02-02 09:00:00,p2,2,40\n',
      ),
    })
    // Enabled only once the preview has shown what the rows become.
    await page.locator('button:enabled').filter({ hasText: 'Import 3 rows' }).waitFor()
    await page.keyboard.press('Control+Enter')
    const { result } = await jobEnded('dataset.import')
    expect(result).toMatchObject({ rowsRead: 3, rowsKept: 2, rowsRejected: 1, rowsDuplicate: 0 })
    await page.getByText(words.say('import.answer.done')).waitFor()
    expect(await page.locator('main').innerText()).toContain('Time cannot be read')
  })

  it('takes the import back on the data page', async () => {
    await goTo(page, 'data?tab=sources')
    const row = page.getByRole('row').filter({ hasText: '订单.csv' })
    await row.getByRole('button').last().click()
    await page.getByRole('dialog').getByRole('button').last().click()
    expect((await jobEnded('dataset.undo')).state).toBe('done')
    await row.waitFor({ state: 'detached' })
  })

  it('looks at the last row, and at those of one customer', async () => {
    await goTo(page, 'browse')
    const grid = page.getByRole('grid')
    const actsOfUser = button(words.say('browse.detail.actsOf.user'))
    const openLast = async () => {
      const count = Number(await grid.getAttribute('aria-rowcount'))
      await grid.press('End')
      await page.locator(`[role="row"][aria-rowindex="${count}"] [role="gridcell"]`).nth(2).waitFor()
      await grid.press('Enter')
      await actsOfUser.waitFor({ timeout: 3000 })
    }
    // The import taken back just before makes the page load its rows anew, which closes what was opened too early.
    await expect
      .poll(
        () =>
          openLast().then(
            () => true,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true)
    await actsOfUser.click()
    await page.getByText('meet the filters').waitFor()
    await settled(page)
    const customers = await page.locator('[role="row"][aria-rowindex] [role="gridcell"]:nth-child(3)').allInnerTexts()
    expect(customers.length).toBeGreaterThan(0)
    expect(new Set(customers).size).toBe(1)
  })

  it('cleans by a rule, sees figures change, takes it back, and looks at the moment before', async () => {
    const revenue = async () => {
      const { behaviour } = (await ask<Profile>('dataset.profile', {})).value.tables
      return behaviour.revenue
    }
    const raw = await revenue()
    await goTo(page, 'clean')
    await button(words.say('clean.rules.add')).first().click()
    await page.locator('.n-dropdown-menu').getByText(words.say('clean.kinds.winsorise')).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words.say('clean.form.add') })
      .click()
    await button(words.say('clean.rules.preview')).click()
    await page.getByRole('heading', { name: words.say('clean.preview.title') }).waitFor()
    expect(await page.locator('main .n-data-table tbody tr').count()).toBeGreaterThan(0)
    expect(await revenue()).toBe(raw)
    await button(words.say('clean.rules.apply')).click()
    await page.getByText('1 rule in force').waitFor()
    expect(await revenue()).toBeLessThan(raw)
    await page.locator('main h1').click()
    await page.keyboard.press('Control+z')
    await page.getByText(words.say('clean.empty.title')).waitFor()
    expect(await revenue()).toBe(raw)
    await goTo(page, 'history')
    const cleaned = page.getByRole('listitem').filter({ hasText: words.say('history.actions.clean.rules') })
    await cleaned
      .getByRole('button', { name: words.say('history.lookAt') })
      .first()
      .click()
    await page.getByRole('complementary', { name: words.say('common.past.label') }).waitFor()
    await settled(page)
    const past = await page.locator('main .value').first().innerText()
    await button(words.say('common.past.back')).click()
    await page.locator('main .value').filter({ hasText: past }).first().waitFor({ state: 'detached' })
  })

  it('trains from the screen, cancels, and is left with the runs there were', async () => {
    await goTo(page, 'train')
    await button(words.say('model.train.start')).click()
    await page
      .getByRole('complementary', { name: words.say('jobs.label') })
      .getByRole('button')
      .first()
      .waitFor()
    await ask('job.cancel', { jobId: (await lastJob('model.train'))?.id })
    expect((await jobEnded('model.train')).state).toBe('cancelled')
    await goTo(page, 'runs')
    await settled(page)
    expect(await page.locator('main').innerText()).toContain('#1')
    expect(await page.locator('main').innerText()).not.toContain('#2')
  })

  it('finds a customer by a part of the id', async () => {
    await goTo(page, 'customers?tab=list')
    const search = page.getByLabel(words.say('customers.list.search'))
    const id = await page.locator('main tbody tr td').nth(1).innerText()
    await search.fill(id)
    await page.locator('main tbody tr').nth(10).waitFor({ state: 'detached' })
    expect(await page.locator('main tbody tr').filter({ hasText: id }).count()).toBeGreaterThan(0)
  })

  it('keeps people who have not bought apart from the customers', async () => {
    await goTo(page, 'customers')
    await page.getByRole('tab', { name: words.say('customers.tabs.cold') }).click()
    await settled(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    const { value: run } = await ask<RunDetails>('model.run', { runId: 1 })
    const title = run.scored.cold > 0 ? 'model.side.cold.title' : 'model.side.cold.none'
    expect(await page.locator('main').innerText()).toContain(words.say(title, { days: run.horizonDays }))
  })

  it('tests the past in money, and asks for another target', async () => {
    await goTo(page, 'verdict')
    expect(await page.locator('main').innerText()).toContain(words.say('charts.ahead.pooled'))
    const titles = () => page.locator('main h2').allInnerTexts()
    const before = await titles()
    const share = page.getByLabel(words.say('verdict.topShare'))
    await share.fill('50')
    await share.press('Enter')
    await expect.poll(titles).not.toEqual(before)
    await button(words.say('verdict.again')).click()
    await page.getByRole('heading', { name: words.say('verdict.jobs.backtest.running'), exact: true }).waitFor()
    await ask('job.cancel', { jobId: (await lastJob('verdict.backtest'))?.id })
    expect((await jobEnded('verdict.backtest')).state).toBe('cancelled')
    expect((await ask<unknown[]>('verdict.backtests', {})).value).toHaveLength(1)
  })

  it('moves by keyboard and by the command palette', async () => {
    await goTo(page, 'start')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('loyal')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: words.say('loyalty.title') }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
  })

  it('changes language at once', async () => {
    await goTo(page, 'start')
    await page.getByRole('button', { name: /中文/ }).click()
    await page.getByRole('heading', { level: 1, name: loadWords('zh-CN').say('start.title') }).waitFor()
    await page.getByRole('button', { name: /EN|English/ }).click()
    await page.getByRole('heading', { level: 1, name: words.say('start.title') }).waitFor()
  })

  const shopify = (month: number) =>
    Buffer.from(
      `Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
#${month}1,ann@shop.example,paid,2024-0${month}-01 10:00:00 +0000,2,Red shoe,20.00,SH-1
#${month}2,bo@shop.example,refunded,2024-0${month}-28 10:00:00 +0000,1,Sock,5.00,SO-${month}
#${month}3,cy@shop.example,voided,2024-0${month}-03 10:00:00 +0000,1,Sock,5.00,SO-1
`,
    )

  it('imports the sheet of a workbook that was chosen', async () => {
    await goTo(page, 'import')
    const sheets = [
      {
        name: 'Orders',
        rows: [['Customer', 'Date', 'Total'], ...Array.from({ length: 9 }, (_, i) => ['c1', `2024-05-0${i + 1}`, i])],
      },
      {
        name: 'People',
        rows: [
          ['Customer', 'Gender'],
          ['c1', 'f'],
          ['c2', 'm'],
        ],
      },
    ]
    await choose('shop.xlsx', await xlsxOf(sheets))
    await page.getByText('The workbook has several sheets with data; taken: Orders.').waitFor()
    await page.locator('[data-setting="sheet"] .n-base-selection').click()
    await page.locator('.n-base-select-option').filter({ hasText: 'People' }).click()
    await page.locator('button:enabled').filter({ hasText: 'Import 2 rows' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText(words.say('import.answer.done')).waitFor()
    expect((await lastJob('dataset.import'))?.result).toMatchObject({ kind: 'users', rowsRead: 2, rowsKept: 2 })
  })

  it('recognises a Shopify export, and imports next month’s like it', async () => {
    await choose('may.csv', shopify(5))
    await page.getByText('Recognised: Shopify orders export').waitFor()
    await page.locator('button:enabled').filter({ hasText: 'Import 3 records' }).click()
    await page.getByText(words.say('import.answer.done')).waitFor()
    expect((await lastJob('dataset.import'))?.result).toMatchObject({
      rowsKept: 2,
      rejects: { 'shape.leftOut': 1 },
      template: { name: 'shopify-orders' },
    })
    await choose('june.csv', shopify(6))
    await page.getByText('The same columns as may.csv, imported before').waitFor()
    await button(words.say('import.notice.again')).click()
    await page.getByText('What is new since may.csv').waitFor()
    const outcome = await page.locator('main').innerText()
    expect(outcome).toContain('3 days between the two files are in neither.')
    expect(outcome).toContain('New customers: 0; new products: 1; new brands: 0.')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })

  it('reads a file without a header as a further part of the one before', async () => {
    const rows = (day: number) => `p1,2024-07-${day},sku1,5.5\np2,2024-07-${day + 1},sku2,6.5\n`
    await choose('part1.csv', Buffer.from(`buyer,date,sku,total\n${rows(10)}`))
    await page.locator('button:enabled').filter({ hasText: 'Import 2 rows' }).click()
    await page.getByText(words.say('import.answer.done')).waitFor()
    await choose('part2.csv', Buffer.from(rows(20)))
    await page.getByText('A further part of part1.csv').waitFor()
    await page.locator('button:enabled').filter({ hasText: 'Import 2 rows' }).click()
    await page.getByText(words.say('import.answer.done')).waitFor()
    expect((await lastJob('dataset.import'))?.result).toMatchObject({ kind: 'behaviour', rowsRead: 2, rowsKept: 2 })
  })
})
