import { keptColumns } from './keptStore.ts'
import type { LedgerColumns } from './types.ts'

/** The purchases of the state in force. */
export const ledgerStore = keptColumns<LedgerColumns>('ledger', 1)
