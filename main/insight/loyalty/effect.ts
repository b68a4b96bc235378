import type { Estimate } from '../../model/types.ts'
import { isoDay } from '../../base/calendar.ts'
import { saleSeasons } from '../../features/saleCalendar.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { selectUsers } from '../filter/select.ts'
import { difference } from '../intervals.ts'
import { brandPurchases, type Market } from '../purchases.ts'
import { promotionOf } from './promotion.ts'
import { readCampaigns } from './store.ts'
import { trialOf } from './trial.ts'
import type { MeasuredEffect, Promotion } from './types.ts'

/** Within so many days of a contact, or after a season. */
const effectDays = 30
/** The latest ones; older ones tell less of today. */
const mostCampaigns = 5

/**
 * How many of those who would have gone an action kept, by the shop's own past: the latest campaign that left customers out, else the
 * latest season of sales that is over. Null where the data hold neither.
 */
export function measuredEffect(
  project: OpenProject,
  market: Market,
  question: { brand: number; categoryId: number | null },
): MeasuredEffect | null {
  return effectOfTrial(project, market, question.brand) ?? effectOfSeason(market, question)
}

function effectOfTrial(project: OpenProject, { ledger, filter }: Market, brand: number): MeasuredEffect | null {
  const isUser = selectUsers(ledger, filter)
  for (const { campaign, from, untreated } of readCampaigns(project.database, project.calendar).slice(
    0,
    mostCampaigns,
  )) {
    if (untreated === 0) continue
    const trial = trialOf(project, ledger, { campaign, brand, days: effectDays, isUser })
    const share = trial && keptByTrial(trial)
    if (share) return { kind: 'trial', name: campaign, from, days: effectDays, share }
  }
  return null
}

/** (treated − untreated) / (1 − untreated): of those who would not have bought, the share that did. */
export const keptByTrial = ({ difference, untreated }: NonNullable<Promotion['trial']>): Estimate | null =>
  untreated.value === null || untreated.value >= 1 ? null : scaled(difference, 1 / (1 - untreated.value))

function effectOfSeason(
  { ledger, filter }: Market,
  { brand, categoryId }: { brand: number; categoryId: number | null },
): MeasuredEffect | null {
  const isCovered = ({ fromDay, toDay }: { fromDay: number; toDay: number }) =>
    fromDay - effectDays >= ledger.startDay && toDay + 1 + effectDays <= ledger.endDay
  const season = saleSeasons()
    .filter(isCovered)
    .sort((a, b) => b.fromDay - a.fromDay)
    .at(0)
  if (!season) return null
  const span = { fromDay: season.fromDay, toDay: season.toDay + 1 }
  const share = keptBySeason(
    promotionOf(brandPurchases(ledger, filter, ledger.endDay), categoryId, brand, span, effectDays),
  )
  return share && { kind: 'season', name: season.name, from: isoDay(season.fromDay), days: effectDays, share }
}

/**
 * Of those who bought before and did not come back, the share that would have, had the change in coming back from before to during
 * the season, beyond that of the other brands, been its doing. An association.
 */
export function keptBySeason({ own, others }: Pick<Promotion, 'own' | 'others'>): Estimate | null {
  const [before, during] = [own.before?.again, own.during?.again]
  const [beforeOthers, duringOthers] = [others.before?.again, others.during?.again]
  if (!before || !during || !beforeOthers || !duringOthers) return null
  if (before.value === null || before.value >= 1) return null
  const beyond = difference(difference(during, before), difference(duringOthers, beforeOthers))
  return beyond.value === null ? null : scaled(beyond, 1 / (1 - before.value))
}

const scaled = ({ value, low, high }: Estimate, by: number): Estimate => ({
  value: value === null ? null : value * by,
  low: low === null ? null : low * by,
  high: high === null ? null : high * by,
})
