import type { AsOf } from '../asOf.ts'
import { createTable } from '../exampleTable.ts'
import { fillRow } from '../columns.ts'
import { createCircleReader } from '../circles.ts'
import type { Standing } from '../socialColumns.ts'
import type { ExampleTable } from '../types.ts'
import { createHistory } from '../userHistory.ts'
import { sampleByHash } from './sample.ts'

/** Registered people without a net purchase, and their table. */
export interface ColdRows {
  table: ExampleTable
  /** Position of the user of every row. */
  users: Int32Array
}

/**
 * A row per user who registered before the cutoff and had no net purchase by then. Only attributes, campaign contacts and
 * links speak: every column that comes from acts is 0, views included. Of the baseline columns only `ageDays` says
 * something: the days since the registration.
 */
export function buildColdRows(asOf: AsOf, standing: Standing, most: number, labelled: boolean): ColdRows {
  const { world, features, cutoffDay } = asOf
  const users = sampleByHash('cold', [...coldUsers(asOf, standing)], most, world.users)
  const table = createTable('user', users.length, features, labelled)
  const fill = createColdFiller(asOf, standing)
  for (let row = 0; row < users.length; row++) {
    table.ids[row] = world.users.ids[users[row]]
    table.baseline.ageDays[row] = cutoffDay - world.people.registeredDay[users[row]]
    fill(table, row, users[row])
  }
  table.clusters.set(table.ids)
  table.cutoffs.fill(asOf.cutoffMs)
  return { table, users }
}

/** Writes what is known of a user beside acts into a row. */
export function createColdFiller(asOf: AsOf, standing: Standing) {
  const { features, cutoffDay, horizonDays } = asOf
  const told = features.behaviour.map((column) => (column.source === 'behaviour' ? null : column))
  const circleOf = createCircleReader(asOf, standing)
  const history = createHistory(0, cutoffDay, horizonDays)
  return ({ inputs }: ExampleTable, row: number, user: number): void => {
    history.user = user
    const { values, names } = inputs.behaviour
    told.forEach((column, i) => {
      if (column) values[row * names.length + i] = column.value(history)
    })
    fillRow(inputs.social, row, features.social, circleOf(user))
  }
}

function* coldUsers({ world, cutoffDay }: AsOf, standing: Standing): Generator<number> {
  for (let user = 0; user < world.users.count; user++) {
    if (world.people.registeredDay[user] < cutoffDay && standing.purchaseDays[user] === 0) yield user
  }
}
