import type { Handlers } from './base/command.ts'
import type { Commands, jobContract } from './contract.ts'
import type { AppContext } from './context.ts'
import { cleanHandlers } from './dataset/clean/commands.ts'
import { datasetHandlers } from './dataset/commands.ts'
import { explainHandlers } from './explain/commands.ts'
import { demandHandlers } from './insight/demand/commands.ts'
import { insightHandlers } from './insight/commands.ts'
import { socialHandlers } from './insight/social/commands.ts'
import { loyaltyHandlers } from './insight/loyalty/commands.ts'
import { productHandlers } from './insight/products/commands.ts'
import { customersHandlers } from './insight/customers/commands.ts'
import { modelHandlers } from './model/commands.ts'
import { liveHandlers } from './model/live/commands.ts'
import { exportHandlers } from './model/export/commands.ts'
import { reportHandlers } from './report/commands.ts'
import { searchHandlers } from './search/commands.ts'
import { storageHandlers } from './storage/commands.ts'
import { verdictHandlers } from './verdict/commands.ts'

/** Every command's handler but those of jobs, which the app itself keeps. */
export const handlers: Handlers<Omit<Commands, keyof typeof jobContract>, AppContext> = {
  ...storageHandlers,
  ...datasetHandlers,
  ...cleanHandlers,
  ...modelHandlers,
  ...exportHandlers,
  ...liveHandlers,
  ...searchHandlers,
  ...explainHandlers,
  ...insightHandlers,
  ...socialHandlers,
  ...demandHandlers,
  ...productHandlers,
  ...customersHandlers,
  ...loyaltyHandlers,
  ...verdictHandlers,
  ...reportHandlers,
}
