import { AssayError } from '../base/errors.ts'
import type { Work } from '../base/job.ts'
import type { OpenProject } from '../storage/operation.ts'
import { actType, loadActs, type Acts } from './acts.ts'
import { loadCatalogue, noteFirstDays, type Catalogue } from './catalogue.ts'
import { createKeys, type Keys } from './keys.ts'
import { readKnownColumns } from './known.ts'
import { loadLinks, type Links } from './links.ts'
import { loadContacts, loadPeople, type Contacts, type People } from './people.ts'
import { groupReturns, netPurchases, type NetPurchases, type ReturnGroups } from '../dataset/clean/netting.ts'
import { readActTypes, readProductIds, readProductNames, readUserIds } from './store.ts'

/** Everything the features and labels are computed from, in memory. */
export interface World {
  users: Keys
  products: Keys
  /** By position, as they stand in the user's files. */
  productNames: string[]
  acts: Acts
  /** The number of each type of act, by its name. */
  actTypes: Map<string, number>
  returns: ReturnGroups
  catalogue: Catalogue
  people: People
  contacts: Contacts
  links: Links
}

/** Throws `features.noPurchases` where no act is a purchase. */
export function loadWorld(project: OpenProject, work: Work): World {
  const { database } = project
  const users = createKeys(readUserIds(database))
  const products = createKeys(readProductIds(database))
  const known = readKnownColumns(database)
  const catalogue = loadCatalogue(project, products, known)
  const acts = loadActs(project, users, products, work)
  if (!acts.type.includes(actType.purchase)) throw new AssayError('features.noPurchases', { acts: acts.count })
  noteFirstDays(catalogue, acts)
  return {
    users,
    products,
    productNames: readProductNames(database),
    acts,
    actTypes: readActTypes(database),
    returns: groupReturns(acts),
    catalogue,
    people: loadPeople(project, users, known),
    contacts: loadContacts(project, users, known),
    links: loadLinks(project, users, known),
  }
}

/** Purchases net of the returns that were seen before a day. */
export const netAsOf = ({ acts, returns }: World, observedDay: number): NetPurchases =>
  netPurchases(acts, returns, observedDay)
