import { join } from 'node:path'
import { rootFolder } from '../base/resources.ts'
import type { Electron, ElectronWindow, Rectangle } from './electronApi.ts'
import { startAddress } from './protocol.ts'
import type { SettingsStore, WindowBounds } from './settings.ts'

const firstSize = { width: 1360, height: 860 }

/** What a page may do: a sandbox without Node, and only what its preload hands it. */
export const webPreferences = (preload: string, allowsDeveloperTools: boolean) => ({
  preload: join(rootFolder, 'out', 'preload', preload),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false, // its dictionaries would be fetched
  devTools: allowsDeveloperTools,
})

/** Opens the window where it stood last, and remembers where it stands when it closes. */
export function createWindow(electron: Electron, settings: SettingsStore): ElectronWindow {
  const last = settings.read().window
  const place = last && isVisible(electron, last) ? rectangle(last) : firstSize
  const window = new electron.BrowserWindow({
    ...place,
    minWidth: 960,
    minHeight: 640,
    show: false,
    title: 'Assay',
    backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#14171a' : '#ffffff',
    webPreferences: webPreferences('index.cjs', !electron.app.isPackaged),
  })
  if (last?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    settings.change({ window: { ...rectangle(window.getNormalBounds()), maximized: window.isMaximized() } })
  })
  void window.loadURL(startAddress)
  return window
}

const rectangle = ({ x, y, width, height }: Rectangle): Rectangle => ({ x, y, width, height })

/** A screen may be gone since: enough of the title bar must be within one that is there. */
function isVisible(electron: Electron, { x, y, width }: WindowBounds): boolean {
  const reach = 100
  return electron.screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    return across >= reach && y >= workArea.y && y <= workArea.y + workArea.height - reach
  })
}
