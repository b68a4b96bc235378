import { serve } from './base/channel.ts'
import { AssayError } from './base/errors.ts'
import type { Work } from './base/job.ts'
import { portToStarter } from './base/threadPort.ts'
import { settle } from './dataset/clean/change.ts'
import { findOperation } from './operations.ts'
import { markInterrupted } from './search/store.ts'
import { checkpointLog, closeToOneFile, openForReading, openForWriting } from './storage/open.ts'
import type { OpenProject, Operation } from './storage/operation.ts'
import type { ThreadRole } from './threads.ts'

/** A project thread: opens the project once, then runs the operations it is asked for, one after the other. */
let project: OpenProject | null = null
let writes = false
/** The end of the queue: an operation that waits for a file must not let the next one into its transaction. */
let lastOperation: Promise<unknown> = Promise.resolve()

serve(portToStarter(), {
  open({ role, path }: { role: ThreadRole; path: string }) {
    writes = role === 'writer'
    project = writes ? openForWriting(path) : openForReading(path)
    if (!writes) return
    markInterrupted(project.database)
    settle(project.database)
  },
  run({ name, input }: { name: string; input: unknown }, work: Work) {
    if (!project) throw new AssayError('project.none')
    const open = project
    const turn = lastOperation.then(() => runOperation(open, name, input, work))
    lastOperation = turn.catch(() => {})
    return turn
  },
  async close() {
    await lastOperation
    if (!project) return
    if (writes) closeToOneFile(project.database)
    else project.database.close()
    project = null
  },
})

async function runOperation(open: OpenProject, name: string, input: unknown, work: Work): Promise<unknown> {
  const operation = (await findOperation(name)) as Operation<unknown, unknown>
  const result = await operation.run(open, input, work)
  if (operation.access === 'write') checkpointLog(open.database)
  // Pages of the file come back quickly from the system's cache; an idle thread need not hold them too.
  open.database.pragma('shrink_memory')
  return result
}
