import { extname, join, resolve } from 'node:path'
import { loadWords } from '../base/resources.ts'
import type { Language, MenuAction } from './contract.ts'
import type { Electron, ElectronWindow } from './electronApi.ts'
import { answerCalls } from './electronCalls.ts'
import { electronHandlers } from './electronCommands.ts'
import { superviseCore, type Core } from './electronCore.ts'
import { configFolder, rendererFolder } from './folders.ts'
import { callHost, isHostCommand } from './hostCommands.ts'
import { createLog, logConsole, type Log } from './log.ts'
import { menuTemplate } from './menu.ts'
import { registerScheme, serveScreens } from './protocol.ts'
import { createRunningJobs } from './runningJobs.ts'
import { createSettingsStore, rememberOpened, type SettingsStore } from './settings.ts'
import { createWindow } from './window.ts'
import { guardContents, guardSession } from './windowGuards.ts'

/** Starts the desktop workbench: the first one opens its window, a second one brings that to the front. */
export function startElectron(electron: Electron, parts: string[]): Promise<void> {
  const { app } = electron
  const folder = configFolder()
  app.setName('Assay')
  app.setPath('userData', join(folder, 'electron'))
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return Promise.resolve()
  }
  const log = createLog(folder)
  logConsole(log)
  const settings = createSettingsStore(folder)
  app.enableSandbox()
  keepOffline(electron)
  offerGpu(electron)
  registerScheme(electron)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  app.on('window-all-closed', () => app.quit())
  return app.whenReady().then(() => openWorkbench(electron, log, settings, projectAmong(parts)))
}

/** Chromium itself must not look anything up either. */
function keepOffline({ app }: Electron): void {
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

/** Chromium's WebGPU is behind switches on Linux. Only Assay's own pages are ever loaded, and one of them trains on it. */
function offerGpu({ app }: Electron): void {
  if (process.platform !== 'linux') return
  app.commandLine.appendSwitch('enable-unsafe-webgpu')
  app.commandLine.appendSwitch('enable-features', 'Vulkan')
}

/** The project that a double click or a command line named. */
function projectAmong(parts: string[]): string | null {
  const path = parts.find((part) => extname(part) === '.assay')
  return path ? resolve(path) : null
}

function openWorkbench(electron: Electron, log: Log, settings: SettingsStore, firstProject: string | null): void {
  const { app } = electron
  const jobs = createRunningJobs()
  const remember = rememberOpened(settings)
  let hasProject = false
  let window: ElectronWindow | null = null

  const words = () => loadWords(languageOf(electron, settings))
  const send = (name: string, data: unknown) => {
    if (window && !window.isDestroyed()) window.webContents.send('assay:event', name, data)
  }
  function applySettings(): void {
    const { theme, recents } = settings.read()
    electron.nativeTheme.themeSource = theme
    const choose = (action: MenuAction, path?: string) => send('host.menu', { action, path })
    const template = menuTemplate({
      words: words(),
      recents,
      hasProject,
      allowsDeveloperTools: !app.isPackaged,
      choose,
    })
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template))
  }

  const core = superviseCore(electron, log, {
    onEvent(name, data) {
      remember(name, data)
      jobs.hear(name, data)
      if (name === 'project.changed') {
        hasProject = data !== null
        applySettings()
      }
      send(name, data)
    },
    onRestart(reopened) {
      jobs.forgetAll()
      send('host.coreRestarted', { reopened })
      if (window)
        void tell(electron, window, words().say('host.core.restarted'), words().say('host.core.restartedDetail'))
    },
    onGivenUp() {
      electron.dialog.showErrorBox(words().say('host.core.givenUp'), words().say('host.core.givenUpDetail'))
      app.exit(1)
    },
  })

  guardSession(electron.session.defaultSession, !app.isPackaged)
  serveScreens(electron.session.defaultSession, rendererFolder)
  applySettings()
  const opened = createWindow(electron, settings)
  window = opened
  // The hidden page of a trainer is a window too, which must not keep the app alive.
  opened.once('closed', () => app.quit())
  const handlers = electronHandlers({ electron, window: () => opened, words, onSettings: applySettings })
  answerCalls(
    electron,
    () => opened,
    log,
    (name, input) =>
      isHostCommand(name) ? callHost(handlers, { settings, log }, name, input) : core.call(name, input),
  )
  jobs.askBeforeClosing(electron, opened, words)
  openNamedProjects(electron, core, opened, firstProject)
  closeCoreAtQuit(electron, core)
}

function languageOf({ app }: Electron, settings: SettingsStore): Language {
  const { language } = settings.read()
  if (language !== 'system') return language
  return app.getPreferredSystemLanguages()[0]?.startsWith('zh') ? 'zh-CN' : 'en'
}

const tell = (electron: Electron, window: ElectronWindow, message: string, detail: string) =>
  electron.dialog.showMessageBox(window, { type: 'warning', message, detail, buttons: ['OK'] })

/** Projects that the system hands over: by the command line, by a second start, or (macOS) by an event. */
function openNamedProjects(electron: Electron, core: Core, window: ElectronWindow, first: string | null): void {
  const { app } = electron
  const open = (path: string) => void core.call('project.open', { path })
  if (first) open(first)
  app.on('second-instance', (_event, parts) => {
    if (window.isMinimized()) window.restore()
    window.focus()
    const path = projectAmong(parts)
    if (path) open(path)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open(path)
  })
}

/** Electron waits until the core has closed the project to one file. */
function closeCoreAtQuit({ app }: Electron, core: Core): void {
  app.on('will-quit', (event) => {
    event.preventDefault()
    void core.close().finally(() => app.exit(0))
  })
}
