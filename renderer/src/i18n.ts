import { createI18n, type I18n, type MessageContext, type MessageFunction } from 'vue-i18n'
import type { Language } from '../../main/host/contract.ts'

type Tree = { [key: string]: string | Tree }
type Empty = Record<string, unknown>
type Messages = { [key: string]: MessageFunction | Messages }

const files = import.meta.glob<Tree>('../../resources/locales/*/*.json', { eager: true, import: 'default' })

const messages: Record<Language, Messages> = { en: {}, 'zh-CN': {} }
const sentences: Record<Language, Map<string, string>> = { en: new Map(), 'zh-CN': new Map() }

/** Where names stand in a sentence: text and names take turns. */
function partsOf(sentence: string): string[] {
  return sentence.split(/\{(\w+)\}/)
}

/** Plain `{name}` interpolation, so that Node code can read the same sentences; compiles nothing, needs no eval. */
function fill(sentence: string): MessageFunction {
  const parts = partsOf(sentence)
  const words = (context: MessageContext) =>
    parts.map((part, index) => (index % 2 ? String(context.named(part) ?? '') : part)).join('')
  return words as MessageFunction
}

/** Files write `a.b` and nested `a` → `b` alike, whichever reads better. */
function take(tree: Tree, prefix: string, language: Language): void {
  for (const [key, value] of Object.entries(tree)) {
    const path = `${prefix}.${key}`
    if (typeof value !== 'string') {
      take(value, path, language)
      continue
    }
    sentences[language].set(path, value)
    const names = path.split('.')
    const last = names.pop() ?? ''
    let node = messages[language]
    for (const name of names) node = (node[name] ??= {}) as Messages
    node[last] = fill(value)
  }
}

// Namespaced by file: `resources/locales/en/import.json` holds `import.*`.
for (const [path, content] of Object.entries(files)) {
  const [language, file] = path.split('/').slice(-2)
  take(content, file.replace('.json', ''), language as Language)
}

export const i18n: I18n<Empty, Empty, Empty, string, false> = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: messages as never,
})

/** A sentence in its parts, names unfilled: every second part is a name. */
export function sentenceParts(key: string): string[] {
  const language = i18n.global.locale.value as Language
  return partsOf(sentences[language].get(key) ?? sentences.en.get(key) ?? key)
}

/** What `system` means here: Chinese for any Chinese, otherwise English. */
export const systemLanguage = (): Language => (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
