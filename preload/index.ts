import { contextBridge, ipcRenderer, webUtils } from 'electron'

/** All that a page gets of Electron: ask, listen, and the path of a file that the user dropped or chose. */
contextBridge.exposeInMainWorld('assay', {
  call: (name: string, input: unknown) => ipcRenderer.invoke('assay:call', name, input),
  on(event: string, listener: (data: unknown) => void) {
    const heard = (_: unknown, name: string, data: unknown) => {
      if (name === event) listener(data)
    }
    ipcRenderer.on('assay:event', heard)
    return () => {
      ipcRenderer.off('assay:event', heard)
    }
  },
  pathFor: (file: File) => webUtils.getPathForFile(file),
})
