import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCancelFlag, throwIfCancelled, unattended } from '../../main/base/job.ts'
import { changeData } from '../../main/dataset/clean/change.ts'
import { pageScript, pageScriptSource } from '../../main/report/pageScript.ts'
import { currentStateId } from '../../main/storage/state.ts'
import { hostile } from '../charts/examples.ts'
import { createExampleProject } from './exampleProject.ts'
import { contextOf, writeTo, type Choices } from './writing.ts'

let folder: string
let shop: ReturnType<typeof createExampleProject>
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-report-'))
  shop = createExampleProject()
})
afterAll(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const write = (name: string, choices: Choices = {}) =>
  writeTo(contextOf(shop.project), join(folder, name), { runId: shop.runId, ...choices })

describe.each(['en', 'zh-CN'] as const)('a report in %s', (language) => {
  let html: string
  beforeAll(async () => {
    const written = await write(`${language}.html`, { definition: { language } })
    html = readFileSync(written.path, 'utf8')
    const path = join(folder, `${language}.html`)
    expect(written).toEqual({ path, bytes: statSync(path).size, sections: 14, remembered: false })
  })

  const firstMatch = (pattern: RegExp) => pattern.exec(html)?.[0].slice(-80) ?? null

  it('stands alone: one known script, no frame, nothing to fetch', () => {
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text)
    expect(scripts).toEqual([pageScript])
    expect(html).toContain(`script-src ${pageScriptSource}"`)
    expect(html).toContain(`<html lang="${language}">`)
    expect(firstMatch(/<(link|iframe|object|embed|img|base)\b/i)).toBeNull()
    // Values may say anything; only names of attributes count here.
    const names = (html.replace(/<script>.*?<\/script>/s, '').match(/<[a-z](?:"[^"]*"|[^">])*>/gi) ?? []).map((tag) =>
      tag.replace(/"[^"]*"/g, '""'),
    )
    expect(names.filter((tag) => /\s(src|srcset|data|action|formaction|on\w+)\s*=/i.test(tag))).toEqual([])
    expect(firstMatch(/url\((?!#)|@import/i)).toBeNull()
    const links = [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, target]) => target)
    expect(links.length).toBeGreaterThan(0)
    for (const target of links) expect(html).toContain(`id="${target.slice(1)}"`)
    expect(html).toContain("default-src 'none'")
    expect(html.length).toBeLessThan(3_000_000)
  })

  it('escapes every name', () => {
    expect(html.includes(hostile)).toBe(false)
    expect(html).toContain('&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;&#38;')
  })

  it('fills every blank and finds every word', () => {
    const text = html.replace(/<(style|script)>.*?<\/\1>/gs, '')
    expect(
      /\{\w+\}|NaN|undefined|Infinity|\[object|>(report|charts|model|dataset)\.\w+/.exec(text)?.[0],
    ).toBeUndefined()
  })

  it('quotes every attribute once', () => {
    const tags = html.replace(/<script>.*?<\/script>/s, '').match(/<[a-z](?:"[^"]*"|[^">])*>/gi) ?? []
    expect(tags.length).toBeGreaterThan(500)
    expect(tags.filter((tag) => !/^<[a-z][\w-]*(\s+[\w:-]+="[^"]*")*\s*>$/i.test(tag))).toEqual([])
  })

  it('closes what it opens', () => {
    for (const tag of [
      'section',
      'figure',
      'table',
      'thead',
      'tbody',
      'tr',
      'svg',
      'ul',
      'dl',
      'main',
      'body',
      'html',
    ]) {
      const count = (pattern: string) => html.match(new RegExp(pattern, 'g'))?.length ?? 0
      expect(count(`<${tag}[ >]`), tag).toBe(count(`</${tag}>`))
    }
  })
})

describe('writing', () => {
  it('replaces an older report whole and leaves nothing beside it', async () => {
    writeFileSync(join(folder, 'again.html'), 'old')
    await write('again.html', { definition: { title: `Q4 ${hostile}` } })
    const html = readFileSync(join(folder, 'again.html'), 'utf8')
    expect(html.startsWith('<!doctype html>')).toBe(true)
    expect(html).toContain('<title>Q4 &#60;img')
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('says what it cannot do and leaves no half of a file', async () => {
    await expect(write('none.html', { runId: 99 })).rejects.toMatchObject({ code: 'model.unknownRun' })
    await expect(write('no/such/folder.html')).rejects.toMatchObject({ code: 'target.noFolder' })
    expect(existsSync(join(folder, 'none.html'))).toBe(false)
  })

  it('stops when it is cancelled, before the file is touched', async () => {
    const flag = createCancelFlag()
    Atomics.store(flag, 0, 1)
    const path = join(folder, 'cancelled.html')
    const work = { ...unattended, checkpoint: () => throwIfCancelled(flag) }
    await expect(writeTo(contextOf(shop.project), path, {}, work)).rejects.toMatchObject({ code: 'job.cancelled' })
    expect(readdirSync(folder).filter((name) => name.startsWith('cancelled'))).toEqual([])
  })

  it('gives the same bytes for the same facts', async () => {
    await write('one.html')
    await write('two.html')
    // Ids in pictures count up per process.
    const read = (name: string) => readFileSync(join(folder, name), 'utf8').replace(/zr\d+-(cls-)?\w+/g, 'id')
    expect(read('two.html')).toBe(read('one.html'))
  })
})

it('shows data and brands as of a past state, and the run as it is', async () => {
  const { database } = shop.project
  const before = currentStateId(database)
  const now = await write('now.html')
  const acts = (path: string) => /All|([\d,]+) acts/.exec(readFileSync(path, 'utf8'))?.[1]
  changeData(database, { action: 'dataset.takeOut', subject: 'orders.csv' }, (state) => ({ ...state, sources: [] }))
  const past = await write('past.html', { asOf: before })
  const html = readFileSync(past.path, 'utf8')
  expect(acts(past.path)).toBe(acts(now.path))
  expect(html).toContain('Shown is a past state of the data')
  expect(readFileSync(now.path, 'utf8')).not.toContain('Shown is a past state of the data')
  expect(html).not.toMatch(/\{\w+\}|report\.document/)
  await expect((async () => write('none.html', { asOf: 99 }))()).rejects.toMatchObject({ code: 'history.unknown' })
})
