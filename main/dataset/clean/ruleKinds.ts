import { z } from 'zod'
import { changedTypes } from './changedTypes.ts'
import { convertedCurrencies } from './convertedCurrencies.ts'
import { dateWindow } from './dateWindow.ts'
import { exactDuplicates } from './exactDuplicates.ts'
import { excludedProducts } from './excludedProducts.ts'
import { excludedUsers } from './excludedUsers.ts'
import { nearDuplicates } from './nearDuplicates.ts'
import { repeatedOrders } from './repeatedOrders.ts'
import { returnsNetted } from './returnsNetted.ts'
import type { RuleContext, RuleKind, Statement } from './ruleKind.ts'
import { winsorise } from './winsorise.ts'

/** Every kind of cleaning rule, in the order in which a new list has them best. */
const ruleKinds = {
  changedTypes,
  dateWindow,
  excludedProducts,
  excludedUsers,
  exactDuplicates,
  repeatedOrders,
  nearDuplicates,
  convertedCurrencies,
  winsorise,
  returnsNetted,
}
export type RuleKindName = keyof typeof ruleKinds
export const ruleKindNames = Object.keys(ruleKinds) as RuleKindName[]

/** The one rule that changes what dashboards show and nothing else: features net returns themselves, as of each day. */
export const nettingKind: RuleKindName = 'returnsNetted'

const written = { id: z.int().min(1).optional(), enabled: z.boolean().default(true) }
const rule = <Name extends RuleKindName, Schema extends z.ZodType>(kind: Name, { settings }: RuleKind<Schema>) =>
  z.strictObject({ ...written, kind: z.literal(kind), settings: settings.prefault({} as z.input<Schema>) })

/** A rule as it is written by hand or by a screen; one without an id is new. */
export const ruleInput = z.discriminatedUnion('kind', [
  rule('changedTypes', changedTypes),
  rule('dateWindow', dateWindow),
  rule('excludedProducts', excludedProducts),
  rule('excludedUsers', excludedUsers),
  rule('exactDuplicates', exactDuplicates),
  rule('repeatedOrders', repeatedOrders),
  rule('nearDuplicates', nearDuplicates),
  rule('convertedCurrencies', convertedCurrencies),
  rule('winsorise', winsorise),
  rule('returnsNetted', returnsNetted),
])
export type RuleInput = z.output<typeof ruleInput>

/** What a rule of a kind does under settings that were stored. */
export function statementsOf(kind: string, settings: unknown, context: RuleContext): Statement[] {
  const { settings: schema, statements } = ruleKinds[kind as RuleKindName] as RuleKind<z.ZodType>
  return statements(schema.parse(settings) as never, context)
}
