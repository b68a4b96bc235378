import type { Handlers } from '../../base/command.ts'
import type { AppContext } from '../../context.ts'
import type { customersContract } from './contract.ts'
import { overviewOperation } from './operations.ts'

export const customersHandlers: Handlers<typeof customersContract, AppContext> = {
  'customers.overview': (input, context) => context.run(overviewOperation, input),
}
