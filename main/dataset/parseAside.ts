import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AssayError, type ErrorCode, type ErrorParams } from '../base/errors.ts'
import type { Batch, ParseSummary } from './batch.ts'
import type { ImportPlan } from './plan.ts'

export type ParserMessage =
  | { kind: 'batch'; batch: Batch }
  | { kind: 'done'; summary: ParseSummary }
  | { kind: 'failed'; code: ErrorCode; params: ErrorParams; stack: string }

/**
 * `parseFile` on a thread of its own. `onBatch` runs here, one batch after the other; when it throws, the thread is ended
 * and the error passed on. A thread that dies is `process.crashed`.
 */
export function parseAside(plan: ImportPlan, onBatch: (batch: Batch) => void): Promise<ParseSummary> {
  const thread = new Worker(new URL(`./parserThread${extname(import.meta.url)}`, import.meta.url), { workerData: plan })
  const parsed = new Promise<ParseSummary>((resolve, reject) => {
    let failed = false // what was sent before the thread is ended is of no use any more
    thread.on('message', (message: ParserMessage) => {
      if (failed) return
      try {
        if (message.kind === 'done') resolve(message.summary)
        if (message.kind === 'failed') {
          const cause = new Error(message.code)
          cause.stack = message.stack
          reject(new AssayError(message.code, message.params, { cause }))
        }
        if (message.kind !== 'batch') return
        onBatch(message.batch)
        thread.postMessage('stored')
      } catch (error) {
        failed = true
        reject(error)
      }
    })
    thread.on('error', (error) =>
      reject(new AssayError('process.crashed', { reason: String(error) }, { cause: error })),
    )
    thread.on('exit', (code) => reject(new AssayError('process.crashed', { reason: `exit ${code}` })))
  })
  return parsed.finally(() => thread.terminate())
}
