import type { Work } from '../base/job.ts'
import type { Profile } from '../dataset/profile/types.ts'
import { brandOperation, categoriesOperation, loyaltyOperation, switchingOperation } from '../insight/operations.ts'
import type { BrandDetails, LoyaltyOverview, SwitchingMatrix } from '../insight/types.ts'
import type { OpenProject } from '../storage/operation.ts'
import { shownSections, type ReportDefinition } from './definition.ts'
import type { SectionId } from './sectionIds.ts'

/** What a report says about brands, within its filters. */
export interface BrandFacts {
  /** Null where the data name no brands that were bought, or no section asks. */
  loyalty: LoyaltyOverview | null
  hasBrands: boolean
  /** Of the category that the filters name: its name, or null where there is none of this id; undefined: all of the shop. */
  category: string | null | undefined
  /** The brands of the filters, else the largest. */
  brandDetails: BrandDetails[]
  /** Brands of the filters that nobody bought. */
  absentBrands: number
  switching: SwitchingMatrix | null
}

/** Brands that are looked at one by one where the filters name none. */
const detailed = 6
/** Brands of the switching matrix; the others are pooled. */
const switched = 8

const brandSections: SectionId[] = ['standing', 'doubleJeopardy', 'ladder', 'switching']

export async function gatherBrands(
  project: OpenProject,
  definition: ReportDefinition,
  profile: Profile,
  runId: number | null,
  work: Work,
): Promise<BrandFacts> {
  const { categoryId, windowDays, brandIds } = definition.filters
  const shown = shownSections(definition)
  const hasBrands = profile.tables.behaviour.brands > 0 && profile.tables.behaviour.purchases > 0
  const none = { loyalty: null, hasBrands, category: undefined, brandDetails: [], absentBrands: 0, switching: null }
  if (!hasBrands || !brandSections.some((id) => shown.includes(id))) return none
  const scope = { categoryId, windowDays }
  const loyalty = await loyaltyOperation.run(project, { ...scope, runId }, work)
  work.checkpoint()
  const bought = loyalty.brands.map(({ brandId }) => brandId)
  const chosen = brandIds.length > 0 ? brandIds.filter((id) => bought.includes(id)) : bought.slice(0, detailed)
  const brandDetails: BrandDetails[] = []
  for (const brandId of shown.includes('ladder') ? chosen : []) {
    work.checkpoint()
    brandDetails.push(await brandOperation.run(project, { ...scope, brandId, runId }, work))
  }
  const categories = categoryId === null ? [] : await categoriesOperation.run(project, {}, work)
  return {
    loyalty,
    hasBrands,
    category:
      categoryId === null
        ? undefined
        : (categories.find((choice) => choice.categoryId === categoryId)?.category ?? null),
    brandDetails,
    absentBrands: brandIds.length > 0 ? brandIds.length - chosen.length : 0,
    switching:
      shown.includes('switching') && bought.length > 1
        ? await switchingOperation.run(project, { ...scope, brands: switched }, work)
        : null,
  }
}
