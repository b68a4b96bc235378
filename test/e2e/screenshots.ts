import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootFolder } from '../../main/base/resources.ts'
import { createShopProject } from './shopProject.ts'
import { goTo, startWorkbench, type Look } from './workbench.ts'

/** Makes the README's pictures from the running workbench: the whole sample shop, trained as it comes. */
const pictures: [route: string, name: string, look: Look][] = [
  ['start', 'start', {}],
  ['data', 'data', {}],
  ['browse', 'browse', {}],
  ['clean', 'clean', {}],
  ['train', 'train', {}],
  ['runs', 'runs', {}],
  ['explain', 'explain', {}],
  ['verdict', 'verdict', {}],
  ['customers', 'customers', {}],
  ['products', 'products', {}],
  ['social', 'social', {}],
  ['demand', 'demand', {}],
  ['loyalty', 'loyalty', {}],
  ['reports', 'reports', {}],
  ['loyalty', 'loyalty-dark-zh', { language: 'zh-CN', theme: 'dark' }],
]

const target = join(rootFolder, 'docs', 'screenshots')
const home = mkdtempSync(join(tmpdir(), 'assay-pictures-'))
const shop = await createShopProject({}, {})
const workbench = await startWorkbench(home, shop.project)
mkdirSync(target, { recursive: true })
for (const [route, name, look] of pictures) {
  const page = await workbench.open({ width: 1280, height: 860, ...look })
  await goTo(page, route)
  await page.waitForTimeout(400) // the charts' one animation
  await page.screenshot({ path: join(target, `${name}.png`) })
  await page.context().close()
  process.stdout.write(`${name}.png\n`)
}
await workbench.close()
shop.remove()
rmSync(home, { recursive: true, force: true })
process.exit(0)
