import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rootFolder } from '../base/resources.ts'

const fetchWithinMs = 20_000

/** Electron's program with what speaks against using it here; `problem` is null where nothing does. */
export type Runtime = { program: string; problem: null } | { program: null; problem: string }

/** Finds Electron's program, fetching it where it is missing and may be, and checks that a window can be opened here. */
export async function findRuntime(mayFetch: boolean): Promise<Runtime> {
  if (!hasDisplay()) return unusable('there is no display')
  const program = installedProgram() ?? (mayFetch && (await fetchRuntime()) ? installedProgram() : null)
  if (!program) return unusable(`Electron's program is missing${mayFetch ? ' and could not be fetched' : ''}`)
  if (!hasSandbox(program)) return unusable("Chromium's sandbox can't be used here")
  return { program, problem: null }
}

const unusable = (problem: string): Runtime => ({ program: null, problem })

/** Whether a window or a browser can be shown at all. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

const electronFolder = join(rootFolder, 'node_modules', 'electron')

/** As the electron package finds it, without its way of fetching what is missing at once and for as long as it takes. */
function installedProgram(): string | null {
  const named = join(electronFolder, 'path.txt')
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist')
  const program = existsSync(named) ? join(folder, readFileSync(named, 'utf8').trim()) : null
  return program && existsSync(program) ? program : null
}

/** Runs the package's own installer; whether it succeeded in time. */
function fetchRuntime(): Promise<boolean> {
  const installer = join(electronFolder, 'install.js')
  if (!existsSync(installer)) return Promise.resolve(false)
  process.stderr.write("fetching Electron's program, once …\n")
  const child = spawn(process.execPath, [installer], { stdio: 'ignore' })
  const late = setTimeout(() => child.kill('SIGKILL'), fetchWithinMs)
  return new Promise((resolve) => {
    child.on('error', () => resolve(false))
    child.on('exit', (code) => {
      clearTimeout(late)
      resolve(code === 0)
    })
  })
}

/** On Linux the sandbox needs user namespaces or a helper that belongs to root; Chromium refuses root itself. */
function hasSandbox(program: string): boolean {
  if (process.platform !== 'linux') return true
  if (process.getuid?.() === 0) return false
  const helper = statSync(join(dirname(program), 'chrome-sandbox'), { throwIfNoEntry: false })
  if (helper?.uid === 0 && (helper.mode & 0o4000) !== 0) return true
  return (
    kernelSetting('kernel/unprivileged_userns_clone') !== '0' &&
    kernelSetting('kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
    kernelSetting('user/max_user_namespaces') !== '0'
  )
}

/** Null where this kernel has no such setting. */
function kernelSetting(name: string): string | null {
  const path = join('/proc/sys', name)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null
}
