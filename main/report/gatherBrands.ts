import type { Work } from '../base/job.ts'
import type { Profile } from '../dataset/profile/types.ts'
import { mainCategories } from '../insight/mainCategory.ts'
import { ladderFlowOperation } from '../insight/loyalty/operations.ts'
import type { LadderFlow } from '../insight/loyalty/types.ts'
import { brandOperation, categoriesOperation, loyaltyOperation, switchingOperation } from '../insight/operations.ts'
import { loadMarket } from '../insight/purchases.ts'
import type { BrandDetails, LoyaltyOverview, SwitchingMatrix } from '../insight/types.ts'
import type { OpenProject } from '../storage/operation.ts'
import { shownSections, type ReportDefinition } from './definition.ts'
import { gatherPromotion, type BrandPromotion } from './gatherPromotion.ts'
import type { SectionId } from './sectionIds.ts'

/** What a report says about brands, within its filters. */
export interface BrandFacts {
  /** Over all categories of the filter; null where the data name no brands that were bought, or no section asks. */
  loyalty: LoyaltyOverview | null
  hasBrands: boolean
  /** The categories whose brands are held against each other, the largest first. */
  markets: CategoryMarket[]
  /** Categories of the filter that have buyers. */
  categories: number
  /** The brands of the filters, else the largest, each within the category that it sells most in. */
  brandDetails: DetailedBrand[]
  /** Brands of the filters that nobody bought. */
  absentBrands: number
  /** Null where no season of sales lies within the filter's days, or no section asks. */
  promotion: BrandPromotion | null
}

/** Brands compete within a category: figures over several mix markets that have nothing to do with each other. */
export interface CategoryMarket extends CategoryName {
  loyalty: LoyaltyOverview
  /** Null where only one brand was bought, or no section asks. */
  switching: SwitchingMatrix | null
}

export interface DetailedBrand extends BrandDetails, CategoryName {
  /** From what the filter compares with, else as many days before; null where the data do not reach back, or no section asks. */
  flow: LadderFlow | null
}

/** Empty for products without a category. */
export interface CategoryName {
  categoryId: number
  category: string
}

/** Brands that are looked at one by one where the filters name none. */
const detailed = 6
const mostDetailed = 50
/** Categories whose brands are held against each other. */
const markets = 4
/** Brands of a switching matrix; the others are pooled. */
const switched = 8

const brandSections: SectionId[] = ['standing', 'doubleJeopardy', 'ladder', 'brandCohorts', 'switching', 'promotion']
const detailSections: SectionId[] = ['ladder', 'brandCohorts', 'promotion']
const marketSections: SectionId[] = ['doubleJeopardy', 'switching']

export async function gatherBrands(
  project: OpenProject,
  definition: ReportDefinition,
  profile: Profile,
  runId: number | null,
  work: Work,
): Promise<BrandFacts> {
  const { filters: filter } = definition
  const shown = shownSections(definition)
  const asks = (sections: SectionId[]) => sections.some((id) => shown.includes(id))
  const hasBrands = profile.tables.behaviour.brands > 0 && profile.tables.behaviour.purchases > 0
  const none = { loyalty: null, hasBrands, markets: [], categories: 0, brandDetails: [], absentBrands: 0, promotion: null } // prettier-ignore
  if (!hasBrands || !asks(brandSections)) return none
  const loyalty = await loyaltyOperation.run(project, { categoryId: null, filter, runId }, work)
  const bought = loyalty.brands.map(({ brandId }) => brandId)
  const named = filter.brands.filter((id) => bought.includes(id))
  const chosen = filter.brands.length > 0 ? named.slice(0, mostDetailed) : bought.slice(0, detailed)
  const categoryOf = homeOf(project, definition, work)
  const brandDetails: DetailedBrand[] = []
  for (const brandId of asks(detailSections) ? chosen : []) {
    work.checkpoint()
    const home = categoryOf(brandId)
    const question = { brandId, categoryId: home.categoryId, filter }
    const details = await brandOperation.run(project, { ...question, runId }, work)
    const flow = shown.includes('ladder') ? await ladderFlowOperation.run(project, question, work) : null
    brandDetails.push({ ...home, ...details, flow })
  }
  const all = await categoriesOperation.run(project, { filter }, work)
  const categories = all.filter(
    ({ categoryId: id }) => filter.categories.length === 0 || filter.categories.includes(id),
  )
  const names = asks(marketSections) ? marketNames(categories, named.map(categoryOf)) : []
  return {
    ...{ loyalty, hasBrands, brandDetails, categories: categories.length },
    absentBrands: filter.brands.length - named.length,
    markets: await gatherMarkets(project, names, { definition, runId }, work),
    promotion: shown.includes('promotion') ? await gatherPromotion(project, brandDetails, filter, work) : null,
  }
}

/** The category that a brand sells most in, of those of the filter. */
function homeOf(project: OpenProject, { filters }: ReportDefinition, work: Work): (brandId: number) => CategoryName {
  const { purchases, scope } = loadMarket(project, { categoryId: null, filter: filters }, work)
  const homes = mainCategories(purchases, scope)
  return (brandId) => {
    const home = homes[purchases.brandIds.indexOf(brandId)]
    return { categoryId: purchases.categoryIds[home], category: purchases.categoryNames[home] }
  }
}

/**
 * Where named brands are at home; else the largest categories of the filter by buyers. Products without a category make no
 * market, unless there is nothing else.
 */
function marketNames(largest: CategoryName[], homes: CategoryName[]): CategoryName[] {
  const of = homes.length > 0 ? homes : largest
  const once = of.filter((one, at) => of.findIndex(({ categoryId }) => categoryId === one.categoryId) === at)
  const withName = once.filter(({ categoryId }) => categoryId !== 0)
  return (withName.length > 0 ? withName : once).slice(0, markets)
}

async function gatherMarkets(
  project: OpenProject,
  names: CategoryName[],
  { definition, runId }: { definition: ReportDefinition; runId: number | null },
  work: Work,
): Promise<CategoryMarket[]> {
  const { filters: filter } = definition
  const isSwitching = shownSections(definition).includes('switching')
  const found: CategoryMarket[] = []
  for (const { categoryId, category } of names) {
    work.checkpoint()
    const loyalty = await loyaltyOperation.run(project, { categoryId, filter, runId }, work)
    const switching =
      isSwitching && loyalty.brands.length > 1
        ? await switchingOperation.run(project, { categoryId, filter, brands: switched }, work)
        : null
    found.push({ categoryId, category, loyalty, switching })
  }
  return found
}
