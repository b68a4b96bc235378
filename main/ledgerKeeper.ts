import { toAssayError } from './base/errors.ts'
import { createCancelFlag, throwIfCancelled, unattended, type CancelFlag, type Work } from './base/job.ts'

/** Makes what dashboards count anew after a change of the data, and readies what pages ask first, while nobody else wants it. */
export interface LedgerKeeper {
  start(): void
  /** What is under way makes room: whoever changes the data next starts it again. */
  giveWay(): void
  /** Resolves once nothing is under way. */
  rest(): Promise<void>
}

export function createLedgerKeeper(keep: (work: Work) => Promise<void>): LedgerKeeper {
  let running: CancelFlag | null = null
  let latest: Promise<void> = Promise.resolve()
  const giveWay = () => {
    if (running) Atomics.store(running, 0, 1)
    running = null
  }
  return {
    giveWay,
    rest: () => latest,
    start() {
      giveWay()
      const flag = createCancelFlag()
      running = flag
      latest = keep({ ...unattended, flag, checkpoint: () => throwIfCancelled(flag) }).catch((thrown: unknown) => {
        const error = toAssayError(thrown)
        // A project that was closed meanwhile has no use for it, and pages read the rows themselves where it is missing.
        if (error.code !== 'job.cancelled' && error.code !== 'project.none') console.error(error.cause ?? error)
      })
    },
  }
}
