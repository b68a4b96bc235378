import { z } from 'zod'
import { command } from '../../base/command.ts'
import { fileTarget } from '../../base/files.ts'
import { asOf } from '../../storage/contract.ts'
import { scope } from '../contract.ts'
import type { AtRiskPage, BudgetPicture, Campaign, LadderFlow, Promotion } from './types.ts'

const brand = { ...scope, brandId: z.int() }
const risk = { ...brand, runId: z.int().nullable().default(null) }
const day = z.iso.date()

export const loyaltyContract = {
  /** Null where the data do not reach back far enough to compare. */
  'insight.ladderFlow': command<LadderFlow | null>()(z.object(brand)),
  'insight.atRisk': command<AtRiskPage>()(
    z.object({ ...risk, offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(200) }),
  ),
  /** Writes the customers at risk as CSV. The job's result is `{ path, rows }`. */
  'insight.exportAtRisk': command<{ jobId: string }>()(z.object({ ...risk, target: fileTarget })),
  'insight.campaigns': command<Campaign[]>()(z.object({ asOf })),
  /** Of all days of the data, whatever the filter's period. */
  'insight.promotion': command<Promotion>()(
    z.object({
      ...brand,
      from: day,
      to: day,
      /** Days looked at before and after. */
      days: z.int().min(1).max(365).default(30),
      campaign: z.string().max(1000).nullable().default(null),
    }),
  ),
  /** What moving a budget between a brand's predicted groups, or between brands, is simulated from; null without predictions. */
  'insight.budget': command<BudgetPicture | null>()(
    z.object({ ...brand, runId: z.int(), by: z.enum(['groups', 'brands']).default('groups') }),
  ),
}
