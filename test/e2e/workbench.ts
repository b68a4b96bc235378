import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { startBrowserHost } from '../../main/host/browser.ts'
import { ensureBuilt } from '../../main/host/build.ts'
import { chromiumArguments, requireChromium } from './chromium.ts'

/** The workbench as an analyst has it: the browser host with a real core, writer and trainers, in a real Chromium. */
export interface Workbench {
  browser: Browser
  /** A page of its own session: the start address works once. */
  open(look?: Look): Promise<Page>
  close(): Promise<void>
}

export interface Look {
  language?: 'en' | 'zh-CN'
  theme?: 'light' | 'dark'
  width?: number
  height?: number
}

/** `home` keeps settings and logs of this run away from the user's own. */
export async function startWorkbench(home: string, project?: string): Promise<Workbench> {
  process.env.ASSAY_HOME = home
  await ensureBuilt()
  const host = await startBrowserHost({ project })
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArguments })
  let session: Awaited<ReturnType<BrowserContext['storageState']>> | undefined
  return {
    browser,
    async open({ language = 'en', theme = 'light', width = 1440, height = 900 } = {}) {
      const context = await browser.newContext({
        locale: language,
        colorScheme: theme,
        viewport: { width, height },
        storageState: session,
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      await page.goto(session ? new URL('/', host.address).href : host.address)
      await page.waitForSelector('main')
      session = await context.storageState()
      return page
    },
    async close() {
      await browser.close()
      await host.close()
    },
  }
}

/** Goes to a page of the workbench by its route and waits until nothing on it is loading. */
export async function goTo(page: Page, route: string): Promise<void> {
  await page.goto(`${new URL('/', page.url()).href}#/${route}`)
  await page.locator('main h1').first().waitFor()
  await settled(page)
}

/**
 * Waits until no skeleton or spinner has been seen for a while: a page that is just being put up has none yet. The
 * pages' own policy forbids waiting by an evaluated expression.
 */
export async function settled(page: Page): Promise<void> {
  const busy = page.locator('main .n-skeleton, main [aria-busy="true"], main .n-spin')
  for (let quiet = 0; quiet < 8; quiet++) {
    await page.waitForTimeout(50)
    if ((await busy.count()) > 0) quiet = -1
  }
}
