import { createRandom, hashText, type Random } from '../../base/random.ts'
import { createCampaigns, drawContacts } from './campaigns.ts'
import { createBrands, createProducts, type Category } from './catalogue.ts'
import { createCustomers } from './customers.ts'
import { plantSwitch } from './preferences.ts'
import { createLinks } from './social.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import type { Brand, Campaign, Contact, Customer, Link, Product, SampleOptions } from './types.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Everything that is so before anyone acts. */
export interface Shop {
  timeline: Timeline
  categories: Category[]
  brands: Brand[]
  products: Product[]
  customers: Customer[]
  links: Link[]
  campaigns: Campaign[]
  contacts: Contact[]
}

/** Each concept draws from its own stream, so that a change in one leaves the others as they were. */
export const streamOf = (seed: number, concept: string): Random => createRandom(hashText(concept, seed))

export function createShop(options: SampleOptions, vocabulary: Vocabulary): Shop {
  const { seed } = options
  const timeline = createTimeline(options.end, options.months)
  const range = createBrands(vocabulary, options, streamOf(seed, 'brands'))
  const products = createProducts(range, options.products, timeline.days, streamOf(seed, 'products'))
  const customers = createCustomers(options.customers, range, vocabulary.regions, timeline, streamOf(seed, 'customers'))
  plantSwitch(customers, timeline, streamOf(seed, 'switch'))
  const campaigns = createCampaigns(timeline)
  return {
    timeline,
    ...range,
    products,
    customers,
    links: createLinks(customers, timeline, streamOf(seed, 'links')),
    campaigns,
    contacts: drawContacts(customers, campaigns, streamOf(seed, 'campaigns')),
  }
}
