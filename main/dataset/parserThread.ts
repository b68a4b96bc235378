import { parentPort, workerData } from 'node:worker_threads'
import { toAssayError } from '../base/errors.ts'
import { transferables, type Batch } from './batch.ts'
import { parseFile } from './parse.ts'
import type { ParserMessage } from './parseAside.ts'
import type { ImportPlan } from './plan.ts'

/** Parses on its own core while the writer stores. Stops ahead of it when too many batches wait. */
const mostWaiting = 4

const port = parentPort
if (!port) throw new Error('parserThread.ts runs as a worker thread')

let waiting = 0
let resume: (() => void) | null = null

port.on('message', () => {
  waiting--
  resume?.()
  resume = null
})

async function send(batch: Batch): Promise<void> {
  port?.postMessage({ kind: 'batch', batch } satisfies ParserMessage, transferables(batch))
  waiting++
  if (waiting >= mostWaiting) await new Promise<void>((resolve) => (resume = resolve))
}

try {
  const summary = await parseFile(workerData as ImportPlan, send)
  port.postMessage({ kind: 'done', summary } satisfies ParserMessage)
} catch (thrown) {
  const { code, params, cause, stack } = toAssayError(thrown)
  const trace = (cause instanceof Error ? cause.stack : stack) ?? ''
  port.postMessage({ kind: 'failed', code, params, stack: trace } satisfies ParserMessage)
}
port.close()
