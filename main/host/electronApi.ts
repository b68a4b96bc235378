import type { EventEmitter } from 'node:events'
import type { ElectronPort } from './latePort.ts'
import type { ToMain } from './utilityProcess.ts'

/** The part of Electron that Assay uses. The real one fits it, and so does the stand-in that the tests drive. */
export interface Electron {
  app: ElectronApp
  BrowserWindow: new (options: WindowOptions) => ElectronWindow
  Menu: { buildFromTemplate(template: MenuItem[]): unknown; setApplicationMenu(menu: unknown): void }
  MessageChannelMain: new () => { port1: ElectronPort; port2: ElectronPort }
  clipboard: { writeText(text: string): void }
  dialog: ElectronDialog
  ipcMain: { handle(channel: string, listener: (event: CallEvent, ...parts: unknown[]) => unknown): void }
  nativeTheme: { themeSource: 'light' | 'dark' | 'system'; shouldUseDarkColors: boolean }
  protocol: {
    registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]): void
  }
  screen: { getAllDisplays(): { workArea: Rectangle }[] }
  session: { defaultSession: ElectronSession }
  shell: { showItemInFolder(path: string): void }
  utilityProcess: {
    fork(path: string, parts: string[], options: { serviceName: string; stdio: 'pipe' }): ElectronChild
  }
}

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export interface ElectronApp {
  isPackaged: boolean
  commandLine: { appendSwitch(name: string, value?: string): void }
  enableSandbox(): void
  exit(code: number): void
  getPreferredSystemLanguages(): string[]
  on(event: 'will-quit' | 'window-all-closed', listener: (event: Cancellable) => void): unknown
  on(event: 'web-contents-created', listener: (event: Cancellable, contents: WebContents) => void): unknown
  on(event: 'second-instance', listener: (event: Cancellable, parts: string[]) => void): unknown
  on(event: 'open-file', listener: (event: Cancellable, path: string) => void): unknown
  quit(): void
  requestSingleInstanceLock(): boolean
  setName(name: string): void
  setPath(name: 'userData', path: string): void
  whenReady(): Promise<void>
}

export interface Cancellable {
  preventDefault(): void
}

export interface WindowOptions extends Partial<Rectangle> {
  minWidth?: number
  minHeight?: number
  show: boolean
  title: string
  backgroundColor?: string
  webPreferences: Record<string, boolean | string>
}

/** What a dialog stands in front of. */
export interface DialogParent {
  focus(): void
}

export interface ElectronWindow extends DialogParent {
  webContents: PageContents
  getNormalBounds(): Rectangle
  isDestroyed(): boolean
  isMaximized(): boolean
  isMinimized(): boolean
  loadURL(url: string): Promise<void>
  maximize(): void
  on(event: 'close', listener: (event: Cancellable) => void): unknown
  once(event: 'ready-to-show' | 'closed', listener: () => void): unknown
  restore(): void
  show(): void
  destroy(): void
}

/** An attempt to go somewhere; where to, as far as it is known. */
export interface Navigation extends Cancellable {
  url?: string
}

/** What a page may try in order to leave its place. */
export type RefusedEvent = 'will-navigate' | 'will-frame-navigate' | 'will-redirect' | 'will-attach-webview'

export interface WebContents {
  on(event: RefusedEvent, listener: (event: Navigation) => void): unknown
  once(event: 'did-finish-load', listener: () => void): unknown
  once(event: 'render-process-gone', listener: (event: Cancellable, details: { reason: string }) => void): unknown
  send(channel: string, ...parts: unknown[]): void
  setWindowOpenHandler(handler: () => { action: 'deny' }): void
}

/** What a window of Assay's own shows. */
export interface PageContents extends WebContents {
  session: Pick<ElectronSession, 'webRequest'>
  printToPDF(options: Record<string, boolean | string>): Promise<Uint8Array>
  postMessage(channel: string, message: unknown, ports?: ElectronPort[]): void
}

export interface CallEvent {
  sender: unknown
  senderFrame: { url: string; parent: unknown } | null
}

export interface ElectronSession {
  protocol: { handle(scheme: string, handler: (request: Request) => Promise<Response>): void }
  webRequest: {
    onBeforeRequest(listener: (details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void): void
  }
  on(event: 'will-download', listener: (event: Cancellable, item: { getURL(): string }) => void): unknown
  setPermissionCheckHandler(handler: () => boolean): void
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (granted: boolean) => void) => void,
  ): void
  setDevicePermissionHandler(handler: () => boolean): void
}

export interface ElectronDialog {
  showErrorBox(title: string, content: string): void
  showMessageBox(window: DialogParent, options: MessageBoxOptions): Promise<{ response: number }>
  showOpenDialog(window: DialogParent, options: OpenDialogOptions): Promise<{ canceled: boolean; filePaths: string[] }>
  showSaveDialog(window: DialogParent, options: FileDialogOptions): Promise<{ canceled: boolean; filePath?: string }>
}

export interface MessageBoxOptions {
  type: 'warning' | 'question'
  message: string
  detail?: string
  buttons: string[]
  defaultId?: number
  cancelId?: number
}

export interface FileDialogOptions {
  title?: string
  defaultPath?: string
  filters?: { name: string; extensions: string[] }[]
}

export interface OpenDialogOptions extends FileDialogOptions {
  properties: ('openFile' | 'multiSelections')[]
}

export type MenuRole =
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'reload'
  | 'toggleDevTools'
  | 'quit'

export interface MenuItem {
  label?: string
  role?: MenuRole
  type?: 'separator'
  accelerator?: string
  enabled?: boolean
  submenu?: MenuItem[]
  click?: () => void
}

/** A utility process. */
export interface ElectronChild {
  stderr: EventEmitter | null
  kill(): boolean
  on(event: 'message', listener: (message: ToMain) => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
  postMessage(message: unknown, ports?: ElectronPort[]): void
}
