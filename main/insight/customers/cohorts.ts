import { dayMs } from '../../base/calendar.ts'
import type { Span } from '../filter/span.ts'
import { mean, share } from '../intervals.ts'
import type { Ledger } from '../ledger/types.ts'
import type { CohortStep, CustomerCohorts } from './types.ts'

const followed: Record<CohortStep, number> = { month: 12, quarter: 8 }
const months: Record<CohortStep, number> = { month: 1, quarter: 3 }

/**
 * Customers by the month or quarter of their first purchase, where that lies in a span: the share who bought in each of the
 * following ones, and what they had spent on average up to its end. `selection` holds all their purchases. What the data do
 * not cover to its end is null. The curve is over all customers whose step is over, with intervals. `worth` is what each
 * line of the ledger counts as instead of its money.
 */
export function customerCohorts(
  ledger: Ledger,
  selection: Int32Array,
  span: Span,
  step: CohortStep,
  worth: Float64Array = ledger.lines.money,
): CustomerCohorts {
  const { lines, endDay } = ledger
  const stepOfDay = stepsOfDays(ledger.startDay, endDay, step)
  const steps = followed[step]
  const lastWhole = stepOf(endDay, step) - 1
  const cohorts = new Map<number, { customers: number; buyers: number[]; value: number[] }>()
  const curve = Array.from({ length: steps + 1 }, () => ({ n: 0, buyers: 0, sum: 0, squares: 0 }))
  const spent = new Float64Array(steps + 1)
  const bought = new Uint8Array(steps + 1)
  for (let from = 0; from < selection.length;) {
    let to = from + 1
    while (to < selection.length && lines.user[selection[to]] === lines.user[selection[from]]) to++
    const firstDay = lines.day[selection[from]]
    if (firstDay >= span.fromDay && firstDay < span.toDay) {
      const first = stepOfDay(firstDay)
      spent.fill(0)
      bought.fill(0)
      for (let k = from; k < to; k++) {
        const after = stepOfDay(lines.day[selection[k]]) - first
        if (after > steps) break
        spent[after] += worth[selection[k]]
        bought[after] = 1
      }
      const cohort = cohorts.get(first) ?? { customers: 0, buyers: zeros(steps), value: zeros(steps) }
      cohorts.set(first, cohort)
      cohort.customers++
      let total = 0
      for (let after = 0; after <= steps; after++) {
        total += spent[after]
        cohort.buyers[after] += bought[after]
        cohort.value[after] += total
        if (first + after > lastWhole) continue
        const point = curve[after]
        point.n++
        point.buyers += bought[after]
        point.sum += total
        point.squares += total * total
      }
    }
    from = to
  }
  return {
    step,
    cohorts: [...cohorts]
      .sort(([a], [b]) => a - b)
      .map(([first, { customers, buyers, value }]) => {
        const known = (after: number) => first + after <= lastWhole
        return {
          from: nameOf(first, step),
          customers,
          retention: buyers.map((count, after) => (known(after) ? count / customers : null)),
          value: value.map((sum, after) => (known(after) ? sum / customers : null)),
        }
      }),
    curve: curve.map(({ n, buyers, sum, squares }) => ({
      customers: n,
      retention: share(buyers, n),
      value: mean(sum, squares, n),
    })),
  }
}

const zeros = (steps: number): number[] => new Array<number>(steps + 1).fill(0)

/** Steps since 1970-01; day numbers are already the project's calendar days. */
export function stepOf(day: number, step: CohortStep): number {
  const date = new Date(day * dayMs)
  return Math.floor(((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()) / months[step])
}

/** Looked up per day, not per purchase. */
function stepsOfDays(startDay: number, endDay: number, step: CohortStep): (day: number) => number {
  const steps = Int32Array.from({ length: Math.max(0, endDay - startDay) }, (_, i) => stepOf(startDay + i, step))
  return (day) => steps[day - startDay]
}

/** The steps since 1970-01 that a cohort's name stands for, `2024-05`. */
export function stepNamed(name: string, step: CohortStep): number {
  const [year, month] = name.split('-').map(Number)
  return Math.floor(((year - 1970) * 12 + month - 1) / months[step])
}

function nameOf(place: number, step: CohortStep): string {
  const month = place * months[step]
  return `${1970 + Math.floor(month / 12)}-${String((((month % 12) + 12) % 12) + 1).padStart(2, '0')}`
}
