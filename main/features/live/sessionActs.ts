import type { Calendar } from '../../base/calendar.ts'
import { actType, type Acts } from '../acts.ts'

/** An act of a session, which the project does not hold yet; sizes as in `Acts`, never negative. */
export interface SessionAct {
  timeMs: number
  /** Of `actType`, and which of all the project's types. */
  type: number
  typeId: number
  /** Position of the product, −1 for none and for one that the project does not know. */
  product: number
  units: number
  money: number
  discount: number
  order: string | null
}

/** Codes of a session's orders lie beyond those of stored ones. */
const firstOrder = 2 ** 30

/**
 * The acts of one user alone, who has position 0: those that are stored of `user` (none for −1) and those of a session, by
 * time. Stored times are known to the hour, and of equal hours the stored acts come first.
 */
export function actsOfUser(acts: Acts, user: number, session: SessionAct[], calendar: Calendar): Acts {
  const [from, to] = user < 0 ? [0, 0] : [acts.starts[user], acts.starts[user + 1]]
  const stored = to - from
  const own = session.toSorted((a, b) => a.timeMs - b.timeMs || Number(isReturn(a)) - Number(isReturn(b)))
  const orders = new Map([...new Set(own.map(({ order }) => order))].map((order, i) => [order, firstOrder + i]))
  const day = [...acts.day.subarray(from, to), ...own.map(({ timeMs }) => calendar.dayNumber(timeMs))]
  const hour = [...acts.hour.subarray(from, to), ...own.map(({ timeMs }) => calendar.hour(timeMs))]
  const order = [...day.keys()].sort((a, b) => day[a] - day[b] || hour[a] - hour[b] || a - b)
  const pick = <Column extends Int32Array | Uint8Array | Float64Array | Float32Array>(
    picked: Column,
    column: Column,
    ofSession: (act: SessionAct) => number,
  ): Column => {
    order.forEach((i, at) => (picked[at] = i < stored ? column[from + i] : ofSession(own[i - stored])))
    return picked
  }
  const count = order.length
  return {
    count,
    starts: Int32Array.of(0, count),
    user: new Int32Array(count),
    product: pick(new Int32Array(count), acts.product, (act) => act.product),
    type: pick(new Uint8Array(count), acts.type, (act) => act.type),
    typeId: pick(new Int32Array(count), acts.typeId, (act) => act.typeId),
    day: Int32Array.from(order, (i) => day[i]),
    hour: Uint8Array.from(order, (i) => hour[i]),
    units: pick(new Float64Array(count), acts.units, (act) => act.units),
    money: pick(new Float64Array(count), acts.money, (act) => act.money),
    discount: pick(new Float32Array(count), acts.discount, (act) => act.discount),
    order: pick(new Int32Array(count), acts.order, (act) => (act.order === null ? -1 : (orders.get(act.order) ?? -1))),
    startDay: acts.startDay,
    endDay: acts.endDay,
  }
}

const isReturn = ({ type }: SessionAct): boolean => type === actType.return
