import type { OpenProject } from '../storage/operation.ts'
import { AssayError } from '../base/errors.ts'
import { defaultHorizonDays, isoDay, legalCutoffs, readSpan, type DataSpan } from '../features/setup.ts'
import type { BacktestPlan } from './types.ts'

/**
 * Up to `wanted` past days that leave the whole horizon to be seen after them and something to learn from before, latest
 * first: a horizon apart where so many fit, so that no money is counted twice; else half a horizon apart.
 */
export function backtestDays(
  span: DataSpan,
  horizonDays: number,
  wanted: number,
): { days: number[]; stepDays: number } {
  const { earliest, latest } = legalCutoffs(span, horizonDays, 'time')
  const back = (stepDays: number) => {
    const days: number[] = []
    for (let day = latest; day >= earliest && days.length < wanted; day -= stepDays) days.push(day)
    return { days, stepDays }
  }
  const [whole, half] = [back(horizonDays), back(Math.ceil(horizonDays / 2))]
  return half.days.length > whole.days.length ? half : whole
}

/** Throws `verdict.noDates` where the data are too short for one date, `features.noPurchases` without acts. */
export function planBacktest(
  project: OpenProject,
  { dates, horizonDays: chosen }: { dates: number; horizonDays?: number },
): BacktestPlan {
  const span = readSpan(project)
  const horizonDays = chosen ?? defaultHorizonDays(span)
  const { days, stepDays } = backtestDays(span, horizonDays, dates)
  if (days.length === 0) {
    const dataDays = span.endDay - span.startDay
    throw new AssayError('verdict.noDates', { horizonDays, dataDays, neededDays: 2 * horizonDays + 1 })
  }
  return { horizonDays, stepDays, cutoffs: days.map((day) => isoDay(project.calendar, day)) }
}
