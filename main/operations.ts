import { AssayError } from './base/errors.ts'
import type { Operation } from './storage/operation.ts'

type AnyOperation = Operation<never, unknown>

/** Every capability's operations, by what their names begin with. A thread loads those it is asked for, so it starts sooner. */
export const capabilities: Record<string, () => Promise<AnyOperation[]>> = {
  project: async () => (await import('./storage/operations.ts')).storageOperations,
  dataset: async () => (await import('./dataset/operations.ts')).datasetOperations,
  features: async () => (await import('./features/operations.ts')).featureOperations,
  model: async () => (await import('./model/operations.ts')).modelOperations,
  search: async () => (await import('./search/operations.ts')).searchOperations,
  explain: async () => (await import('./explain/operations.ts')).explainOperations,
  insight: async () => (await import('./insight/operations.ts')).insightOperations,
  customers: async () => (await import('./insight/customers/operations.ts')).customersOperations,
  verdict: async () => (await import('./verdict/operations.ts')).verdictOperations,
  report: async () => (await import('./report/operations.ts')).reportOperations,
}

/** What a project thread is asked to do. Throws `command.unknown`. */
export async function findOperation(name: string): Promise<AnyOperation> {
  const capability = name.split('.')[0]
  const load = Object.hasOwn(capabilities, capability) ? capabilities[capability] : null
  const found = (await load?.())?.find((operation) => operation.name === name)
  if (!found) throw new AssayError('command.unknown', { name })
  return found
}
