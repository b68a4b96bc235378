import { z } from 'zod'
import { command } from '../base/command.ts'
import { fileTarget, type FileRef, type FileTarget } from '../base/files.ts'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

export interface RecentProject {
  path: string
  name: string
  openedAtMs: number
}

/** What a workstation remembers between starts; no project data. */
export interface Settings {
  /** `system` follows the operating system. */
  language: Language | 'system'
  theme: 'light' | 'dark' | 'system'
  recents: RecentProject[]
}

export interface HostInfo {
  host: 'electron' | 'browser'
  version: string
  platform: string
  /** False in the browser host: files are uploaded and downloaded instead of picked. */
  dialogs: boolean
  /** Where new projects go unless the user says otherwise. */
  projectFolder: string
}

/** What the carrier of the app offers, apart from the app's own commands. Electron's main or the browser host answers. */
export const hostContract = {
  'host.info': command<HostInfo>()(z.object({})),
  'host.settings': command<Settings>()(z.object({})),
  'host.saveSettings': command<Settings>()(
    z.object({
      language: z.enum([...languages, 'system']).optional(),
      theme: z.enum(['light', 'dark', 'system']).optional(),
    }),
  ),
  'host.forgetRecent': command<Settings>()(z.object({ path: z.string() })),
  /** Opens the system's file dialog; empty when dismissed. Fails in the browser host. */
  'host.pickFiles': command<FileRef[]>()(z.object({ purpose: z.enum(['project', 'data', 'towers']) })),
  /** Asks where to save; null when dismissed. The browser host answers with a download of that name. */
  'host.pickTarget': command<FileTarget | null>()(z.object({ suggestedName: z.string().min(1) })),
  /** Shows a written file in the system's file manager; a browser starts the download instead. */
  'host.reveal': command<null>()(z.object({ target: fileTarget })),
  /** Versions, engine, recent log lines; no personal data. */
  'host.diagnostics': command<string>()(z.object({})),
}

export type HostCommands = typeof hostContract

/** What a menu of the window asks the screens to do. */
export type MenuAction =
  | 'newProject'
  | 'openProject'
  | 'openRecent'
  | 'saveCopy'
  | 'closeProject'
  | 'importFiles'
  | 'copyDiagnostics'
  | 'showShortcuts'

/** What the carrier tells without being asked, beside the app's own events. */
export interface HostEvents {
  /** `path` is set for `openRecent` alone. */
  'host.menu': { action: MenuAction; path?: string }
  /** The core ended unexpectedly and runs again. Its jobs are gone; the project is open again, or null. */
  'host.coreRestarted': { reopened: string | null }
}
export type HostEventName = keyof HostEvents
