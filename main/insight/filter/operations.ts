import { asOfOperation, type AsOf } from '../../dataset/clean/asOf.ts'
import { readOperation, writeOperation } from '../../storage/operation.ts'
import { loadLedger } from '../ledger/ledger.ts'
import { readKinds } from './actStore.ts'
import { filterChoices } from './choices.ts'
import { deleteFilter, saveFilter, savedFilters } from './filterStore.ts'
import type { FilterChoices, SavedFilter, ShopFilter } from './types.ts'

export const choicesOperation = asOfOperation('insight.filterChoices', (project, _input: AsOf, work): FilterChoices =>
  filterChoices(loadLedger(project, work), [...readKinds(project.database).keys()]),
)

export const savedFiltersOperation = readOperation('insight.filters', ({ database }, _: null): SavedFilter[] =>
  savedFilters(database),
)

export const saveFilterOperation = writeOperation(
  'insight.saveFilter',
  ({ database }, { name, filter }: { name: string; filter: ShopFilter }): SavedFilter[] => {
    saveFilter(database, name, filter)
    return savedFilters(database)
  },
)

export const deleteFilterOperation = writeOperation(
  'insight.deleteFilter',
  ({ database }, { id }: { id: number }): SavedFilter[] => {
    deleteFilter(database, id)
    return savedFilters(database)
  },
)

export const filterOperations = [choicesOperation, savedFiltersOperation, saveFilterOperation, deleteFilterOperation]
