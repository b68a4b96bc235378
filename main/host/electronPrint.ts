import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { PrintOrder } from '../report/printing.ts'
import type { Electron, ElectronChild, ElectronWindow } from './electronApi.ts'
import type { FromMain, ToMain } from './utilityProcess.ts'

/** In memory only, and apart from the workbench's own pages. */
const partition = 'assay-print'

/** Prints for the core in windows that nobody sees: only the main process has Chromium at hand. */
export function answerPrints(
  electron: Electron,
  core: ElectronChild,
): { answer(message: ToMain): void; stopAll(): void } {
  const windows = new Map<number, ElectronWindow>()
  let coreGone = false

  async function print(id: number, order: PrintOrder): Promise<void> {
    let problem: string | null = null
    const window = openPrintWindow(electron, order)
    windows.set(id, window)
    try {
      await printTo(window, order)
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
    } finally {
      stop(id)
    }
    if (!coreGone) core.postMessage({ kind: 'printed', id, problem } satisfies FromMain)
  }

  function stop(id: number): void {
    const window = windows.get(id)
    windows.delete(id)
    if (window && !window.isDestroyed()) window.destroy()
  }

  return {
    answer(message) {
      if (message.kind === 'print') void print(message.id, message.order)
      if (message.kind === 'stopPrint') stop(message.id)
    },
    stopAll() {
      coreGone = true
      for (const id of [...windows.keys()]) stop(id)
    },
  }
}

/** A page without scripts that can load nothing but itself. */
function openPrintWindow(electron: Electron, { html }: PrintOrder): ElectronWindow {
  const window = new electron.BrowserWindow({
    show: false,
    title: 'Assay report',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false, partition },
  })
  const own = pathToFileURL(html).href
  window.webContents.session.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !(url === own || url.startsWith('data:')) }),
  )
  return window
}

/** Rejects, too, when the window is closed meanwhile. */
async function printTo(window: ElectronWindow, { html, pdf, header, footer }: PrintOrder): Promise<void> {
  const closed = new Promise<never>((_resolve, reject) =>
    window.once('closed', () => reject(new Error('the page was closed'))),
  )
  const printed = (async () => {
    await window.loadURL(pathToFileURL(html).href)
    return window.webContents.printToPDF({
      printBackground: true,
      preferCSSPageSize: true,
      displayHeaderFooter: true,
      headerTemplate: header,
      footerTemplate: footer,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    })
  })()
  await writeFile(pdf, await Promise.race([printed, closed]))
}
