import type { Matrix } from '../base/table.ts'
import { noteLastActs } from './actLog.ts'
import type { Acts } from './acts.ts'
import type { AsOf } from './asOf.ts'
import { meanRepeatSpend } from './behaviourColumns.ts'
import { addRow, fillRow } from './columns.ts'
import { createTable } from './exampleTable.ts'
import type { NetPurchases } from '../dataset/clean/netting.ts'
import { createCircleReader, type Circle } from './circles.ts'
import { createPastReader, pastColumn } from './own/ownColumns.ts'
import { createStanding, type Standing } from './socialColumns.ts'
import { isOwn, type ExampleTable } from './types.ts'
import { createHistoryReader, windowDays, type UserHistory } from './userHistory.ts'

/** The users with a row, their table, and where each user's row is. */
export interface UserRows {
  table: ExampleTable
  /** Position of the user of every row. */
  users: Int32Array
  /** Row by position of the user, −1 without one. */
  rowOf: Int32Array
  standing: Standing
  /** What is around a user. */
  circleOf: (user: number) => Circle
}

/** Rows of every user with a net purchase before the cutoff. `vectors` has a row per product position. */
export function buildUserRows(asOf: AsOf, vectors: Matrix, labelled: boolean): UserRows {
  const { world, features } = asOf
  const users = usersWithRow(world.acts, asOf.net, asOf.cutoffDay)
  const rows: Omit<UserRows, 'circleOf'> = {
    table: createTable('user', users.length, features, labelled),
    users,
    rowOf: new Int32Array(world.users.count).fill(-1),
    standing: createStanding(world.users.count),
  }
  const historyReader = (net: NetPurchases) =>
    createHistoryReader(world.acts, world.catalogue, net, asOf.cutoffDay, asOf.horizonDays)
  const read = historyReader(asOf.net)
  const valued = asOf.worth === asOf.net.money ? null : historyReader({ ...asOf.net, money: asOf.worth })
  const fillPast = createPastFiller(asOf)
  for (let row = 0; row < users.length; row++) {
    const user = users[row]
    const history = read(user)
    if (!history) throw new Error(`user ${world.users.ids[user]} has a row but no purchase`)
    rows.rowOf[user] = row
    rows.table.ids[row] = world.users.ids[user]
    fillUserRow(asOf, vectors, rows.table, row, user, history)
    fillBaseline(rows.table.baseline, row, valued?.(user) ?? history)
    fillPast(rows.table, row, user)
    noteStanding(rows.standing, history)
  }
  rows.table.clusters.set(rows.table.ids)
  rows.table.cutoffs.fill(asOf.cutoffMs)
  const circleOf = createCircleReader(asOf, rows.standing)
  for (let row = 0; row < users.length; row++) {
    fillRow(rows.table.inputs.social, row, features.social, circleOf(users[row]))
  }
  return { ...rows, circleOf }
}

/** Writes what a user's acts say into a row. `user`: the one whose acts of `asOf` are meant. */
export function fillUserRow(
  asOf: AsOf,
  vectors: Matrix,
  table: ExampleTable,
  row: number,
  user: number,
  history: UserHistory,
): void {
  fillRow(table.inputs.behaviour, row, asOf.features.behaviour, history)
  noteLastActs(asOf, table.sequences, row, user)
  averageVectors(asOf, vectors, user, table.inputs.product, row)
}

/** Positions of the users with a net purchase before the cutoff. */
export function usersWithRow(acts: Acts, net: NetPurchases, cutoffDay: number): Int32Array {
  const found: number[] = []
  for (let user = 0; user + 1 < acts.starts.length; user++) {
    for (let i = acts.starts[user]; i < acts.starts[user + 1] && acts.day[i] < cutoffDay; i++) {
      if (!(net.units[i] > 0)) continue
      found.push(user)
      break
    }
  }
  return Int32Array.from(found)
}

function fillBaseline(baseline: ExampleTable['baseline'], row: number, history: UserHistory): void {
  const lastDay = history.days[history.dayCount - 1]
  baseline.frequency[row] = history.dayCount - 1
  baseline.recencyDays[row] = lastDay - history.days[0]
  baseline.ageDays[row] = history.cutoffDay - history.days[0]
  baseline.meanRepeatSpend[row] = meanRepeatSpend(history)
  baseline.totalSpend[row] = history.spend
  baseline.lastSpend[row] = history.spends[history.dayCount - 1]
}

/** Writes what users did before of what is asked: as inputs behind those of behaviour, and for the baselines. */
export function createPastFiller(asOf: AsOf) {
  const { behaviour, windows } = asOf.features
  let next = behaviour.length
  const places = windows
    .filter(({ task }) => isOwn(task))
    .map((reader) => {
      const first = next
      next += reader.columns.length
      return { ...reader, first, read: createPastReader(asOf, reader) }
    })
  return ({ inputs, baseline }: ExampleTable, row: number, user: number) => {
    for (const { task, columns, first, read } of places) {
      const past = read(user)
      fillRow(inputs.behaviour, row, columns, past, first)
      baseline[pastColumn(task)][row] = past.mean
    }
  }
}

function noteStanding(standing: Standing, history: UserHistory): void {
  standing.spend[history.user] = history.spend
  standing.spend90[history.user] = history.spendIn[windowDays.indexOf(90)]
  standing.purchaseDays[history.user] = history.dayCount
  standing.recencyDays[history.user] = history.cutoffDay - history.days[history.dayCount - 1]
}

/** Mean of the vectors of the products bought, by net spend; by units where all was free. */
function averageVectors(asOf: AsOf, vectors: Matrix, user: number, target: Matrix, row: number): void {
  const { acts } = asOf.world
  const { units, money } = asOf.net
  const end = acts.starts[user + 1]
  let spend = 0
  let bought = 0
  for (let i = acts.starts[user]; i < end && acts.day[i] < asOf.cutoffDay; i++) {
    if (acts.product[i] < 0) continue
    spend += money[i]
    bought += units[i]
  }
  if (bought === 0) return
  for (let i = acts.starts[user]; i < end && acts.day[i] < asOf.cutoffDay; i++) {
    const weight = spend > 0 ? money[i] / spend : units[i] / bought
    if (weight > 0 && acts.product[i] >= 0) addRow(target, row, vectors, acts.product[i], weight)
  }
}
