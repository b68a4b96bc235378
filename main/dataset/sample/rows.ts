import { hashText } from '../../base/random.ts'
import { contactCost } from './campaigns.ts'
import type { Shop } from './shop.ts'
import { clockOfDay, formatClock, formatDay } from './timeline.ts'
import type { StoredKind } from '../types.ts'
import type { Act } from './types.ts'

/** The files' columns, by the canonical names an import expects, so that it maps itself. */
export const headers = {
  behaviour: [
    'user_id',
    'time',
    'type',
    'product_id',
    'quantity',
    'price',
    'amount',
    'discount',
    'order_id',
    'session_id',
    'query',
    'channel',
  ],
  products: [
    'product_id',
    'title',
    'brand',
    'category',
    'price',
    'cost',
    'rating',
    'reviews',
    'launched_at',
    'description',
  ],
  users: ['user_id', 'registered_at', 'birth_year', 'gender', 'region', 'channel', 'newsletter'],
  social: ['user_id', 'peer_id', 'relation', 'weight', 'time'],
  campaigns: ['user_id', 'campaign', 'time', 'treated', 'cost', 'outcome'],
} as const satisfies Record<StoredKind, readonly string[]>

type Row = string[]

const money = (amount: number) => amount.toFixed(2)

export function behaviourRow(act: Act, shop: Shop): Row {
  const sold = act.quantity !== 0
  return [
    shop.customers[act.user].id,
    formatClock(act.clock),
    act.type,
    act.product < 0 ? '' : shop.products[act.product].id,
    sold ? String(act.quantity) : '',
    act.product < 0 ? '' : money(act.price),
    sold ? money(act.quantity * act.price - act.discount) : '',
    sold ? money(act.discount) : '',
    act.order,
    act.session,
    act.query,
    channelOf(act.session),
  ]
}

/** Follows the session, so that one visit has one channel. */
const channelOf = (session: string) => (session === '' ? '' : hashText(session) % 3 === 0 ? 'web' : 'app')

export const productRows = ({ products, brands, categories, timeline }: Shop): Row[] =>
  products.map((product) => [
    product.id,
    product.title,
    brands[product.brand].name,
    categories[product.category].name,
    money(product.price),
    money(product.cost),
    product.rating.toFixed(1),
    String(product.reviews),
    formatDay(timeline, product.launchDay),
    product.description,
  ])

export const userRows = ({ customers, timeline }: Shop): Row[] =>
  customers.map((customer) => [
    customer.id,
    formatDay(timeline, customer.registeredDay),
    String(customer.birthYear),
    customer.gender,
    customer.region,
    customer.channel,
    customer.newsletter ? 'yes' : 'no',
  ])

export const socialRows = ({ links, customers, timeline }: Shop): Row[] =>
  links.map((link) => [
    customers[link.user].id,
    customers[link.peer].id,
    link.relation,
    link.weight.toFixed(2),
    link.dated ? formatDay(timeline, link.day) : '',
  ])

export const campaignRows = ({ contacts, campaigns, customers, timeline }: Shop): Row[] =>
  contacts.map((contact) => {
    const campaign = campaigns[contact.campaign]
    return [
      customers[contact.user].id,
      campaign.name,
      formatClock(clockOfDay(timeline, campaign.day)),
      contact.treated ? '1' : '0',
      money(contact.treated ? contactCost : 0),
      money(contact.outcome),
    ]
  })
