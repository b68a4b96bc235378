import type { FormatChanges } from '../contract.ts'
import { storedKind } from '../fields.ts'
import type { FileSample } from '../sample.ts'
import type { TemplateRef } from '../shape/shaping.ts'
import type { ShapeStep } from '../shape/steps.ts'
import type { Container, DateStyle, ImportKind, Mapping } from '../types.ts'
import { normalise } from '../words.ts'
import { builtInTemplates } from './builtIn.ts'
import { chooseTemplate, respell } from './fit.ts'

/** What a template says of a file: taken as the proposal instead of what names and contents would propose. */
export interface OfferedTemplate {
  ref: TemplateRef
  kind: ImportKind
  said: FormatChanges
  steps: ShapeStep[]
  mapping: Mapping
  known: string[]
  /** Styles of date columns that need no second guess. */
  dates: Record<string, DateStyle>
}

/** How a file was read before: a template for files of the same columns. */
export interface RememberedTemplate extends OfferedTemplate {
  columns: string[]
  container: Container
}

/** The templates that a file may be offered, the ones to be preferred first. */
export interface Offers {
  remembered: RememberedTemplate[]
  builtIn: boolean
}

/** Files of one signature are read alike: the same columns, however they are spelt, in the same kind of container. */
export const signatureOf = (columns: string[], container: Container): string =>
  [container, ...columns.map(normalise)].join('\n')

/** The template for a file, if there is one; where a kind is said, one of that kind. */
export function offerTemplate(
  { columns, layout: { container } }: Pick<FileSample, 'columns' | 'layout'>,
  { remembered, builtIn }: Offers,
  kind: ImportKind | null,
): OfferedTemplate | null {
  const names = columns.map(({ name }) => name)
  const fitsKind = (each: { kind: ImportKind }) => kind === null || storedKind(each.kind) === storedKind(kind)
  const signature = signatureOf(names, container)
  const same = remembered.find((each) => fitsKind(each) && signatureOf(each.columns, each.container) === signature)
  if (same) return { ...same, steps: [...respell(same.columns, names), ...same.steps] }
  const template = builtIn ? chooseTemplate(builtInTemplates().filter(fitsKind), names) : null
  if (!template) return null
  const { name, mapping, known, format, shape } = template
  return { ref: { name, from: 'builtIn' }, kind: template.kind, said: format, steps: shape, mapping, known, dates: {} }
}
