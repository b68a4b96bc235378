import { createI18n, type MessageCompiler, type MessageContext, type MessageFunction } from 'vue-i18n'
import type { Language } from '../../main/host/contract.ts'

type Tree = { [key: string]: string | Tree }

const files = import.meta.glob<Tree>('../../resources/locales/*/*.json', { eager: true, import: 'default' })

/** Both languages, namespaced by file: `resources/locales/en/import.json` holds `import.*`. */
export const messages: Record<Language, Tree> = { en: {}, 'zh-CN': {} }
for (const [path, content] of Object.entries(files)) {
  const [language, file] = path.split('/').slice(-2)
  messages[language as Language][file.replace('.json', '')] = content
}

/** Where names stand in a sentence: text and names take turns. */
export const sentenceParts = (sentence: string): string[] => sentence.split(/\{(\w+)\}/)

/** Plain `{name}` interpolation, so that Node code can read the same sentences; needs no eval. */
const compile: MessageCompiler = (message) => {
  const parts = sentenceParts(String(message))
  const fill = (context: MessageContext) =>
    parts.map((part, index) => (index % 2 ? String(context.named(part) ?? '') : part)).join('')
  return fill as MessageFunction
}

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  flatJson: true,
  messages: messages as never,
  messageCompiler: compile,
  warnHtmlMessage: false,
})

/** What `system` means here: Chinese for any Chinese, otherwise English. */
export const systemLanguage = (): Language => (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
}
