import { datasetOperations } from './dataset/operations.ts'
import { explainOperations } from './explain/operations.ts'
import { featureOperations } from './features/operations.ts'
import { insightOperations } from './insight/operations.ts'
import { modelOperations } from './model/operations.ts'
import { reportOperations } from './report/operations.ts'
import { searchOperations } from './search/operations.ts'
import { storageOperations } from './storage/operations.ts'
import type { Operation } from './storage/operation.ts'

/** What a project thread can be asked to do, by name. */
export const operations = new Map<string, Operation<never, unknown>>()

const all = [
  ...storageOperations,
  ...datasetOperations,
  ...featureOperations,
  ...modelOperations,
  ...searchOperations,
  ...explainOperations,
  ...insightOperations,
  ...reportOperations,
] as Operation<never, unknown>[]

for (const operation of all) {
  if (operations.has(operation.name)) throw new Error(`two operations are called ${operation.name}`)
  operations.set(operation.name, operation)
}
