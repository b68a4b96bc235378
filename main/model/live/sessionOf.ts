import type { Calendar } from '../../base/calendar.ts'
import { AssayError } from '../../base/errors.ts'
import { createTimeReader } from '../../dataset/dates.ts'
import { actOf } from '../../dataset/words.ts'
import { actType } from '../../features/acts.ts'
import type { SessionAct } from '../../features/live/sessionActs.ts'
import type { LiveAct } from './types.ts'

/** Positions and numbers of what a session names. */
export interface Names {
  product(externalId: string): number
  /** 0 for a type that no act of the project has. */
  typeId(name: string): number
}

/**
 * A session's acts by the rules for acts of a file: quantity missing is 1, amount missing is quantity × price − discount, a
 * purchase of negative quantity (or negative amount without one) is a return; sizes are never negative. Throws
 * `input.invalid` for a time that can't be read.
 */
export function readSession(acts: LiveAct[], names: Names, calendar: Calendar): SessionAct[] {
  const read = createTimeReader('iso', calendar)
  return acts.map((act, i) => {
    const timeMs = typeof act.time === 'number' ? act.time : read(act.time.trim(), 0, act.time.trim().length)
    if (!(Math.abs(timeMs) < latestMs)) {
      throw new AssayError('input.invalid', {
        field: `acts.${i}.time`,
        problem: `a time such as 2024-05-01T10:30, or milliseconds since 1970, not ${act.time}`,
      })
    }
    return {
      timeMs,
      ...sizesOf(act, names),
      product: act.product_id === undefined ? -1 : names.product(act.product_id.trim()),
      order: act.order_id?.trim() ?? null,
    }
  })
}

/** The year 2200: times beyond it are mistakes. */
const latestMs = Date.UTC(2200, 0, 1)

type Sizes = Pick<SessionAct, 'type' | 'typeId' | 'units' | 'money' | 'discount'>

function sizesOf(act: LiveAct, names: Names): Sizes {
  const { quantity, price, amount, discount = 0 } = act
  const word = actOf(act.type.trim())
  const isTakenBack = (quantity ?? 1) < 0 || (quantity === undefined && (amount ?? 0) < 0)
  const type = word === 'purchase' && isTakenBack ? 'return' : word
  const computed = price === undefined ? 0 : (quantity ?? 1) * price - discount
  return {
    type: Object.hasOwn(actType, type) ? actType[type as keyof typeof actType] : actType.other,
    typeId: names.typeId(type),
    units: Math.abs(quantity ?? 1),
    money: Math.abs(amount ?? computed),
    discount: Math.abs(discount),
  }
}
