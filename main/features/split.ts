import { hashText } from '../base/random.ts'
import type { OpenProject } from '../storage/operation.ts'
import type { Fitted } from './featureSet.ts'
import { readProductNames, readUserNames } from './store.ts'
import { part, type TrainSetup } from './types.ts'

/** The part of every user and product, by position, at the cutoffs a model learns from. */
export interface Parts {
  users: Uint8Array
  products: Uint8Array
}

/**
 * Users and products are told apart by a hash of their id as it stands in the user's file, and the seed. A users split
 * takes fold k of n as test; of the rest (in a time split: of all) the validation share is set aside.
 */
export function assignParts({ database }: OpenProject, setup: TrainSetup): Parts {
  return {
    users: Uint8Array.from(readUserNames(database), (name) => partOf('user', name, setup)),
    products: Uint8Array.from(readProductNames(database), (name) => partOf('product', name, setup)),
  }
}

/** Vocabularies are fitted on what is learned from. */
export const fittedBy = (parts: Parts): Fitted => ({
  user: (user) => parts.users[user] === part.train,
  product: (product) => parts.products[product] === part.train,
})

export function partOf(entity: 'user' | 'product', name: string, setup: TrainSetup): number {
  const { split, fold, validationShare, seed } = setup
  // Two hashes, so that the same customers are not set aside whichever fold is the test.
  if (split === 'users' && hashText(`${entity} fold ${name}`, seed) % fold.n === fold.k - 1) return part.test
  const uniform = hashText(`${entity} validation ${fold.k} ${name}`, seed) / 2 ** 32
  return uniform < validationShare ? part.validation : part.train
}
