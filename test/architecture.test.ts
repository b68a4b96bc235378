import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const sources = (pattern: string) => globSync(pattern, { cwd: root }).sort()

interface Import {
  from: string
  to: string
  typeOnly: boolean
}

/** Every import of a file; relative ones resolved from the repository's root. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(/^\s*(import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]/gms)
  return [...found].map(([, , type, to]) => ({
    from: file,
    to: to.startsWith('.') ? normalize(join(dirname(file), to)) : to,
    typeOnly: type !== undefined,
  }))
}

const capabilityOf = (file: string) => /^main\/(\w+)\//.exec(file)?.[1] ?? null

/** Whom each part of main may import beside itself. Files directly under main tie the capabilities together. */
const arrows: Record<string, string[]> = {
  base: [],
  charts: ['base'],
  storage: ['base'],
  dataset: ['base', 'storage'],
  engine: ['base'],
  features: ['base', 'storage', 'dataset'],
  model: ['base', 'storage', 'dataset', 'features', 'engine'],
  search: ['base', 'storage', 'features', 'model', 'engine'],
  explain: ['base', 'storage', 'features', 'model', 'engine'],
  verdict: ['base', 'storage', 'features', 'model', 'engine'],
  insight: ['base', 'storage', 'dataset', 'features', 'model'],
  report: ['base', 'storage', 'dataset', 'features', 'model', 'search', 'explain', 'insight', 'charts'],
}

describe('architecture', () => {
  const main = sources('main/**/*.ts').flatMap(importsOf)

  it('keeps the arrows between capabilities', () => {
    const broken = main.filter(({ from, to, typeOnly }) => {
      const [own, other] = [capabilityOf(from), capabilityOf(to)]
      if (!own || own === 'host' || !other || own === other) return false
      // Charts draw what others define: they may know its shape, never its code.
      return !arrows[own]?.includes(other) && !(own === 'charts' && typeOnly)
    })
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('lets capabilities know the app by type only', () => {
    const broken = main.filter(
      ({ from, to, typeOnly }) =>
        capabilityOf(from) && capabilityOf(from) !== 'host' && /^main\/\w+\.ts$/.test(to) && !typeOnly,
    )
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('imports electron in the host and the preload alone', () => {
    const all = sources('{main,preload,renderer,test}/**/*.{ts,vue}').flatMap(importsOf)
    const allowed = /^(main\/index\.ts|main\/host\/[^/]*|preload\/.*)$/
    const broken = all.filter(({ from, to }) => to === 'electron' && !allowed.test(from))
    expect(broken.map(({ from }) => from)).toEqual([])
  })

  it('gives the renderer types of main, and code of the chart builders alone', () => {
    const broken = sources('renderer/**/*.{ts,vue}')
      .flatMap(importsOf)
      .filter(({ to, typeOnly }) => to.startsWith('main/') && !to.startsWith('main/charts/') && !typeOnly)
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('keeps contracts, types and charts free of Node', () => {
    const free = /^main\/(\w+\/(contract|types)|charts\/.*|contract)\.ts$/
    const broken = main.filter(({ from, to }) => free.test(from) && (to.startsWith('node:') || to === 'better-sqlite3'))
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('keeps SQL in the stores', () => {
    const withSql = sources('main/**/*.ts').filter((file) =>
      /\.prepare\(|\.exec\(['"`](SELECT|INSERT|CREATE)/.test(readFileSync(join(root, file), 'utf8')),
    )
    const allowed = /(^main\/storage\/|[sS]tore\.ts$|^main\/project\.ts$)/
    expect(withSql.filter((file) => !allowed.test(relative('.', file)))).toEqual([])
  })
})
