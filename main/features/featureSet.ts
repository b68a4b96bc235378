import type { Calendar } from '../base/calendar.ts'
import { fitActEncoding, type ActEncoding } from './actLog.ts'
import { attributeColumns, contactColumns } from './attributeColumns.ts'
import { behaviourColumns } from './behaviourColumns.ts'
import { specOf, type Column } from './columns.ts'
import { pairColumns, pairSocialColumns } from './pairColumns.ts'
import type { PairHistory } from './pairHistory.ts'
import { findTopCategories, productColumns, type ProductView } from './productColumns.ts'
import { socialColumns, type Circle } from './socialColumns.ts'
import type { FeatureSpec, InputGroup } from './types.ts'
import type { UserHistory } from './userHistory.ts'
import { netAsOf, type World } from './world.ts'

/** Every input column, fitted once for all cutoffs of a training: behaviour | product, pair | social, pairSocial. */
export interface FeatureSet {
  behaviour: Column<UserHistory>[]
  product: Column<ProductView>[]
  pair: Column<PairHistory>[]
  social: Column<Circle>[]
  pairSocial: Column<PairHistory>[]
  /** How acts and what rows are about become codes. */
  acts: ActEncoding
  groups: Record<InputGroup, FeatureSpec[]>
  specs: FeatureSpec[]
}

/**
 * Fits the vocabularies: on acts before `limitDay`, and of users only on those for whom `fitted` holds and who had acted
 * by then.
 */
export function fitFeatureSet(
  world: World,
  calendar: Calendar,
  limitDay: number,
  fitted: (user: number) => boolean,
  sequenceLength: number,
): FeatureSet {
  const { acts, catalogue } = world
  const users: number[] = []
  for (let user = 0; user < world.users.count; user++) {
    const first = acts.starts[user]
    if (first < acts.starts[user + 1] && acts.day[first] < limitDay && fitted(user)) users.push(user)
  }
  const behaviour = [
    ...behaviourColumns,
    ...contactColumns(world.contacts),
    ...attributeColumns(world.people, Int32Array.from(users), calendar),
  ]
  const product = productColumns(catalogue, findTopCategories(acts, catalogue, netAsOf(world, limitDay), limitDay))
  const groups: FeatureSet['groups'] = {
    behaviour: behaviour.map(specOf),
    product: [...product.map(specOf), ...pairColumns.map(specOf)],
    social: [...socialColumns.map(specOf), ...pairSocialColumns.map(specOf)],
  }
  return {
    behaviour,
    product,
    pair: pairColumns,
    social: socialColumns,
    pairSocial: pairSocialColumns,
    acts: fitActEncoding(world, limitDay, fitted, sequenceLength),
    groups,
    specs: [...groups.behaviour, ...groups.product, ...groups.social],
  }
}
