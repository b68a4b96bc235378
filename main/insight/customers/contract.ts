import { z } from 'zod'
import { command } from '../../base/command.ts'
import { asOf } from '../../storage/contract.ts'
import { shopFilter } from '../filter/input.ts'
import type { CustomersOverview } from './types.ts'

const scope = {
  filter: shopFilter.prefault({}),
  runId: z.int().nullable().default(null),
  asOf,
}

export const customersContract = {
  'customers.overview': command<CustomersOverview>()(z.object(scope)),
}
