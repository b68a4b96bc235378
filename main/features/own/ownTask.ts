import type { Calendar } from '../../base/calendar.ts'
import { AssayError } from '../../base/errors.ts'
import { kindOf, type Increment, type OwnTaskId, type Task, type TrainSetup } from '../types.ts'
import type { OwnTask, ResolvedOwnTask, WindowTask } from './types.ts'

export const ownTaskId = ({ kind, name }: Pick<OwnTask, 'kind' | 'name'>): OwnTaskId => `${kind}:${name}`

/**
 * Own tasks with their windows as days after a cutoff. Throws `input.invalid` for a window that is empty, begins before the
 * cutoff or ends after the horizon, for two tasks of one name, and for sums of money or units of acts that are no purchases.
 */
export function resolveOwnTasks(
  given: OwnTask[],
  { calendar, cutoffDay, horizonDays }: { calendar: Calendar; cutoffDay: number; horizonDays: number },
): ResolvedOwnTask[] {
  const seen = new Set<string>()
  return given.map((own) => {
    const { name, kind, counts, types, categories, brands, products } = own
    if (seen.has(name)) refuse(name, 'a name that no other task has')
    seen.add(name)
    const isOfPurchases = kind === 'amount' || (kind === 'count' && counts === 'units')
    if (isOfPurchases && types.some((type) => type !== 'purchase')) {
      refuse(
        name,
        `purchases, since other acts have no ${kind === 'amount' ? 'amounts' : 'units'}, not ${types.join(', ')}`,
      )
    }
    const { fromDay, toDay } = windowOf(own, calendar, cutoffDay, horizonDays)
    if (fromDay < 0 || toDay <= fromDay || toDay > horizonDays) {
      refuse(name, `days from 0 to ${horizonDays} after the cutoff, the horizon, not ${fromDay} to ${toDay}`)
    }
    return { task: ownTaskId(own), counts, types, categories, brands, products, fromDay, toDay }
  })
}

function windowOf({ name, window }: OwnTask, calendar: Calendar, cutoffDay: number, horizonDays: number) {
  if (window === null) return { fromDay: 0, toDay: horizonDays }
  if ('fromDay' in window) return window
  const dayAfterCutoff = (isoDate: string): number => {
    const timeMs = calendar.parseIsoDate(isoDate)
    return timeMs === null
      ? refuse(name, `a date like 2024-05-01, not ${isoDate}`)
      : calendar.dayNumber(timeMs) - cutoffDay
  }
  return { fromDay: dayAfterCutoff(window.from), toDay: dayAfterCutoff(window.to) + 1 }
}

function refuse(name: string, problem: string): never {
  throw new AssayError('input.invalid', { field: name, problem })
}

/** The parts that customer value is learned in; none where it is learned as a whole. */
export function incrementsOf({ horizons = [] }: Pick<TrainSetup, 'horizons'>): Increment[] {
  if (horizons.length < 2) return []
  return horizons.map((days, i) => incrementId(i === 0 ? 0 : horizons[i - 1], days))
}

export const incrementId = (fromDay: number, toDay: number): Increment => `increment:${fromDay}-${toDay}`

/** The first day of an increment, and the one after its last, counted from the cutoff. */
export function daysOf(increment: Increment): { fromDay: number; toDay: number } {
  const [fromDay, toDay] = increment.slice('increment:'.length).split('-').map(Number)
  return { fromDay, toDay }
}

/** What is learned for the tasks asked for: customer value over several horizons in its parts. */
export const learnedTasks = (setup: Pick<TrainSetup, 'tasks' | 'horizons'>): Task[] => {
  const increments = incrementsOf(setup)
  return setup.tasks.flatMap((task): Task[] => (task === 'ltv' && increments.length > 0 ? increments : [task]))
}

/** All that is summed up over windows after the cutoff. */
export function windowTasks(setup: Pick<TrainSetup, 'tasks' | 'own' | 'horizons'>): WindowTask[] {
  const all = { types: [], categories: [], brands: [], products: [] }
  const increments = setup.tasks.includes('ltv') ? incrementsOf(setup) : []
  return [
    ...increments.map((task) => ({ task, ...all, sums: 'worth' as const, ...daysOf(task) })),
    ...(setup.own ?? []).map(({ counts, ...own }) => ({ ...own, sums: sumsOf(own.task, counts) })),
  ]
}

function sumsOf(task: OwnTaskId, counts: ResolvedOwnTask['counts']): WindowTask['sums'] {
  const kind = kindOf(task)
  if (kind === 'yesNo') return 'any'
  return kind === 'amount' ? 'money' : counts
}
