import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type {
  CallEvent,
  Electron,
  ElectronChild,
  ElectronSession,
  ElectronWindow,
  MenuItem,
  Rectangle,
  WindowOptions,
} from '../../main/host/electronApi.ts'
import type { ElectronPort } from '../../main/host/latePort.ts'

/** Electron as the tests drive it: it records what it is told, and its utility processes are real threads. */
export function createStandIn(programs: { trainer?: string } = {}) {
  const app = new EventEmitter()
  const ipcHandlers = new Map<string, (event: CallEvent, ...parts: unknown[]) => unknown>()
  const record = {
    app,
    children: [] as { name: string; worker: Worker }[],
    windows: [] as StandInWindow[],
    menus: [] as MenuItem[][],
    switches: new Map<string, string | undefined>(),
    schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
    isFirst: true,
    languages: ['en-GB'],
    exits: [] as number[],
    quits: 0,
    sandboxEnabled: false,
    copied: [] as string[],
    revealed: [] as string[],
    boxes: [] as string[],
    /** What the user picks or presses next. */
    answers: { files: [] as string[], target: '', button: 0 },
    session: new StandInSession(),
    ipcHandlers,
    paths: new Map<string, string>(),
  }

  const electron: Electron = {
    app: {
      isPackaged: true,
      commandLine: { appendSwitch: (name, value) => void record.switches.set(name, value) },
      enableSandbox: () => void (record.sandboxEnabled = true),
      exit: (code) => void record.exits.push(code),
      getPreferredSystemLanguages: () => record.languages,
      on: (event: string, listener: (...parts: never[]) => void) => app.on(event, listener as () => void),
      quit: () => void record.quits++,
      requestSingleInstanceLock: () => record.isFirst,
      setName() {},
      setPath: (name, path) => void record.paths.set(name, path),
      whenReady: () => Promise.resolve(),
    },
    BrowserWindow: class extends StandInWindow {
      constructor(options: WindowOptions) {
        super(options)
        record.windows.push(this)
        app.emit('web-contents-created', createEvent(), this.webContents)
      }
    },
    Menu: {
      buildFromTemplate: (template) => template,
      setApplicationMenu: (menu) => void record.menus.push(menu as MenuItem[]),
    },
    MessageChannelMain: class {
      port1: ElectronPort
      port2: ElectronPort
      constructor() {
        const { port1, port2 } = new MessageChannel()
        this.port1 = asElectronPort(port1)
        this.port2 = asElectronPort(port2)
      }
    },
    clipboard: { writeText: (text) => void record.copied.push(text) },
    dialog: {
      showErrorBox: (title) => void record.boxes.push(title),
      async showMessageBox(_window, { message }) {
        record.boxes.push(message)
        return { response: record.answers.button }
      },
      async showOpenDialog() {
        return { canceled: record.answers.files.length === 0, filePaths: record.answers.files }
      },
      async showSaveDialog() {
        return { canceled: record.answers.target === '', filePath: record.answers.target }
      },
    },
    ipcMain: { handle: (channel, listener) => void ipcHandlers.set(channel, listener) },
    nativeTheme: { themeSource: 'system', shouldUseDarkColors: false },
    protocol: { registerSchemesAsPrivileged: (schemes) => void record.schemes.push(...schemes) },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: record.session },
    shell: { showItemInFolder: (path) => void record.revealed.push(path) },
    utilityProcess: {
      fork(path, _parts, { serviceName }) {
        const isTrainer = /trainer\.[jt]s$/.test(path)
        const program = isTrainer ? (programs.trainer ?? path) : path
        const worker = new Worker(join(import.meta.dirname, 'utilityWorker.ts'), {
          workerData: { program },
          stderr: true,
        })
        record.children.push({ name: serviceName, worker })
        return asElectronChild(worker)
      },
    },
  }
  return { electron, ...record, record }
}

export type StandIn = ReturnType<typeof createStandIn>

export function createEvent() {
  const event = { prevented: false, preventDefault: () => void (event.prevented = true) }
  return event
}

const realPorts = new WeakMap<ElectronPort, MessagePort>()

function realPort(port: ElectronPort): MessagePort {
  const real = realPorts.get(port)
  if (!real) throw new Error('not a port of this stand-in')
  return real
}

function asElectronPort(port: MessagePort): ElectronPort {
  const wrapped: ElectronPort = {
    postMessage: (message) => port.postMessage(message),
    on: (event: string, listener: (event: { data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  }
  realPorts.set(wrapped, port)
  return wrapped
}

function asElectronChild(worker: Worker): ElectronChild {
  return {
    stderr: worker.stderr,
    kill() {
      void worker.terminate()
      return true
    },
    on: (_event, listener) => worker.on('message', listener),
    once: (_event, listener) => worker.once('exit', listener),
    postMessage(data, ports = []) {
      const transferred = ports.map(realPort)
      worker.postMessage({ data, ports: transferred }, transferred)
    },
  }
}

type BeforeRequest = (details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void
type PermissionRequest = (contents: unknown, permission: string, callback: (granted: boolean) => void) => void
type ProtocolHandler = (request: Request) => Promise<Response>

class StandInSession extends EventEmitter implements ElectronSession {
  readonly handlers = new Map<string, ProtocolHandler>()
  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler) => void this.handlers.set(scheme, handler),
  }
  readonly webRequest = { onBeforeRequest: (listener: BeforeRequest) => void (this.beforeRequest = listener) }
  beforeRequest: BeforeRequest = (_, callback) => callback({ cancel: false })
  permissionRequest: PermissionRequest = (_contents, _permission, callback) => callback(true)
  permissionCheck = () => true
  devicePermission = () => true

  setPermissionCheckHandler(handler: () => boolean): void {
    this.permissionCheck = handler
  }
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler
  }
}

class StandInContents extends EventEmitter {
  sent: unknown[][] = []
  /** The real ports that were posted to the page. */
  ports: MessagePort[] = []
  opens: (() => { action: 'deny' }) | null = null

  send(...parts: unknown[]): void {
    this.sent.push(parts)
  }

  postMessage(channel: string, message: unknown, ports: ElectronPort[]): void {
    this.sent.push([channel, message])
    this.ports.push(...ports.map(realPort))
  }

  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.opens = handler
  }

  readonly session = new StandInSession()
  printed: Record<string, boolean | string>[] = []

  async printToPDF(options: Record<string, boolean | string>): Promise<Uint8Array> {
    this.printed.push(options)
    return Buffer.from('%PDF-1.7 stand-in')
  }
}

export class StandInWindow extends EventEmitter implements ElectronWindow {
  readonly options: WindowOptions
  readonly webContents = new StandInContents()
  bounds: Rectangle
  url = ''
  shown = false
  destroyed = false
  maximized = false
  focused = 0

  constructor(options: WindowOptions) {
    super()
    this.options = options
    const { x = 0, y = 0, width = 0, height = 0 } = options
    this.bounds = { x, y, width, height }
  }

  async loadURL(url: string): Promise<void> {
    this.url = url
  }
  focus(): void {
    this.focused++
  }
  getNormalBounds(): Rectangle {
    return this.bounds
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  isMaximized(): boolean {
    return this.maximized
  }
  isMinimized(): boolean {
    return false
  }
  maximize(): void {
    this.maximized = true
  }
  restore(): void {}
  show(): void {
    this.shown = true
  }
  destroy(): void {
    if (this.destroyed) return
    this.destroyed = true
    this.emit('closed')
  }
}
