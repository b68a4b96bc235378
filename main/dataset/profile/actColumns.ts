import type { Work } from '../../base/job.ts'
import { createTextTally, spread, type TextFigures } from './textTally.ts'
import { readActRows, type ActRow } from './actStore.ts'
import { readNet } from './tableStore.ts'
import type { OpenProject } from '../../storage/operation.ts'

/** Type ids of Assay's own words that profiles look at. */
export const actKind = { view: 1, purchase: 4, return: 5 } as const

export const actTexts = ['order', 'session', 'query', 'channel'] as const
export type ActText = (typeof actTexts)[number]

/**
 * All acts as flat columns, some 70 bytes each, in the order of their ids. `kind`, `units` and `money` are what the view
 * `act` says; the numbers are as files and rules say them, missing ones NaN. `texts` is one hash of all text columns.
 */
export interface ActColumns {
  count: number
  id: Uint32Array
  user: Uint32Array
  /** 0 where an act names none. */
  product: Uint32Array
  kind: Uint32Array
  time: Float64Array
  quantity: Float64Array
  price: Float64Array
  amount: Float64Array
  discount: Float64Array
  units: Float64Array
  money: Float64Array
  texts: Uint32Array
  textFigures: Record<ActText, TextFigures>
  /** Units and money that returns leave of an act, where they are netted. */
  net(row: number): [units: number, money: number]
}

/** Reads every act once. */
export function readActColumns({ database }: OpenProject, work: Work): ActColumns {
  const { count, chunks } = readActRows(database)
  const columns = emptyColumns(count)
  const tallies = actTexts.map(() => createTextTally())
  let at = 0
  for (const rows of chunks) {
    work.progress('profile', at, count)
    work.checkpoint()
    for (const row of rows) {
      takeNumbers(columns, at, row)
      let hash = 0
      for (let text = 0; text < tallies.length; text++) {
        hash = Math.imul(hash, 31) + tallies[text].add(row[9 + text] as string | null)
      }
      columns.texts[at++] = spread(hash)
    }
  }
  const textFigures = Object.fromEntries(actTexts.map((name, i) => [name, tallies[i].figures()]))
  const net = readNet(database)
  return {
    ...columns,
    textFigures: textFigures as Record<ActText, TextFigures>,
    net: (row) => (net.size > 0 ? net.get(columns.id[row]) : undefined) ?? [columns.units[row], columns.money[row]],
  }
}

function emptyColumns(count: number) {
  const numbers = () => new Float64Array(count)
  return {
    count,
    id: new Uint32Array(count),
    user: new Uint32Array(count),
    product: new Uint32Array(count),
    kind: new Uint32Array(count),
    time: numbers(),
    quantity: numbers(),
    price: numbers(),
    amount: numbers(),
    discount: numbers(),
    units: numbers(),
    money: numbers(),
    texts: new Uint32Array(count),
  }
}

function takeNumbers(columns: ReturnType<typeof emptyColumns>, at: number, row: ActRow): void {
  const [id, user, time, product, type, quantity, price, amount, discount] = row as (number | null)[]
  columns.id[at] = id as number
  columns.user[at] = user as number
  columns.time[at] = time as number
  columns.product[at] = product ?? 0
  columns.quantity[at] = quantity ?? NaN
  columns.price[at] = price ?? NaN
  columns.amount[at] = amount ?? NaN
  columns.discount[at] = discount ?? NaN
  // As the view `act` has it: reading that beside the plain values would cost as much again.
  const isReturn = type === actKind.purchase && ((quantity ?? 1) < 0 || (quantity === null && (amount ?? 0) < 0))
  columns.kind[at] = isReturn ? actKind.return : (type as number)
  columns.units[at] = Math.abs(quantity ?? 1)
  const worth = amount ?? (price === null ? 0 : (quantity ?? 1) * price - (discount ?? 0))
  columns.money[at] = Math.abs(worth)
}

/** Acts of each user one after the other, each user's by time. Those of user u are `order[starts[u]]` … `order[starts[u + 1] − 1]`. */
export interface ByUser {
  starts: Uint32Array
  order: Uint32Array
}

export function orderByUser({ count, user, time }: ActColumns): ByUser {
  let highest = 0
  for (const id of user) if (id > highest) highest = id
  const starts = new Uint32Array(highest + 2)
  for (let i = 0; i < count; i++) starts[user[i] + 1]++
  for (let u = 0; u <= highest; u++) starts[u + 1] += starts[u]
  const next = starts.slice()
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[next[user[i]]++] = i
  for (let u = 0; u <= highest; u++) {
    for (let i = starts[u] + 1; i < starts[u + 1]; i++) {
      if (time[order[i - 1]] <= time[order[i]]) continue
      order.subarray(starts[u], starts[u + 1]).sort((a, b) => time[a] - time[b] || a - b)
      break
    }
  }
  return { starts, order }
}
