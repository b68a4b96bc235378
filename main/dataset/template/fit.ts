import type { ShapeStep } from '../shape/steps.ts'
import { normalise } from '../words.ts'
import type { Template } from './template.ts'

const copyOf = (column: string, from: string): ShapeStep => ({
  step: 'compute',
  column,
  expression: `[${from.replaceAll(']', ']]')}]`,
})

/** The steps that give a file's columns the spelling under which they are wanted: `User ID` for `user_id`. */
export function respell(wanted: string[], columns: string[]): ShapeStep[] {
  const bySpelling = new Map(columns.map((column) => [normalise(column), column]))
  const other = wanted.flatMap((name) => {
    const found = bySpelling.get(normalise(name))
    return found === undefined || columns.includes(name) ? [] : [{ name, found }]
  })
  if (other.length === 0) return []
  const copies = other.map(({ name, found }) => copyOf(name, found))
  return [...copies, { step: 'omit', columns: other.map(({ found }) => found) }]
}

/**
 * The steps that bring a file's columns to those a template speaks of: other spellings and older names are copied, optional
 * ones that are absent are added empty. Null where a required column is missing.
 */
export function fitTemplate(template: Template, columns: string[]): ShapeStep[] | null {
  const bySpelling = new Map(columns.map((column) => [normalise(column), column]))
  const find = (name: string) => (columns.includes(name) ? name : bySpelling.get(normalise(name)))
  const steps: ShapeStep[] = []
  for (const name of [...template.requires, ...template.optional]) {
    const names = [name, ...(template.aliases[name] ?? [])]
    const found = names.map(find).find((column) => column !== undefined)
    if (found === name) continue
    if (found !== undefined) steps.push(copyOf(name, found))
    else if (template.requires.includes(name)) return null
    else steps.push({ step: 'constant', column: name, value: '' })
  }
  return steps
}

/** The template that fits the columns best: of several, the one that asks for most. Its shape begins with what fits it. */
export function chooseTemplate(templates: Template[], columns: string[]): Template | null {
  let best: { template: Template; steps: ShapeStep[] } | null = null
  for (const template of templates) {
    const steps = fitTemplate(template, columns)
    if (steps && template.requires.length > (best?.template.requires.length ?? 0)) best = { template, steps }
  }
  return best && { ...best.template, shape: [...best.steps, ...best.template.shape] }
}
