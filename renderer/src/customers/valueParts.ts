import type { Part } from '../../../main/insight/customers/types.ts'
import type { BrushedPart } from '../charts/useBrush.ts'

const any = { from: null, to: null, pastFrom: null, pastTo: null }

/** Whom a group of money holds, by predicted value or by past spend; `bounds` as the spread of values has them. */
export function groupPart(bounds: number[], at: number, isPast = false): Part<'value'> {
  const [from, to] = [bounds[at], bounds[at + 1]]
  return { kind: 'value', ...any, ...(isPast ? { pastFrom: from, pastTo: to } : { from, to }) }
}

/** Whom a group of both holds. */
export const cellPart = (bounds: number[], { past, value }: { past: number; value: number }): Part<'value'> => ({
  ...{ kind: 'value', from: bounds[value], to: bounds[value + 1] },
  ...{ pastFrom: bounds[past], pastTo: bounds[past + 1] },
})

/** Whom a frame over the groups holds: its ends are places of groups, and every group it touches belongs to it. */
export function framedPart(bounds: number[], { x, y }: BrushedPart): Part<'value'> {
  const place = (end: number) => Math.min(bounds.length - 2, Math.max(0, Math.round(end)))
  const [past, value] = [x.map(place), y.map(place)]
  return {
    ...{ kind: 'value', from: bounds[value[0]], to: bounds[value[1] + 1] },
    ...{ pastFrom: bounds[past[0]], pastTo: bounds[past[1] + 1] },
  }
}
