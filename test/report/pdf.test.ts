import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createCancelFlag, throwIfCancelled, unattended, type Work } from '../../main/base/job.ts'
import { browserVariable, findBrowser } from '../../main/host/findBrowser.ts'
import { printWithBrowser } from '../../main/host/printWithBrowser.ts'
import { findChromium } from '../e2e/chromium.ts'
import { hostile } from '../charts/examples.ts'
import { createExampleProject } from './exampleProject.ts'
import { contextOf, writeTo, type Choices } from './writing.ts'

const chromium = findChromium()
const hasTool = (name: string) => {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Without one, Chromium has no glyphs to give a text to. */
const hasChineseFont = () => {
  try {
    return execFileSync('fc-list', [':lang=zh'], { encoding: 'utf8' }) !== ''
  } catch {
    return false
  }
}

let folder: string
let shop: ReturnType<typeof createExampleProject>
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-pdf-'))
  shop = createExampleProject()
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const write = async (name: string, definition: Choices['definition'], work: Work = unattended) => {
  const path = join(folder, name)
  await writeTo(contextOf(shop.project, printWithBrowser), path, { format: 'pdf', definition }, work)
  return path
}

describe.skipIf(!chromium)(chromium ? 'a PDF' : 'a PDF (skipped: no Chromium was found)', () => {
  const size = (bytes: Buffer) => /\/MediaBox \[0 0 ([\d.]+ [\d.]+)\]/.exec(bytes.toString('latin1'))?.[1].split(' ').map(Number) // prettier-ignore

  it('is of the paper asked for, with contents that lead to their pages', async () => {
    vi.stubEnv(browserVariable, chromium!)
    const [a4, letter] = [
      readFileSync(await write('a4.pdf', { template: 'brandReview', title: `Q4 ${hostile}` })),
      readFileSync(await write('letter.pdf', { template: 'dataQuality', paper: 'Letter' })),
    ]
    expect(a4.subarray(0, 5).toString()).toBe('%PDF-')
    expect(size(a4)?.map(Math.round)).toEqual([595, 842])
    expect(size(letter)?.map(Math.round)).toEqual([612, 792])
    const links = a4.toString('latin1').match(/\/Dest ?\/(\w+)/g) ?? []
    for (const id of ['standing', 'ladder', 'lineage']) expect(links.join(' ')).toContain(`/${id}`)
  }, 120_000)

  it.skipIf(!hasTool('pdftotext') || !hasChineseFont())(
    'has text that can be selected, Chinese too, with pages numbered',
    async () => {
      vi.stubEnv(browserVariable, chromium!)
      const path = await write('zh.pdf', { template: 'targeting', language: 'zh-CN', notes: '请先看 **风险**。' })
      const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
      const joined = text.replace(/\s+/g, '')
      for (const words of ['目标客户名单', '请先看风险', '海岬', '这些数字没有说明什么', 'customer38'])
        expect(joined).toContain(words)
      const pages = text.split('\f').filter((page) => page.trim() !== '')
      pages.forEach((page, at) => expect(page.replace(/\s+/g, '')).toContain(`${at + 1}/${pages.length}`))
    },
    120_000,
  )

  it('leaves nothing when it is cancelled while it prints', async () => {
    vi.stubEnv(browserVariable, chromium!)
    const flag = createCancelFlag()
    const listeners: (() => void)[] = []
    const work: Work = {
      ...unattended,
      checkpoint: () => throwIfCancelled(flag),
      onCancel(listener) {
        listeners.push(listener)
        // As soon as a browser is there to be ended.
        Atomics.store(flag, 0, 1)
        queueMicrotask(() => listeners.forEach((tell) => tell()))
      },
    }
    await expect(write('cancelled.pdf', {}, work)).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(readdirSync(folder).filter((name) => name.startsWith('cancelled'))).toEqual([])
  }, 120_000)
})

describe('where no browser is', () => {
  it('says what to install or where to name it', async () => {
    vi.stubEnv('PATH', folder)
    vi.stubEnv(browserVariable, '')
    // Elsewhere the usual places are no folders of the path.
    if (process.platform === 'linux') {
      expect(() => findBrowser()).toThrow(expect.objectContaining({ code: 'report.noBrowser' }))
      await expect(write('none.pdf', {})).rejects.toMatchObject({ code: 'report.noBrowser' })
    }
    vi.stubEnv(browserVariable, join(folder, 'nothing'))
    expect(() => findBrowser()).toThrow(expect.objectContaining({ code: 'report.browserMissing' }))
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([])
  })

  it('tells what a program said that is no browser', async () => {
    vi.stubEnv(browserVariable, process.execPath)
    await expect(write('node.pdf', {})).rejects.toMatchObject({ code: 'report.browserFailed', params: { path: process.execPath } }) // prettier-ignore
    expect(readdirSync(folder).filter((name) => name.startsWith('node'))).toEqual([])
  }, 60_000)
})
