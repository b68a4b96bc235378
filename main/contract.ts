import { z } from 'zod'
import { command, type Contract, type InputOf, type ResultOf } from './base/command.ts'
import type { AssayError, ErrorData } from './base/errors.ts'
import type { Job, JobProgress } from './base/job.ts'
import type { ProjectState } from './storage/types.ts'
import { cleanContract } from './dataset/clean/contract.ts'
import { datasetContract } from './dataset/contract.ts'
import { explainContract } from './explain/contract.ts'
import { demandContract } from './insight/demand/contract.ts'
import { insightContract } from './insight/contract.ts'
import { socialContract } from './insight/social/contract.ts'
import { loyaltyContract } from './insight/loyalty/contract.ts'
import { productContract } from './insight/products/contract.ts'
import { customersContract } from './insight/customers/contract.ts'
import { modelContract } from './model/contract.ts'
import { liveContract } from './model/live/contract.ts'
import { exportContract } from './model/export/contract.ts'
import { reportContract } from './report/contract.ts'
import { searchContract } from './search/contract.ts'
import { storageContract } from './storage/contract.ts'
import { verdictContract } from './verdict/contract.ts'

export const jobContract = {
  'job.list': command<Job[]>()(z.object({})),
  'job.get': command<Job>()(z.object({ jobId: z.string() })),
  'job.cancel': command<null>()(z.object({ jobId: z.string() })),
}

/**
 * THE boundary: every command of the app, the same for every host. Both ends take their types from here; the app
 * validates every input once.
 */
export const contract = {
  ...jobContract,
  ...storageContract,
  ...datasetContract,
  ...cleanContract,
  ...modelContract,
  ...exportContract,
  ...liveContract,
  ...searchContract,
  ...explainContract,
  ...insightContract,
  ...socialContract,
  ...demandContract,
  ...productContract,
  ...customersContract,
  ...loyaltyContract,
  ...verdictContract,
  ...reportContract,
} satisfies Contract

export type Commands = typeof contract
export type CommandName = keyof Commands
export type CommandInput<Name extends CommandName> = InputOf<Commands[Name]>
export type CommandResult<Name extends CommandName> = ResultOf<Commands[Name]>

/** What the app tells without being asked. */
export interface Events {
  'job.progress': JobProgress
  /** Anything a job tells beside its progress, e.g. `epoch` with an EpochNote. */
  'job.note': { jobId: string; name: string; data: unknown }
  'job.ended': Job
  /** The project was opened, closed, or its contents changed. */
  'project.changed': ProjectState | null
}
export type EventName = keyof Events

/** Every answer, from every host. */
export type Reply<Result = unknown> = { ok: true; value: Result } | { ok: false; error: ErrorData }

export const errorData = (error: AssayError): ErrorData => ({
  code: error.code,
  message: error.message,
  details: error.params,
})
