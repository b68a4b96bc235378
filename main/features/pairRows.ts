import { hashText } from '../base/random.ts'
import type { Matrix } from '../base/table.ts'
import { copySequence } from './actLog.ts'
import type { AsOf } from './asOf.ts'
import { brandCategories, type BrandCategories } from './catalogue.ts'
import { addRow, emptyMatrix, fillRow, specOf } from './columns.ts'
import { createTable } from './exampleTable.ts'
import type { Keys } from './keys.ts'
import {
  computeMarket,
  createPairReader,
  listPairs,
  type Market,
  type PairHistory,
  type PairList,
} from './pairHistory.ts'
import { isSeen, type ProductStats } from './productStats.ts'
import { visitNeighbours } from './socialColumns.ts'
import { createTally } from './tally.ts'
import type { ExampleTable } from './types.ts'
import type { UserRows } from './userRows.ts'

export interface PairRows {
  table: ExampleTable
  /** Positions of user and brand of every row. */
  pairs: PairList
}

/** Which pairs are taken where there are more than memory should hold. */
export interface PairLimit {
  most: number
  /** Users whose pairs may be left out; those of all others always stay. */
  spares(user: number): boolean
}

/** A row per user and brand bought in [c − 365, c). */
export function buildPairRows(
  asOf: AsOf,
  stats: ProductStats,
  vectors: Matrix,
  users: UserRows,
  limit: PairLimit,
  labelled: boolean,
): PairRows {
  const { acts, catalogue, users: keys } = asOf.world
  const pairs = limitPairs(listPairs(acts, catalogue, asOf.net, asOf.cutoffDay, users.users), limit, keys)
  return fillPairRows(asOf, stats, vectors, users, pairs, labelled)
}

/** The rows of given pairs of a user with a row and a brand. */
export function fillPairRows(
  asOf: AsOf,
  stats: ProductStats,
  vectors: Matrix,
  users: UserRows,
  pairs: PairList,
  labelled: boolean,
): PairRows {
  const { world, features, net, cutoffDay } = asOf
  const { acts, catalogue } = world
  const table = createTable('pair', pairs.users.length, features, labelled)
  const around = lookAround(asOf, stats, vectors, users)
  const read = createPairReader(acts, catalogue, net, cutoffDay, around.categories, around.market)
  for (let row = 0; row < table.rows; row++) {
    const [user, brand] = [pairs.users[row], pairs.brands[row]]
    const history = read(user, brand)
    table.ids[row] = world.users.ids[user]
    fillPairRow(asOf, around, table, row, { user, brand, history }, users.table, users.rowOf[user])
    fillBaseline(table.baseline, row, history)
  }
  table.clusters.set(table.ids)
  table.cutoffs.fill(asOf.cutoffMs)
  return { table, pairs }
}

/** What the pairs of one cutoff have in common: brands, markets and who is around whom. */
export interface PairSurroundings {
  brandVectors: Matrix
  categories: BrandCategories
  market: Market
  /** The brand's share of what is spent one and two steps away from the user. */
  shareAround(user: number, brand: number): number
  secondShareAround(user: number, brand: number): number
}

export function lookAround(
  asOf: AsOf,
  stats: ProductStats,
  vectors: Matrix,
  users: Pick<UserRows, 'rowOf' | 'circleOf'>,
): PairSurroundings {
  const { world, net, cutoffDay } = asOf
  return {
    brandVectors: averageByBrand(asOf, stats, vectors),
    categories: brandCategories(world.catalogue, cutoffDay),
    market: computeMarket(world.acts, world.catalogue, net, cutoffDay),
    shareAround: createNeighbourShares(asOf, users),
    secondShareAround: createSecondShares(asOf, users),
  }
}

/** Writes one pair's inputs, brand and sequence into a row; its user's stand in a row of the users' table. */
export function fillPairRow(
  { world, features }: Pick<AsOf, 'world' | 'features'>,
  around: PairSurroundings,
  table: ExampleTable,
  row: number,
  { user, brand, history }: { user: number; brand: number; history: PairHistory },
  users: ExampleTable,
  userRow: number,
): void {
  history.neighbourShare = around.shareAround(user, brand)
  history.secondShare = around.secondShareAround(user, brand)
  table.brandIds[row] = world.catalogue.brands.ids[brand]
  table.codes.brand[row] = features.acts.codes.ofBrand[brand]
  copySequence(users.sequences, userRow, table.sequences, row)
  addRow(table.inputs.behaviour, row, users.inputs.behaviour, userRow, 1)
  addRow(table.inputs.social, row, users.inputs.social, userRow, 1)
  addRow(table.inputs.product, row, around.brandVectors, brand, 1)
  fillRow(table.inputs.product, row, features.pair, history, features.product.length)
  fillRow(table.inputs.social, row, features.pairSocial, history, features.social.length)
}

/** Beyond the limit whole users go, by a hash of their key, so that those who stay keep all their brands. */
export function limitPairs(pairs: PairList, { most, spares }: PairLimit, { ids }: Keys): PairList {
  const share = most / pairs.users.filter(spares).length
  if (share >= 1) return pairs
  const stays = (user: number) => !spares(user) || hashText(`pairs ${ids[user]}`) / 2 ** 32 < share
  return { users: pairs.users.filter(stays), brands: pairs.brands.filter((_, row) => stays(pairs.users[row])) }
}

function fillBaseline(baseline: ExampleTable['baseline'], row: number, history: PairHistory): void {
  baseline.brandSpend[row] = history.brandSpend
  baseline.categorySpend[row] = history.categorySpend
  baseline.brandDays[row] = history.brandDays
  baseline.categoryDays[row] = history.categoryDays
  baseline.marketShare[row] = history.marketShare
}

/** Mean vector of each brand's products that were seen before the cutoff. */
function averageByBrand({ world, features }: AsOf, stats: ProductStats, vectors: Matrix): Matrix {
  const { brand, brands } = world.catalogue
  const products = new Float64Array(brands.count)
  for (let p = 0; p < brand.length; p++) if (brand[p] >= 0 && isSeen(stats, p)) products[brand[p]]++
  const means = emptyMatrix(features.product.map(specOf), brands.count)
  for (let p = 0; p < brand.length; p++) {
    if (brand[p] >= 0 && isSeen(stats, p)) addRow(means, brand[p], vectors, p, 1 / products[brand[p]])
  }
  return means
}

/** The brand's share of what the user's neighbours spent before the cutoff; 0 without neighbours who bought. */
function createNeighbourShares({ world, net, cutoffDay }: AsOf, users: Pick<UserRows, 'rowOf'>) {
  const { acts, catalogue, links } = world
  const spend = createTally(catalogue.brands.count)
  let readUser = -1
  let total = 0
  const addPeer = (peer: number) => {
    if (users.rowOf[peer] < 0) return
    for (let i = acts.starts[peer]; i < acts.starts[peer + 1] && acts.day[i] < cutoffDay; i++) {
      total += net.money[i]
      const brand = acts.product[i] < 0 ? -1 : catalogue.brand[acts.product[i]]
      if (brand >= 0 && net.money[i] > 0) spend.add(brand, net.money[i])
    }
  }
  return (user: number, brand: number): number => {
    if (user !== readUser) {
      spend.clear()
      total = 0
      readUser = user
      visitNeighbours(links, user, cutoffDay, addPeer)
    }
    return total > 0 ? spend.values[brand] / total : 0
  }
}

/** The brand's share of what is spent on ranked brands two steps away from the user. */
function createSecondShares({ features }: AsOf, { circleOf }: Pick<UserRows, 'circleOf'>) {
  const { categories, brands } = features.ranked
  const placeOf = new Map(brands.map((brand, i) => [brand, categories.length + i]))
  let readUser = -1
  let profile: Float64Array = new Float64Array(0)
  let total = 0
  return (user: number, brand: number): number => {
    if (user !== readUser) {
      readUser = user
      profile = circleOf(user).secondProfile
      total = profile.subarray(categories.length).reduce((sum, spend) => sum + spend, 0)
    }
    const place = placeOf.get(brand)
    return place === undefined || total <= 0 ? 0 : profile[place] / total
  }
}
