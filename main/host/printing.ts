import { AssayError } from '../base/errors.ts'
import type { PrintPage } from '../report/printing.ts'
import { printWithBrowser } from './printWithBrowser.ts'
import { parentPort, type ParentPort } from './utilityProcess.ts'

/** How the core prints: under Electron its main process does, elsewhere an installed browser. */
export function corePrint(): PrintPage {
  const parent = parentPort()
  return parent ? printThroughMain(parent) : printWithBrowser
}

function printThroughMain(parent: ParentPort): PrintPage {
  const waiting = new Map<number, (problem: string | null) => void>()
  let lastId = 0
  parent.on('message', ({ data }) => {
    if (data.kind === 'printed') waiting.get(data.id)?.(data.problem)
  })
  return async (order, work) => {
    const id = ++lastId
    work.onCancel?.(() => parent.postMessage({ kind: 'stopPrint', id }))
    work.checkpoint()
    const problem = await new Promise<string | null>((resolve) => {
      waiting.set(id, resolve)
      parent.postMessage({ kind: 'print', id, order })
    })
    waiting.delete(id)
    work.checkpoint()
    if (problem !== null) throw new AssayError('report.browserFailed', { path: 'Electron', problem })
  }
}
