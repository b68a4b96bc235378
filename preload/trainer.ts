import { ipcRenderer } from 'electron'

/** As much of a page's window as is used; the types of Node leave it out. */
const page = globalThis as { postMessage?(message: string, origin: string, ports: unknown[]): void }

/** All that the page of a trainer gets of Electron: the one port to whoever it works for. */
ipcRenderer.once('assay:port', ({ ports }) => page.postMessage?.('assay:port', '*', ports))
