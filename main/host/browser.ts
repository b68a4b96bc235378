import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { createApp } from '../app.ts'
import { AssayError } from '../base/errors.ts'
import type { CommandInput, CommandName } from '../contract.ts'
import { createAccess } from './browserAccess.ts'
import { browserHandlers } from './browserCommands.ts'
import { createEventStream } from './browserEvents.ts'
import { createBrowserFiles } from './browserFiles.ts'
import { answerRequests, type BrowserParts } from './browserRoutes.ts'
import { ensureBuilt } from './build.ts'
import { configFolder, rendererFolder } from './folders.ts'
import { callHost, isHostCommand } from './hostCommands.ts'
import { createLog, logConsole } from './log.ts'
import { printWithBrowser } from './printWithBrowser.ts'
import { createSettingsStore, rememberOpened } from './settings.ts'
import { forkProcess } from './spawn.ts'

export interface BrowserHostOptions {
  /** Opened at once. */
  project?: string
  /** Any free one when left out. */
  port?: number
  /** The folder of the built screens. */
  screens?: string
}

export interface BrowserHost {
  /** The address to open, with its one-time token. */
  address: string
  /** Closes the project to one file and removes what was uploaded. */
  close(): Promise<void>
}

/** The workbench for a browser of this machine: the app in this process behind HTTP on 127.0.0.1. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer()
  const port = await listen(server, options.port ?? 0)
  const access = createAccess(port)
  const folder = configFolder()
  const log = createLog(folder)
  const restoreConsole = logConsole(log)
  const settings = createSettingsStore(folder)
  const events = createEventStream()
  const files = createBrowserFiles()
  const remember = rememberOpened(settings)
  const app = createApp({
    spawn: forkProcess,
    print: printWithBrowser,
    settingsFolder: folder,
    hasPages: true,
    emit(name, data) {
      remember(name, data)
      events.send(name, data)
    },
    resolveFile: files.resolveFile,
    resolveTarget: files.resolveTarget,
  })
  const parts: BrowserParts = {
    access,
    events,
    files,
    screens: options.screens ?? rendererFolder,
    call: (name, input) =>
      isHostCommand(name)
        ? callHost(browserHandlers, { settings, log }, name, input)
        : app.call(name as CommandName, input as CommandInput<CommandName>),
  }
  server.requestTimeout = 0 // a large upload takes as long as it takes
  server.on('request', answerRequests(parts))
  log.write('info', `the browser host listens on port ${port}`)

  async function close(): Promise<void> {
    server.close()
    events.close()
    await app.close()
    server.closeAllConnections()
    files.remove()
    restoreConsole()
  }

  if (options.project) await openFirst(app, resolve(options.project), close)
  return { address: `http://127.0.0.1:${port}${access.startPath}`, close }
}

async function openFirst(app: ReturnType<typeof createApp>, path: string, close: () => Promise<void>): Promise<void> {
  const reply = await app.call('project.open', { path })
  if (reply.ok) return
  await close()
  throw new AssayError(reply.error.code, reply.error.details)
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EADDRINUSE' ? new AssayError('host.addressInUse', { port }) : error),
    )
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port))
  })
}

/** Builds what is missing, starts the browser host, prints its address, and returns after Ctrl-C when all is closed. */
export async function serveWorkbench(options: { project?: string; port?: number; open?: boolean }): Promise<void> {
  await ensureBuilt()
  const stopped = new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop())
  })
  const host = await startBrowserHost(options)
  process.stdout.write(`${host.address}\n`)
  if (options.open) openInBrowser(host.address)
  await stopped
  await host.close()
}

function openInBrowser(address: string): void {
  const openers: Record<string, string[]> = { win32: ['cmd', '/c', 'start', ''], darwin: ['open'] }
  const [command, ...rest] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...rest, address], { stdio: 'ignore', detached: true })
  child.on('error', () => process.stderr.write('no browser could be opened: open the address yourself\n'))
  child.unref()
}
