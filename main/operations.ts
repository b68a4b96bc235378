import { datasetOperations } from './dataset/operations.ts'
import { storageOperations } from './storage/operations.ts'
import type { Operation } from './storage/operation.ts'

/** What a project thread can be asked to do, by name. */
export const operations = new Map<string, Operation<never, unknown>>()

for (const operation of [...storageOperations, ...datasetOperations] as Operation<never, unknown>[]) {
  if (operations.has(operation.name)) throw new Error(`two operations are called ${operation.name}`)
  operations.set(operation.name, operation)
}
