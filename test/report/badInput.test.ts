import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AssayError } from '../../main/base/errors.ts'
import { createCancelFlag, throwIfCancelled, unattended } from '../../main/base/job.ts'
import { insertRun } from '../../main/model/store.ts'
import { definitionOf, shownSections } from '../../main/report/definition.ts'
import { missingNeeds } from '../../main/report/needs.ts'
import { renamingError, writingError } from '../../main/base/replaceFile.ts'
import { holdingsOf } from '../../main/report/store.ts'
import { templateNames } from '../../main/report/templates.ts'
import { createShop, type Shop } from '../features/shop.ts'
import { createExampleProject } from './exampleProject.ts'
import { exampleRun } from './exampleRun.ts'
import { contextOf, writeTo, type Choices } from './writing.ts'

let folder: string
const closing: (() => void)[] = []
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'assay-bad-'))))
afterEach(() => {
  closing.splice(0).forEach((close) => close())
  rmSync(folder, { recursive: true })
})

const opened = <Opened extends Shop>(shop: Opened): Opened => {
  closing.push(shop.close)
  return shop
}
const write = async ({ project }: Shop, choices: Choices, name = 'report.html') => {
  const path = join(folder, name)
  await writeTo(contextOf(project), path, choices)
  return readFileSync(path, 'utf8')
}
const day = Date.UTC(2024, 0, 1)

describe('what a template needs', () => {
  it('is named, one reason each, before anything is written', async () => {
    const shop = opened(createShop())
    const refused = (template: (typeof templateNames)[number]) =>
      expect(write(shop, { definition: { template } })).rejects
    await refused('dataQuality').toMatchObject({ code: 'report.noData' })
    await refused('brandReview').toMatchObject({ code: 'report.noBrands' })
    shop.acts([{ user: 'ann', time: day, amount: 3 }])
    await refused('brandReview').toMatchObject({ code: 'report.noBrands' })
    await refused('full').toMatchObject({ code: 'report.noRun' })
    insertRun(shop.project.database, exampleRun({ tasks: {} }))
    await refused('targeting').toMatchObject({ code: 'report.noScores', params: { run: 1 } })
    expect(readdirSync(folder)).toEqual([])
    expect(await write(shop, { definition: { template: 'dataQuality' } })).toContain('shop: quality of the data')
  })

  it('is told beforehand as it is when writing', () => {
    const { project, runId } = opened(createExampleProject())
    for (const name of templateNames) expect(missingNeeds(name, holdingsOf(project.database, runId))).toEqual([])
    const empty = holdingsOf(opened(createShop()).project.database, null)
    expect(missingNeeds('board', empty)).toEqual(['run', 'customerScores'])
    expect(missingNeeds('brandReview', empty)).toEqual(['brands'])
  })
})

describe('little data', () => {
  it('reviews one brand, without a run, and says what can not be said', async () => {
    const shop = opened(createShop())
    shop.products([{ product: 'tea', brand: 'Aster' }])
    shop.acts([1, 2, 3].map((n) => ({ user: `u${n}`, time: day + n * 86_400_000, product: 'tea', amount: n })))
    const html = await write(shop, { definition: { template: 'brandReview' } })
    expect(html.match(/Only one brand was bought within these filters/g)).toHaveLength(2)
    expect(html).toContain('This section tells of a trained run, and the project has none yet.')
    expect(html).toContain('its figures are of the past alone')
    expect(html.replace(/<(style|script)>.*?<\/\1>/gs, '')).not.toMatch(/\{\w+\}|undefined|NaN/)
  })

  it('says that a filter matches nothing, and names the category that is gone, also in the words of an earlier Assay', async () => {
    const shop = opened(createExampleProject())
    const filters = { categoryId: 999, windowDays: 7, brandIds: [1, 77] }
    const html = await write(shop, { definition: { template: 'brandReview', filters } })
    expect(html.match(/No purchase of a brand lies within these filters/g)).toHaveLength(6)
    expect(html).toContain('Last 7 days · Brand: Aster, #77 (not there any more) · Category: #999 (not there any more)')
    const some = await write(shop, { definition: { template: 'brandReview', filters: { brandIds: [1, 77] } } })
    expect(some).toContain('1 of the brands asked for were not bought within these filters')
  })
})

describe('a target', () => {
  const attempt = (name: string, choices: Choices = {}) => write(opened(createExampleProject()), choices, name)

  it('that is read-only, a folder, in no folder or open elsewhere is refused, and left as it was', async () => {
    const locked = join(folder, 'locked.html')
    writeFileSync(locked, 'old')
    chmodSync(locked, 0o444)
    await expect(attempt('locked.html')).rejects.toMatchObject({
      code: 'target.readOnly',
      params: { path: locked },
    })
    expect(readFileSync(locked, 'utf8')).toBe('old')
    mkdirSync(join(folder, 'folder.html'))
    await expect(attempt('folder.html')).rejects.toMatchObject({ code: 'target.folder' })
    await expect(attempt('no/folder.html')).rejects.toMatchObject({
      code: 'target.noFolder',
      params: { path: join(folder, 'no') },
    })
    writeFileSync(join(folder, 'open.xlsx'), 'old')
    writeFileSync(join(folder, '.~lock.open.xlsx#'), '')
    await expect(attempt('open.xlsx', { format: 'xlsx' })).rejects.toMatchObject({ code: 'target.open' })
    writeFileSync(join(folder, 'excel.xlsx'), 'old')
    writeFileSync(join(folder, '~$excel.xlsx'), '')
    await expect(attempt('excel.xlsx', { format: 'xlsx' })).rejects.toMatchObject({ code: 'target.open' })
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('that the system refuses is told by what it refuses', () => {
    const failure = (code: string) => Object.assign(new Error(code), { code })
    expect(writingError(failure('EROFS'), 'x').code).toBe('target.readOnly')
    expect(writingError(failure('ENOSPC'), 'x').code).toBe('disk.full')
    // Another thread knows the file beside the target alone; of others it says what it says.
    const beside = (code: 'file.missing' | 'file.unreadable', path: string) =>
      writingError(new AssayError(code, { path }), '/proc/x.html', '/proc/x.html.7.tmp')
    for (const code of ['file.missing', 'file.unreadable'] as const) {
      expect(beside(code, '/proc/x.html.7.tmp')).toMatchObject({
        code: 'target.readOnly',
        params: { path: '/proc/x.html' },
      })
      expect(beside(code, '/else.csv')).toMatchObject({ code, params: { path: '/else.csv' } })
    }
    expect(renamingError(failure('EBUSY'), 'x').code).toBe('target.open')
    expect(renamingError(failure('EPERM'), 'x').code).toBe('target.open')
  })

  it('has nothing beside it after a cancelled or failed writing', async () => {
    const shop = opened(createExampleProject())
    for (const format of ['xlsx', 'csv', 'zip', 'pdf'] as const) {
      const flag = createCancelFlag()
      // Cancelled while the charts are drawn, or just before the file is put in its place.
      const work = { ...unattended, progress: () => void Atomics.store(flag, 0, 1), checkpoint: () => throwIfCancelled(flag) } // prettier-ignore
      const cancelled = writeTo(contextOf(shop.project), join(folder, `half.${format}`), { format }, work)
      await expect(cancelled).rejects.toMatchObject({ code: 'job.cancelled' })
    }
    await expect(write(shop, { format: 'pdf' }, 'failed.pdf')).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([])
    expect(existsSync(join(folder, 'failed.pdf'))).toBe(false)
  })
})

describe('a definition', () => {
  it('always ends up with every section once, and limits and lineage shown', () => {
    const definition = definitionOf({
      template: 'modelCard',
      sections: [
        { id: 'lineage', shown: false },
        { id: 'models', shown: true },
        { id: 'models', shown: false },
      ],
    })
    expect(shownSections(definition)).toEqual(['lineage', 'models', 'limits'])
    expect(new Set(definition.sections.map(({ id }) => id)).size).toBe(definition.sections.length)
    expect(definitionOf(definition)).toEqual(definition)
  })

  it.each([
    { logo: 'https://example.org/logo.png' },
    { logo: 'data:text/html;base64,PGI+' },
    { logo: `data:image/png;base64,${'A'.repeat(400_000)}` },
    { title: 'x'.repeat(201) },
    { filters: { windowDays: 0 } },
    { filters: { period: { days: 0 } } },
    { filters: { regions: 'North' } },
    { listed: 100_000 },
  ])('is refused where it can not be: %#', (wrong) => {
    expect(() => definitionOf(wrong)).toThrow()
  })
})
