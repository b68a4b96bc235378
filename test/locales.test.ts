import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../main/base/errors.ts'
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

describe('words', () => {
  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('has a sentence for every error in %s', (_, words) => {
    expect(errorCodes.filter((code) => !words.has(`errors.${code}`))).toEqual([])
  })

  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('fills every name in a sentence about an error in %s', (_, words) => {
    const gaps = thrownErrors().flatMap(({ file, code, params }) =>
      placeholders(words.say(`errors.${code}`))
        .filter((name) => !params.includes(name))
        .map((name) => `${file}: ${code} lacks {${name}}`),
    )
    expect(gaps).toEqual([])
  })

  it('has words for every step that a job reports', () => {
    const steps = globSync('main/**/*.ts', { cwd: root }).flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\bprogress\(\s*'(\w+)'/g)].map(([, step]) => step),
    )
    expect(steps.length).toBeGreaterThan(5)
    for (const words of [english, chinese]) {
      expect([...new Set(steps)].filter((step) => !words.has(`jobs.steps.${step}`))).toEqual([])
    }
  })
})
