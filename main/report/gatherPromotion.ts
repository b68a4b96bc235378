import type { Work } from '../base/job.ts'
import { filterChoices } from '../insight/filter/choices.ts'
import { isoDay } from '../base/calendar.ts'
import { spanOf } from '../insight/filter/span.ts'
import type { ShopFilter } from '../insight/filter/types.ts'
import { loadLedger } from '../insight/ledger/ledger.ts'
import { promotionOperation } from '../insight/loyalty/operations.ts'
import type { Promotion } from '../insight/loyalty/types.ts'
import type { OpenProject } from '../storage/operation.ts'
import type { CategoryName } from './gatherBrands.ts'

/** The report's brands before, during and after the latest season of sales within the filter's days. */
export interface BrandPromotion {
  season: string
  from: string
  to: string
  /** Looked at before and after. */
  days: number
  brands: (Promotion & CategoryName)[]
}

const around = 30

/**
 * Each brand beside the others of its own category. The season is the latest whose days before and after are in the data, else
 * the latest whose days before are; null where there is neither.
 */
export async function gatherPromotion(
  project: OpenProject,
  brands: ({ brandId: number } & CategoryName)[],
  filter: ShopFilter,
  work: Work,
): Promise<BrandPromotion | null> {
  const ledger = loadLedger(project, work)
  const { fromDay, toDay } = spanOf(ledger, filter.period)
  const inPeriod = filterChoices(ledger, []).sales.filter(
    ({ from, to }) => from >= isoDay(Math.max(fromDay, ledger.startDay + around)) && to < isoDay(toDay),
  )
  const isOver = ({ to }: { to: string }) => to < isoDay(ledger.endDay - around)
  const season = inPeriod.find(isOver) ?? inPeriod.at(0)
  if (!season || brands.length === 0) return null
  const { name, from, to } = season
  const found: BrandPromotion['brands'] = []
  for (const { brandId, categoryId, category } of brands) {
    work.checkpoint()
    const question = { brandId, categoryId, filter, from, to, days: around, campaign: null }
    found.push({ categoryId, category, ...(await promotionOperation.run(project, question, work)) })
  }
  return { season: name, from, to, days: around, brands: found }
}
