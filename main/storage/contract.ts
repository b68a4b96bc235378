import { z } from 'zod'
import { command } from '../base/command.ts'
import type { HistoryEntry, Page, ProjectState } from './types.ts'

export const pageInput = {
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1000).default(100),
}

/** The state of the data that figures are asked for: the `stateId` of a history's entry; null for the state in force. */
export const asOf = z.int().nullable().default(null)

/** Currency is an ISO 4217 code, or empty where the project names none. */
const currency = z
  .string()
  .regex(/^([A-Z]{3})?$/)
  .default('')

export const storageContract = {
  'project.create': command<ProjectState>()(
    z.object({ path: z.string().min(1), currency, timezone: z.string().min(1).default('UTC') }),
  ),
  'project.open': command<ProjectState>()(z.object({ path: z.string().min(1) })),
  'project.close': command<null>()(z.object({})),
  'project.state': command<ProjectState | null>()(z.object({})),
  'project.saveCopy': command<{ jobId: string }>()(
    // Replacing is for hosts whose own dialog has asked.
    z.object({ path: z.string().min(1), replace: z.boolean().default(false) }),
  ),
  /** Newest first; `search` looks in subject, action and details. */
  'project.history': command<Page<HistoryEntry>>()(
    z.object({
      ...pageInput,
      search: z.string().max(200).default(''),
      actions: z.array(z.string()).nullable().default(null),
      fromMs: z.number().nullable().default(null),
      toMs: z.number().nullable().default(null),
    }),
  ),
}
