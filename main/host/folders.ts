import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { rootFolder } from '../base/resources.ts'

/** The built screens. */
export const rendererFolder = join(rootFolder, 'out', 'renderer')

/** Where settings and logs live. `ASSAY_HOME` puts everything of one user elsewhere. Made when missing. */
export function configFolder(): string {
  return made(process.env.ASSAY_HOME ?? systemConfigFolder())
}

/** Where new projects go unless the user says otherwise. Made when missing. */
export function projectFolder(): string {
  if (process.env.ASSAY_HOME) return made(join(process.env.ASSAY_HOME, 'projects'))
  const documents = join(homedir(), 'Documents')
  return existsSync(documents) ? documents : homedir()
}

function systemConfigFolder(): string {
  if (process.platform === 'win32') return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Assay')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Assay')
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'assay')
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}
