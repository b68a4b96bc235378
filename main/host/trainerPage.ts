import type { Electron } from './electronApi.ts'
import type { ElectronPort } from './latePort.ts'
import { trainerAddress } from './protocol.ts'
import { webPreferences } from './window.ts'

/** A trainer in a window that nobody sees. */
export interface TrainerPage {
  close(): void
}

/**
 * Opens a hidden, sandboxed window whose page trains on the GPU that Chromium hands out, and posts it its port.
 * `onGone` hears once why it is no more.
 */
export function openTrainerPage(electron: Electron, port: ElectronPort, onGone: (reason: string) => void): TrainerPage {
  const window = new electron.BrowserWindow({
    show: false,
    title: 'Assay trainer',
    webPreferences: {
      ...webPreferences('trainer.cjs', false),
      // It is never in front, and is to work all the same.
      backgroundThrottling: false,
    },
  })
  let gone = false
  const end = (reason: string) => {
    if (gone) return
    gone = true
    if (!window.isDestroyed()) window.destroy()
    onGone(reason)
  }
  window.webContents.once('did-finish-load', () => window.webContents.postMessage('assay:port', null, [port]))
  window.webContents.once('render-process-gone', (_event, { reason }) => end(reason))
  window.once('closed', () => end('closed'))
  window.loadURL(trainerAddress).catch((error: unknown) => end(String(error)))
  return { close: () => end('closed') }
}
