import { z } from 'zod'
import { command } from '../../base/command.ts'
import { asOf } from '../../storage/contract.ts'
import { shopFilter } from '../filter/input.ts'
import { fileRef, fileTarget } from '../../base/files.ts'
import { predictedGroups } from '../loyalty/types.ts'
import { ladderSteps } from '../types.ts'
import { pageInput } from '../../storage/contract.ts'
import type { Page } from '../../storage/types.ts'
import type { ValueSpread } from './spreadTypes.ts'
import {
  type CustomerAct,
  type OneCustomer,
  bridgeSteps,
  cohortSteps,
  portraitForms,
  quadrantNames,
  segmentNames,
  type CustomerCohorts,
  type CustomerMargin,
  type CustomerOffers,
  type CustomerRow,
  type CustomerSegments,
  type CustomersOverview,
  type ListFromIds,
  type LookalikeReport,
  type SavedList,
} from './types.ts'

const scope = {
  filter: shopFilter.prefault({}),
  runId: z.int().nullable().default(null),
  asOf,
}

/** What is left out follows from the shop's own days between purchases. */
const thresholds = z
  .object({
    recentDays: z.int().min(1).max(3650),
    lostDays: z.int().min(2).max(36500),
    manyDays: z.int().min(2).max(1000),
    topShare: z.number().min(0.01).max(1),
  })
  .partial()
  .default({})

const cohortName = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

const bound = z.number().min(0).nullable().default(null)

/** The customers behind one part of a chart. */
const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bridge'), step: z.enum([...bridgeSteps, 'same']) }),
  z.object({ kind: z.literal('rank'), from: z.number().min(0).max(1), to: z.number().min(0).max(1) }),
  z.object({
    kind: z.literal('cohort'),
    step: z.enum(cohortSteps),
    from: cohortName,
    after: z.int().min(0).max(1000).nullable().default(null),
  }),
  z.object({ kind: z.literal('moved'), from: z.enum([...segmentNames, 'none']), to: z.enum(segmentNames) }),
  z.object({
    ...{ kind: z.literal('ladder'), brandId: z.int(), categoryId: z.int().nullable().default(null) },
    then: z
      .enum([...ladderSteps, 'none'])
      .nullable()
      .default(null),
    step: z.enum(ladderSteps),
  }),
  z.object({ kind: z.literal('loyalty'), brandId: z.int(), tenth: z.int().min(0).max(9) }),
  z.object({
    ...{ kind: z.literal('contacted'), brandId: z.int(), group: z.enum(predictedGroups).nullable().default(null) },
    customers: z.int().min(0),
  }),
  z.object({ kind: z.literal('value'), from: bound, to: bound, pastFrom: bound, pastTo: bound }),
])

const choice = {
  ...scope,
  thresholds,
  /** A part of an id. */
  search: z.string().max(1000).default(''),
  segment: z.enum(segmentNames).nullable().default(null),
  quadrant: z.enum(quadrantNames).nullable().default(null),
  /** Those alone who stayed away longer than was to be expected. */
  overdue: z.boolean().default(false),
  listId: z.int().nullable().default(null),
  part: part.nullable().default(null),
  /** Not these, but so many others who are most like them; `search` then looks among those. */
  like: z
    .object({ top: z.int().min(1).max(10_000_000) })
    .nullable()
    .default(null),
}

const sorts = [
  ...(['spend', 'days', 'yearSpend', 'recencyDays', 'first', 'last', 'due', 'segment', 'id'] as const),
  ...(['ltv', 'repurchase', 'likeness'] as const),
] as const
const order = {
  /** Or by one of the run's further columns. */
  sort: z.union([z.enum(sorts), z.templateLiteral(['figure', z.int()])]).default('spend'),
  descending: z.boolean().default(true),
}

const name = z.string().trim().min(1).max(100)
/** What becomes of a list that has the name already. */
const how = z.enum(['replace', 'add', 'remove']).default('replace')

export const customersContract = {
  'customers.overview': command<CustomersOverview>()(z.object(scope)),
  /** Of those whom the run scored; null without a run that tells customers' value. */
  'customers.value': command<ValueSpread | null>()(z.object(scope)),
  'customers.segments': command<CustomerSegments>()(
    z.object({
      ...scope,
      thresholds,
      /** Where value and repurchase are cut in two; at their medians where nothing is said. */
      cuts: z
        .object({ valueAt: z.number(), repurchaseAt: z.number().min(0).max(1) })
        .partial()
        .default({}),
    }),
  ),
  'customers.cohorts': command<CustomerCohorts>()(z.object({ ...scope, step: z.enum(cohortSteps).default('month') })),
  /** Null where no product has a cost. */
  'customers.margin': command<CustomerMargin | null>()(z.object(scope)),
  'customers.list': command<Page<CustomerRow>>()(z.object({ ...choice, ...order, ...pageInput })),
  /** Writes the list as CSV, all or nothing. The job's result is `{ path, rows }`. */
  'customers.exportList': command<{ jobId: string }>()(z.object({ ...choice, ...order, target: fileTarget })),
  /** How well those who are chosen can be told from the other customers, and by what. */
  'customers.lookalikes': command<LookalikeReport>()(z.object(choice)),
  /**
   * Writes the portraits of those who are chosen as CSV, all or nothing: in their own measures with the hours of their acts, or
   * as the standardised vectors that lookalikes are found by. The job's result is `{ path, rows }`.
   */
  'customers.exportPortraits': command<{ jobId: string }>()(
    z.object({ ...choice, form: z.enum(portraitForms).default('table'), target: fileTarget }),
  ),
  'customers.lists': command<SavedList[]>()(z.object({})),
  /** Names the customers who are chosen. */
  'customers.saveList': command<SavedList>()(z.object({ ...choice, name, how })),
  /** Names customers by their ids: given, or one a line of a file, in its first column. */
  'customers.saveIds': command<ListFromIds>()(
    z.object({
      name,
      how,
      ids: z.array(z.string().min(1).max(1000)).max(100_000).default([]),
      file: fileRef.optional(),
    }),
  ),
  /** Two lists together, or one without another, under a name. */
  'customers.combineLists': command<SavedList>()(
    z.object({ name, listId: z.int(), otherId: z.int(), how: z.enum(['union', 'without']) }),
  ),
  'customers.deleteList': command<SavedList[]>()(z.object({ listId: z.int() })),
  /** Who a customer is, by the id of the files. */
  'customers.one': command<OneCustomer>()(z.object({ id: z.string().min(1).max(1000), ...scope, thresholds })),
  /** What to offer a customer: what goes with what they bought, and brands by predicted loyalty. */
  'customers.offers': command<CustomerOffers>()(
    z.object({ id: z.string().min(1).max(1000), runId: z.int().nullable().default(null), asOf }),
  ),
  /** What a customer did, the latest first. */
  'customers.acts': command<CustomerAct[]>()(z.object({ id: z.string().min(1).max(1000), asOf, ...pageInput })),
}
