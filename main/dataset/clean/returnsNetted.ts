import { z } from 'zod'
import type { RuleKind } from './ruleKind.ts'

const settings = z.strictObject({})

/**
 * Purchases less their returns, as `netting.ts` matches them over all of the data, in what dashboards show. Features and
 * labels stay as they are: they net returns as far as each day could know of them.
 */
export const returnsNetted: RuleKind<typeof settings> = { settings, statements: () => [] }
