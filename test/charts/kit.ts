import { readdirSync, readFileSync } from 'node:fs'
import type { ChartKit } from '../../main/charts/chart.ts'
import { createChartFormat } from '../../main/charts/format.ts'
import { chartThemes, type ChartTheme } from '../../main/charts/theme.ts'

type Tree = { [key: string]: string | Tree }

/** The words of a language as the window loads them, by dotted key. */
export function readWords(language: 'en' | 'zh-CN', file: string): Map<string, string> {
  const url = new URL(`../../resources/locales/${language}/${file}.json`, import.meta.url)
  const words = new Map<string, string>()
  const walk = (tree: Tree, prefix: string) => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') words.set(`${prefix}.${key}`, value)
      else walk(value, `${prefix}.${key}`)
    }
  }
  walk(JSON.parse(readFileSync(url, 'utf8')) as Tree, file)
  return words
}

/** All words of a language: charts of later capabilities keep theirs in files of their own. */
function readAllWords(language: 'en' | 'zh-CN'): Map<string, string> {
  const files = readdirSync(new URL(`../../resources/locales/${language}/`, import.meta.url))
  return new Map(files.flatMap((file) => [...readWords(language, file.replace('.json', ''))]))
}

/** A kit with the real words; `missing` collects keys that have none. */
export function createTestKit(
  language: 'en' | 'zh-CN' = 'en',
  theme: ChartTheme['name'] = 'light',
): ChartKit & { missing: Set<string> } {
  const words = readAllWords(language)
  const missing = new Set<string>()
  return {
    missing,
    translate(key, params = {}) {
      const text = words.get(key)
      if (text === undefined) missing.add(key)
      return (text ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
    },
    format: createChartFormat(language, 'CNY'),
    theme: chartThemes[theme],
  }
}
