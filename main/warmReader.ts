import { setTimeout as sleep } from 'node:timers/promises'
import type { Remote } from './base/channel.ts'
import { toAssayError } from './base/errors.ts'
import type { Work } from './base/job.ts'
import { contract, type CommandInput, type CommandName, type CommandResult } from './contract.ts'
import { shopFilter } from './insight/filter/input.ts'
import { searchStore } from './insight/demand/kept.ts'
import { ledgerStore } from './insight/ledger/ledgerStore.ts'
import { latestRunId } from './model/store.ts'
import type { OpenProject } from './storage/operation.ts'

/** A question is put off so long while others are waiting. */
const pauseMs = 20

/**
 * Asks the reader what pages ask first, one after the other and only while nobody else does, so that its code, the purchases and
 * what follows from them are there when an analyst comes. The answers themselves are thrown away. Does nothing where reading the
 * purchases would take long: before they are kept.
 */
export async function warmReader({ database }: OpenProject, reader: () => Promise<Remote>, work: Work): Promise<void> {
  if (!ledgerStore.isKept(database)) return
  const runId = latestRunId(database)
  const ask = async <Name extends CommandName>(name: Name, given: CommandInput<Name>): Promise<CommandResult<Name>> => {
    work.checkpoint()
    const remote = await reader()
    while (remote.pending() > 0) {
      await sleep(pauseMs)
      work.checkpoint()
    }
    work.checkpoint()
    return remote.call('run', { name, input: contract[name].input.parse(given) }, { work, sharesMemory: true })
  }
  try {
    await ask('insight.filterChoices', {})
    await ask('customers.overview', { runId })
    const [category] = await ask('insight.categories', {})
    if (category) await ask('insight.loyalty', { categoryId: category.categoryId, runId })
    const filter = shopFilter.parse({})
    await ask('insight.productPotential', { filter, runId })
    await ask('insight.products', { filter, runId })
    if (searchStore.isKept(database)) await ask('insight.demand', {})
  } catch (error) {
    // A shop that sold nothing has no pages to be quick.
    if (toAssayError(error).code !== 'features.noPurchases') throw error
  }
}
