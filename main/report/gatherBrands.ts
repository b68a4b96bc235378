import type { Work } from '../base/job.ts'
import type { Profile } from '../dataset/profile/types.ts'
import { brandOperation, loyaltyOperation, switchingOperation } from '../insight/operations.ts'
import type { BrandDetails, LoyaltyOverview, SwitchingMatrix } from '../insight/types.ts'
import type { OpenProject } from '../storage/operation.ts'
import { shownSections, type ReportDefinition } from './definition.ts'
import type { SectionId } from './sectionIds.ts'

/** What a report says about brands, within its filters. */
export interface BrandFacts {
  /** Null where the data name no brands that were bought, or no section asks. */
  loyalty: LoyaltyOverview | null
  hasBrands: boolean
  /** The brands of the filters, else the largest. */
  brandDetails: BrandDetails[]
  /** Brands of the filters that nobody bought. */
  absentBrands: number
  switching: SwitchingMatrix | null
}

/** Brands that are looked at one by one where the filters name none. */
const detailed = 6
const mostDetailed = 50
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
  const { filters: filter } = definition
  const brandIds = filter.brands
  const shown = shownSections(definition)
  const hasBrands = profile.tables.behaviour.brands > 0 && profile.tables.behaviour.purchases > 0
  const none = { loyalty: null, hasBrands, brandDetails: [], absentBrands: 0, switching: null }
  if (!hasBrands || !brandSections.some((id) => shown.includes(id))) return none
  // Brands compete within a category; of several, within all of them.
  const scope = { categoryId: filter.categories.length === 1 ? filter.categories[0] : null, filter }
  const loyalty = await loyaltyOperation.run(project, { ...scope, runId }, work)
  work.checkpoint()
  const bought = loyalty.brands.map(({ brandId }) => brandId)
  const named = brandIds.filter((id) => bought.includes(id))
  const chosen = brandIds.length > 0 ? named.slice(0, mostDetailed) : bought.slice(0, detailed)
  const brandDetails: BrandDetails[] = []
  for (const brandId of shown.includes('ladder') ? chosen : []) {
    work.checkpoint()
    brandDetails.push(await brandOperation.run(project, { ...scope, brandId, runId }, work))
  }
  return {
    loyalty,
    hasBrands,
    brandDetails,
    absentBrands: brandIds.length > 0 ? brandIds.length - named.length : 0,
    switching:
      shown.includes('switching') && bought.length > 1
        ? await switchingOperation.run(project, { ...scope, brands: switched }, work)
        : null,
  }
}
