import type { ElectronSession, RefusedEvent, WebContents } from './electronApi.ts'
import { isOwnAddress } from './protocol.ts'

/** Nothing but Assay's own files is ever loaded, and a page gets no permission and no device. */
export function guardSession(session: ElectronSession, allowsDeveloperTools: boolean): void {
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    const fromInside = url.startsWith('blob:') || url.startsWith('data:')
    const developerTools = allowsDeveloperTools && url.startsWith('devtools:')
    callback({ cancel: !(isOwnAddress(url) || fromInside || developerTools) })
  })
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  // A page may save what it has drawn itself, such as a chart; the system asks where to.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith('blob:') && !item.getURL().startsWith('data:')) event.preventDefault()
  })
}

const refusedEvents: RefusedEvent[] = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']

/** Text that a page puts into a frame of its own, as the preview of a report does: nothing is loaded for it. */
const ownFrame = 'about:srcdoc'

/** A page stays where it is: it neither goes elsewhere, nor opens windows, nor embeds other pages. */
export function guardContents(contents: WebContents): void {
  for (const attempt of refusedEvents) {
    contents.on(attempt, (event) => {
      if (event.url !== ownFrame) event.preventDefault()
    })
  }
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
