import type { Reply } from '../contract.ts'
import type { CallEvent, Electron, ElectronWindow } from './electronApi.ts'
import type { Log } from './log.ts'
import { isOwnAddress } from './protocol.ts'

/** Answers the one channel on which pages ask. A caller other than our window's own page is refused. */
export function answerCalls(
  electron: Electron,
  window: () => ElectronWindow,
  log: Log,
  call: (name: string, input: unknown) => Promise<Reply>,
): void {
  electron.ipcMain.handle('assay:call', (event, name, input) => {
    if (!isTrusted(event, window()) || typeof name !== 'string') {
      log.write('warn', 'refused a call from a foreign frame')
      throw new Error('refused')
    }
    return call(name, input)
  })
}

/** Only the main frame of our own window, and only while it shows our own page. */
function isTrusted({ sender, senderFrame }: CallEvent, window: ElectronWindow): boolean {
  if (window.isDestroyed() || sender !== window.webContents) return false
  return senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url)
}
