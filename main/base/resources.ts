import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder that holds package.json, whether this runs from the sources or from what was built of them. */
export const rootFolder: string = findRoot(import.meta.dirname)

export const resourcesFolder = join(rootFolder, 'resources')

export const version = (JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')) as { version: string })
  .version

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`)
  return findRoot(parent)
}

export type WordParams = Record<string, string | number>

/** The words of one language. Keys start with the file they stand in: `errors.project.none`. */
export interface Words {
  language: string
  /** Fills `{names}`; an unknown key comes back as it is, so that a gap shows instead of failing. */
  say(key: string, params?: WordParams): string
  has(key: string): boolean
}

/** Reads `resources/locales/<language>/*.json`, the same files the renderer bundles. */
export function loadWords(language: 'en' | 'zh-CN'): Words {
  const folder = join(resourcesFolder, 'locales', language)
  const sentences = new Map<string, string>()
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.json')) continue
    collect(JSON.parse(readFileSync(join(folder, file), 'utf8')), file.slice(0, -'.json'.length), sentences)
  }
  return {
    language,
    has: (key) => sentences.has(key),
    say: (key, params = {}) =>
      (sentences.get(key) ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
        Object.hasOwn(params, name) ? String(params[name]) : whole,
      ),
  }
}

function collect(tree: unknown, prefix: string, into: Map<string, string>): void {
  if (typeof tree === 'string') into.set(prefix, tree)
  else for (const [key, value] of Object.entries(tree as object)) collect(value, `${prefix}.${key}`, into)
}
