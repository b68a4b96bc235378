import { z } from 'zod'
import { shopFilter } from '../insight/filter/input.ts'
import { sectionIds, standingSections, type SectionId } from './sectionIds.ts'
import { templateNames, templates, type TemplateName } from './templates.ts'

/** Bytes of a logo's data URI. */
const largestLogo = 400_000
const logoPattern = /^data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/]+=*$/

/** What a report looked at before it shared the filter of the pages. */
interface FormerFilters {
  categoryId?: unknown
  windowDays?: unknown
  brandIds?: unknown
}

const isFormer = (given: unknown): given is FormerFilters =>
  typeof given === 'object' && given !== null && ['categoryId', 'windowDays', 'brandIds'].some((key) => key in given)

/** The filter that all pages share; one that an earlier Assay kept is read as the same said in its words. */
export const reportFilters = z.preprocess((given) => {
  if (!isFormer(given)) return given
  const { categoryId = null, windowDays = 365, brandIds = [] } = given
  return { period: { days: windowDays }, categories: categoryId === null ? [] : [categoryId], brands: brandIds }
}, shopFilter)

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
    /** Left out: all time, everybody, everything, as the strip above all pages begins. */
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

/** The filter leaves something out. What its days are held against does not. */
export function isNarrowed({ filters }: Pick<ReportDefinition, 'filters'>): boolean {
  const everything = shopFilter.parse({})
  return JSON.stringify({ ...filters, comparison: 'none' }) !== JSON.stringify(everything)
}
