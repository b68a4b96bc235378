import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../main/base/errors.ts'
import { clientErrorCodes } from '../../renderer/src/client/error.ts'

type Tree = { [key: string]: string | Tree }

const files = import.meta.glob<Tree>('../../resources/locales/*/*.json', { eager: true, import: 'default' })
const sources = import.meta.glob<string>('../../renderer/src/**/*.{vue,ts}', {
  eager: true,
  query: '?raw',
  import: 'default',
})

function flatten(tree: Tree, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}.${key}`, value]] : flatten(value, `${prefix}.${key}`),
  )
}

function wordsOf(language: string): Map<string, string> {
  const ours = Object.entries(files).filter(([path]) => path.split('/').at(-2) === language)
  return new Map(ours.flatMap(([path, tree]) => flatten(tree, path.split('/').at(-1)?.replace('.json', '') ?? '')))
}

const english = wordsOf('en')
const chinese = wordsOf('zh-CN')
const namesIn = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('the two languages', () => {
  it('have the same keys; only English tells one from many', () => {
    const shared = [...english.keys()].filter(
      (key) => !(key.endsWith('.one') && english.has(key.replace(/one$/, 'other'))),
    )
    expect([...chinese.keys()].sort()).toEqual(shared.sort())
  })

  it('name the same values in every sentence', () => {
    const different = [...chinese].filter(
      ([key, sentence]) => namesIn(sentence).join() !== namesIn(english.get(key) ?? '').join(),
    )
    expect(different.map(([key]) => key)).toEqual([])
  })

  it('leave no sentence empty', () => {
    const isSentence = (key: string) => !key.endsWith('Separator') // Chinese sentences follow without a blank
    expect([...english, ...chinese].filter(([key, words]) => isSentence(key) && words.trim() === '')).toEqual([])
  })

  it('word every error', () => {
    const codes = [...errorCodes, ...clientErrorCodes]
    expect(codes.filter((code) => !english.has(`errors.${code}`))).toEqual([])
  })
})

describe('the jobs', () => {
  const main = import.meta.glob<string>('../../main/**/*.ts', { eager: true, query: '?raw', import: 'default' })
  const found = (pattern: RegExp) => [
    ...new Set(Object.values(main).flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name))),
  ]

  it('have words for every command that starts one', () => {
    const commands = found(/startJob\(\s*'([^']+)'/g)
    expect(commands).toContain('dataset.import')
    expect(commands.filter((command) => !english.has(`jobs.commands.${command}`))).toEqual([])
  })

  it('have words for every step that they report', () => {
    const steps = found(/\.progress\(\s*'([^']+)'/g)
    expect(steps).toContain('import')
    expect(steps.filter((step) => !english.has(`jobs.steps.${step}`))).toEqual([])
  })

  it('have words for everything that goes into the history', () => {
    const recorded = found(/\brecord\(\s*(?:project\.)?database,\s*'([^']+)'/g)
    const actions = [...recorded, ...found(/\baction: '([^']+)', subject/g), 'undo', 'redo']
    expect(actions).toContain('import')
    expect(actions.filter((action) => !english.has(`history.actions.${action}`))).toEqual([])
  })
})

describe('the screens', () => {
  const code = Object.entries(sources).filter(([path]) => !path.includes('/charts/'))
  const all = code.map(([, text]) => text).join('\n')
  /** Keys written out, and beginnings of keys that are completed at run time. */
  const written = new Set([...all.matchAll(/['"`]([a-z]\w*(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => key))
  const begun = [...all.matchAll(/`([a-z]\w*\.(?:[\w.-]*\.)?)\$\{/gi)].map(([, start]) => start)

  it('use no key that has no words', () => {
    const known = (key: string) =>
      english.has(key) || english.has(`${key}.other`) || [...english.keys()].some((each) => each.startsWith(`${key}.`))
    const asked = [...all.matchAll(/\b(?:t|counted)\(\s*'([^']+)'/g)].map(([, key]) => key)
    expect(asked.length).toBeGreaterThan(100)
    expect(asked.filter((key) => !known(key))).toEqual([])
  })

  it('use every sentence of the files that are theirs alone', () => {
    const own = /^(common|start|import|data|project)\./
    const isUsed = (key: string) =>
      written.has(key) ||
      written.has(key.replace(/\.(one|other)$/, '')) ||
      written.has(key.replace(/\.(name|text|formula)$/, '')) ||
      begun.some((start) => key.startsWith(start))
    expect([...english.keys()].filter((key) => own.test(key) && !isUsed(key))).toEqual([])
  })

  it('hold no words themselves: neither Chinese nor an English sentence in a template', () => {
    const offending = code.flatMap(([path, text]) => {
      const template = /<template>([\s\S]*)<\/template>/.exec(text)?.[1] ?? ''
      const visible = template.replace(/<!--[\s\S]*?-->/g, '').replace(/\{\{[\s\S]*?\}\}/g, '')
      const literals = [...visible.matchAll(/>([^<>]+)</g)].map(([, words]) => words.trim())
      const attributes = [...visible.matchAll(/\s(?:title|placeholder|aria-label|label)="([^"]+)"/g)].map(
        ([, words]) => words,
      )
      const words = [...literals, ...attributes].filter((each) => /[A-Za-z]{3,}/.test(each))
      return words.map((each) => `${path}: ${each}`)
    })
    const isName = (each: string) => each.endsWith(': say') // the name of the program, in two colours
    expect(offending.filter((each) => !isName(each))).toEqual([])
    const inCode = code.filter(([, text]) => /[\u4e00-\u9fff]/.test(text)).map(([path]) => path)
    // The choice of a report's language names each language in itself.
    expect(inCode.filter((path) => !path.endsWith('/report/ReportSettings.vue'))).toEqual([])
  })
})
