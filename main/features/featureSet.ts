import type { Calendar } from '../base/calendar.ts'
import { fitActEncoding, type ActEncoding } from './actLog.ts'
import { attributeColumns, contactColumns } from './attributeColumns.ts'
import { behaviourColumns } from './behaviourColumns.ts'
import { isKnownBefore, textOf } from './catalogue.ts'
import type { Circle } from './circles.ts'
import { specOf, type Column } from './columns.ts'
import { largest, marketColumns, spendByMarket } from './markets.ts'
import { createWindowReaders, windowSpecs, type WindowReader } from './own/ownColumns.ts'
import type { WindowTask } from './own/types.ts'
import { pairColumns, pairSocialColumns } from './pairColumns.ts'
import type { PairHistory } from './pairHistory.ts'
import { productColumns, type ProductView } from './productColumns.ts'
import { socialColumns } from './socialColumns.ts'
import { mostRanked, type RankedMarkets } from './spendProfiles.ts'
import { builtInEncoder } from './text/builtInCache.ts'
import type { TextEncoder } from './text/encoder.ts'
import { reduced } from './text/reduced.ts'
import { textColumns } from './text/textColumns.ts'
import { titleColumns } from './titles/titleColumns.ts'
import type { FeatureSpec, InputGroup } from './types.ts'
import type { UserHistory } from './userHistory.ts'
import { netAsOf, type World } from './world.ts'

/** Every input column, fitted once for all cutoffs of a training: behaviour, windows | product, pair | social, pairSocial. */
export interface FeatureSet {
  behaviour: Column<UserHistory>[]
  product: Column<ProductView>[]
  pair: Column<PairHistory>[]
  social: Column<Circle>[]
  pairSocial: Column<PairHistory>[]
  /** What is asked of customers' acts in windows after the cutoff; its columns follow those of behaviour. */
  windows: WindowReader[]
  /** How acts and what rows are about become codes. */
  acts: ActEncoding
  groups: Record<InputGroup, FeatureSpec[]>
  specs: FeatureSpec[]
  ranked: RankedMarkets
  /** What encodes titles; null where nothing does. */
  text: TextEncoder | null
}

/** Of whom vocabularies are fitted: those that are learned from. */
export interface Fitted {
  user(user: number): boolean
  product(product: number): boolean
}

/** How titles become numbers; an encoder that came with weights of its own is read ahead. */
export type TextChoice = 'builtIn' | 'off' | TextEncoder

export const everything: Fitted = { user: () => true, product: () => true }

/**
 * Fits the vocabularies, and the built-in reader of titles: on acts before `limitDay`, and of users and products only on
 * those for whom `fitted` holds and who had acted, or were on sale, by then.
 */
export function fitFeatureSet(
  world: World,
  calendar: Calendar,
  limitDay: number,
  fitted: Fitted,
  text: TextChoice,
  sequenceLength: number,
  windows: WindowTask[] = [],
): FeatureSet {
  const { acts, catalogue } = world
  const users = fittedUsers(world, limitDay, fitted)
  const products = fittedProducts(world, limitDay, fitted)
  const behaviour = [
    ...behaviourColumns,
    ...contactColumns(world.contacts),
    ...attributeColumns(world.people, users, calendar),
  ]
  const spend = spendByMarket(acts, catalogue, netAsOf(world, limitDay), limitDay)
  const ranked = {
    categories: largest(spend.categories, mostRanked, 1),
    brands: largest(spend.brands, mostRanked),
  }
  const encoder = encoderFor(world, products, text)
  const product = [
    ...productColumns,
    ...marketColumns(catalogue, spend),
    ...titleColumns(catalogue, products),
    ...(encoder ? textColumns(catalogue, encoder) : []),
  ]
  const readers = createWindowReaders(world, windows)
  const names = { categories: catalogue.categoryNames, brands: catalogue.brandNames }
  const hasLinks = world.links.day.some((day) => day < limitDay)
  const social = socialColumns(ranked, names, hasLinks)
  const groups: FeatureSet['groups'] = {
    behaviour: [...behaviour.map(specOf), ...windowSpecs(readers)],
    product: [...product.map(specOf), ...pairColumns.map(specOf)],
    social: [...social.map(specOf), ...pairSocialColumns.map(specOf)],
  }
  return {
    ...{ behaviour, product, pair: pairColumns, social, pairSocial: pairSocialColumns, groups, ranked },
    windows: readers,
    acts: fitActEncoding(world, limitDay, (user) => fitted.user(user), sequenceLength),
    specs: [...groups.behaviour, ...groups.product, ...groups.social],
    text: encoder,
  }
}

function fittedUsers({ acts, users }: World, limitDay: number, fitted: Fitted): Int32Array {
  const found: number[] = []
  for (let user = 0; user < users.count; user++) {
    const first = acts.starts[user]
    if (first < acts.starts[user + 1] && acts.day[first] < limitDay && fitted.user(user)) found.push(user)
  }
  return Int32Array.from(found)
}

function fittedProducts({ catalogue, products }: World, limitDay: number, fitted: Fitted): number[] {
  const found: number[] = []
  for (let product = 0; product < products.count; product++) {
    if (isKnownBefore(catalogue, product, limitDay) && fitted.product(product)) found.push(product)
  }
  return found
}

/** Fewer texts teach nothing. */
const fewestTexts = 20

function encoderFor({ catalogue }: World, products: number[], text: TextChoice): TextEncoder | null {
  if (text === 'off') return null
  const texts = products.map((product) => textOf(catalogue, product)).filter((words) => words !== '')
  if (texts.length < fewestTexts) return null
  return text === 'builtIn' ? builtInEncoder(texts) : reduced(text, texts)
}
