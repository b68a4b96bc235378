import { z } from 'zod'
import { sectionIds, standingSections, type SectionId } from './sectionIds.ts'
import { templateNames, templates, type TemplateName } from './templates.ts'

/** Bytes of a logo's data URI. */
const largestLogo = 400_000
const logoPattern = /^data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/]+=*$/

/** What of the data a report looks at. The one place for it: whoever shares filters between pages puts theirs here. */
export const reportFilters = z.object({
  /** Null: the whole shop. */
  categoryId: z.int().nullable().default(null),
  windowDays: z.int().min(7).max(3650).default(365),
  /** The brands that are looked at one by one; none named: the largest. */
  brandIds: z.array(z.int()).max(50).default([]),
})
export type ReportFilters = z.infer<typeof reportFilters>

/** A report as it is saved: everything but the data. What is left out is as the template has it. */
export const reportDefinition = z
  .object({
    template: z.enum(templateNames).default('full'),
    sections: z
      .array(z.object({ id: z.enum(sectionIds), shown: z.boolean() }))
      .max(sectionIds.length)
      .optional(),
    listed: z.int().min(5).max(5000).optional(),
    language: z.enum(['en', 'zh-CN']).default('en'),
    /** Empty: the standing title. */
    title: z.string().max(200).default(''),
    /** A PNG or SVG as a data URI; empty for none. */
    logo: z
      .union([z.literal(''), z.string().max(largestLogo, 'a logo is at most 400 kB').regex(logoPattern, 'PNG or SVG')])
      .default(''),
    /** Markdown. */
    notes: z.string().max(20_000).default(''),
    paper: z.enum(['A4', 'Letter']).default('A4'),
    filters: reportFilters.prefault({}),
  })
  .transform((given) => ({
    ...given,
    listed: given.listed ?? templates[given.template].listed,
    sections: completeSections(given.template, given.sections),
  }))
export type ReportDefinition = z.output<typeof reportDefinition>
export type ReportDefinitionInput = z.input<typeof reportDefinition>

interface Choice {
  id: SectionId
  shown: boolean
}

/** Every section once: those given in their order, then the others, off; limits and lineage are always shown. */
function completeSections(template: TemplateName, given: Choice[] | undefined): Choice[] {
  const own = given ?? [...templates[template].sections, ...standingSections].map((id) => ({ id, shown: true }))
  const first = own.filter(({ id }, at) => own.findIndex((other) => other.id === id) === at)
  const missing = sectionIds.filter((id) => !first.some((choice) => choice.id === id))
  const all = [...first, ...missing.map((id) => ({ id, shown: false }))]
  return all.map(({ id, shown }) => ({ id, shown: shown || standingSections.includes(id) }))
}

/** A template as it stands, in a language. */
export const definitionOf = (given: ReportDefinitionInput = {}): ReportDefinition => reportDefinition.parse(given)

/** The sections that are written, in order. */
export const shownSections = ({ sections }: ReportDefinition): SectionId[] =>
  sections.flatMap(({ id, shown }) => (shown ? [id] : []))
