import { writeOperation } from '../storage/operation.ts'
import { customerWhyOperation } from './customerWhy.ts'
import { insertExplanation } from './store.ts'
import type { Explanation } from './types.ts'

export const saveExplanationOperation = writeOperation(
  'explain.save',
  ({ database }, explanation: Omit<Explanation, 'explanationId'>) => insertExplanation(database, explanation),
)

export const explainOperations = [saveExplanationOperation, customerWhyOperation]
