import type { TemplateRef } from '../../../main/dataset/shape/shaping.ts'

type Words = Record<string, string>

const templates = import.meta.glob<{ name: string; title: Words; notes?: Words }>(
  '../../../resources/templates/*.json',
  {
    eager: true,
    import: 'default',
  },
)
const byName = new Map(Object.values(templates).map((template) => [template.name, template]))

/** What a template is called in a language: of a built-in one its title, else the file that was imported so. */
export const templateTitle = ({ name, from }: TemplateRef, language: string): string =>
  (from === 'builtIn' && byName.get(name)?.title[language]) || name

/** What whoever imports such a file should know; empty where there is nothing. */
export const templateNotes = ({ name, from }: TemplateRef, language: string): string =>
  (from === 'builtIn' && byName.get(name)?.notes?.[language]) || ''
