import { AssayError } from '../base/errors.ts'
import { actType } from './acts.ts'
import { part, type ExampleTable, type SkippedTask, type Task } from './types.ts'
import type { World } from './world.ts'

/** The fewest rows per part that can be learned from and judged at all. */
export const fewestRows = { train: 20, validation: 5, test: 5 } as const

/** Tasks that the data cannot serve: no purchase names a product, or no product bought has a brand. */
export function skipByData({ acts, catalogue }: World, tasks: Task[]): SkippedTask[] {
  let products = false
  let brands = false
  for (let i = 0; i < acts.count && !brands; i++) {
    if (acts.type[i] !== actType.purchase || acts.product[i] < 0) continue
    products = true
    brands = catalogue.brand[acts.product[i]] >= 0
  }
  const skipped: SkippedTask[] = []
  if (tasks.includes('potential') && !products) skipped.push({ task: 'potential', reason: 'noProducts' })
  if (tasks.includes('loyalty') && !brands) {
    skipped.push({ task: 'loyalty', reason: products ? 'noBrands' : 'noProducts' })
  }
  return skipped
}

/** Customer value, where no training row ever brought any: nothing tells customers apart. */
export function skipWorthless({ parts, labels }: ExampleTable, tasks: Task[]): SkippedTask[] {
  if (!tasks.includes('ltv')) return []
  const isWorth = (which: number) => labels.ltv.some((amount, row) => parts[row] === which && amount > 0)
  return isWorth(part.train) && isWorth(part.test) ? [] : [{ task: 'ltv', reason: 'noAmounts' }]
}

export interface PartCounts {
  train: number
  validation: number
  test: number
}

export function countParts({ parts }: ExampleTable): PartCounts {
  const counts = { train: 0, validation: 0, test: 0 }
  for (const p of parts) counts[p === part.train ? 'train' : p === part.validation ? 'validation' : 'test']++
  return counts
}

const hasTooFewRows = (table: ExampleTable): boolean => {
  const counts = countParts(table)
  return (['train', 'validation', 'test'] as const).some((name) => counts[name] < fewestRows[name])
}

/** Takes away the tables of products and pairs that are too small, and says which tasks that skips. */
export function skipSmall<Tables extends { products: ExampleTable | null; pairs: ExampleTable | null }>(
  tables: Tables,
  skipped: SkippedTask[],
): Tables & { skipped: SkippedTask[] } {
  const kept = { ...tables, skipped: [...skipped] }
  if (kept.products && hasTooFewRows(kept.products)) {
    kept.products = null
    kept.skipped.push({ task: 'potential', reason: 'tooFewRows' })
  }
  if (kept.pairs && hasTooFewRows(kept.pairs)) {
    kept.pairs = null
    kept.skipped.push({ task: 'loyalty', reason: 'tooFewRows' })
  }
  return kept
}

/** Throws `features.nothingToLearn` where no task that was asked for is left. */
export function refuseNothing(tasks: Task[], skipped: SkippedTask[]): void {
  if (tasks.some((task) => !skipped.some((skip) => skip.task === task))) return
  throw new AssayError('features.nothingToLearn', {
    tasks: tasks.join(', '),
    reasons: skipped.map(({ task, reason }) => `${task}: ${reason}`).join(', '),
  })
}

/** Throws `features.tooFewRows`, saying how many there are and how many are needed: everything rests on the users. */
export function refuseTooFewUsers(users: ExampleTable): void {
  if (!hasTooFewRows(users)) return
  const { train, validation, test } = countParts(users)
  throw new AssayError('features.tooFewRows', {
    users: new Set(users.ids).size,
    train,
    validation,
    test,
    neededTrain: fewestRows.train,
    neededValidation: fewestRows.validation,
    neededTest: fewestRows.test,
  })
}
