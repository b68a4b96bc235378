import type { Database } from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import { resourcesFolder } from '../../base/resources.ts'
import { readOperation, writeOperation } from '../../storage/operation.ts'
import { standingState, mergedEntities, textOf, type DataState, type MergedEntity } from '../../storage/state.ts'
import { brandTwins } from './brandTwins.ts'
import { changeData } from './change.ts'
import { findNamed, iterateTitles, listMerges, readBrands, readProducts, readUsers } from './mergeStore.ts'
import { productTwins } from './productTwins.ts'
import { surest, type Twins } from './twins.ts'
import type { Merge, MergeSuggestion } from './types.ts'
import { userTwins } from './userTwins.ts'

/** Nobody looks through more. */
const mostSuggestions = 10_000

/** Customers, products or brands that may be one, the surest first. Nothing is merged before somebody says so. */
export const suggestMergesOperation = readOperation<MergedEntity, MergeSuggestion[]>(
  'dataset.suggestMerges',
  ({ database }, entity, work) => {
    work.progress('suggestMerges', 0, null)
    const found = surest(twinsOf(database, entity)).slice(0, mostSuggestions)
    return found.map(({ from, to, ...why }) => ({ entity, from: from.name, to: to.name, ...why }))
  },
)

function twinsOf(database: Database, entity: MergedEntity): Iterable<Twins> {
  if (entity === 'user') return userTwins(readUsers(database))
  if (entity === 'product') return productTwins(readProducts(database))
  return brandTwins(readBrands(database), readLexicon(), iterateTitles(database))
}

/** Names of one brand in several languages, one list per brand. */
const readLexicon = () =>
  JSON.parse(readFileSync(join(resourcesFolder, 'import', 'brandNames.json'), 'utf8')) as string[][]

/** Merges, as one step. Throws `input.invalid` for a name that is not there. */
export const mergeOperation = writeOperation<Merge[], Merge[]>('dataset.merge', ({ database }, wanted, work) =>
  database.transaction(() => {
    const merges = wanted.map(({ entity, from, to }) => ({
      entity,
      from: idOf(database, entity, from),
      to: idOf(database, entity, to),
    }))
    const deed = { action: 'clean.merge', subject: subjectOf(wanted), details: { merges: wanted.length } }
    return change(database, deed, (state) => withMerges(state, merges), work)
  })(),
)

/** Takes merges apart again, by what was merged into another, as one step. Throws as `mergeOperation`. */
export const unmergeOperation = writeOperation<Omit<Merge, 'to'>[], Merge[]>(
  'dataset.unmerge',
  ({ database }, wanted, work) =>
    database.transaction(() => {
      const gone = wanted.map(({ entity, from }) => ({ entity, from: idOf(database, entity, from) }))
      const deed = { action: 'clean.unmerge', subject: subjectOf(wanted), details: { merges: wanted.length } }
      return change(database, deed, (state) => withoutMerges(state, gone), work)
    })(),
)

function change(
  database: Database,
  deed: Parameters<typeof changeData>[1],
  edit: (state: DataState) => DataState,
  work: Parameters<typeof changeData>[3],
): Merge[] {
  const state = standingState(database)
  const next = edit(state)
  if (textOf(next) !== textOf(state)) changeData(database, deed, () => next, work)
  return listMerges(database)
}

/** Some of the names, for the history. */
const subjectOf = (merges: { from: string; to?: string }[]) =>
  merges
    .slice(0, 3)
    .map(({ from, to }) => (to === undefined ? from : `${from} → ${to}`))
    .join(', ') + (merges.length > 3 ? ' …' : '')

function idOf(database: Database, entity: MergedEntity, name: string): number {
  const id = findNamed(database, entity, name)
  if (id === null) throw new AssayError('input.invalid', { field: entity, problem: `there is no ${entity} ${name}` })
  return id
}

interface IdMerge {
  entity: MergedEntity
  from: number
  to: number
}

/** All that stands for either stands for `to` afterwards: who merges a into b and b into c has merged a into c. */
export function withMerges(state: DataState, wanted: IdMerge[]): DataState {
  const merges = { ...state.merges }
  for (const entity of mergedEntities) {
    const targets = new Map(merges[entity])
    const members = Map.groupBy(targets.keys(), (id) => targets.get(id) ?? id)
    for (const { from, to } of wanted.filter((each) => each.entity === entity)) {
      const [old, target] = [targets.get(from) ?? from, targets.get(to) ?? to]
      if (old === target) continue
      const moved = [old, ...(members.get(old) ?? [])]
      for (const id of moved) targets.set(id, target)
      members.set(target, [...(members.get(target) ?? []), ...moved])
      members.delete(old)
    }
    merges[entity] = [...targets]
  }
  return { ...state, merges }
}

/** What was merged stands for itself again; of a target, all that was merged into it. */
export function withoutMerges(state: DataState, wanted: Omit<IdMerge, 'to'>[]): DataState {
  const merges = { ...state.merges }
  for (const entity of mergedEntities) {
    const gone = new Set(wanted.filter((each) => each.entity === entity).map(({ from }) => from))
    merges[entity] = merges[entity].filter(([id, into]) => !gone.has(id) && !gone.has(into))
  }
  return { ...state, merges }
}
