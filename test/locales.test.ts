import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadWords } from '../main/base/resources.ts'

const root = resolve(import.meta.dirname, '..')
const english = loadWords('en')
const chinese = loadWords('zh-CN')

/** Every place in main that throws an AssayError with parameters written out. */
function thrownErrors(): { file: string; code: string; params: string[] }[] {
  return globSync('main/**/*.ts', { cwd: root }).flatMap((file) => {
    // Values are of no interest, and their braces would end the literal early.
    const text = readFileSync(join(root, file), 'utf8').replace(/\$\{[^}]*\}/g, '')
    const found = text.matchAll(/new AssayError\(\s*'([\w.]+)'(?:,\s*(\{[^}]*\}))?/g)
    return [...found].map(([, code, params]) => ({ file, code, params: namesIn(params ?? '{}') }))
  })
}

const namesIn = (literal: string): string[] =>
  literal
    .slice(1, -1)
    .split(',')
    .map((part) => /^\s*(\w+)/.exec(part)?.[1])
    .filter((name) => name !== undefined)

const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

describe('sentences about errors', () => {
  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('name nothing that the error does not bring along, in %s', (_, words) => {
    const gaps = thrownErrors().flatMap(({ file, code, params }) =>
      placeholders(words.say(`errors.${code}`))
        .filter((name) => !params.includes(name))
        .map((name) => `${file}: ${code} lacks {${name}}`),
    )
    expect(gaps).toEqual([])
  })
})
