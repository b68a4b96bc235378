import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { AssayError } from '../base/errors.ts'

/** Names the program where it is in none of the usual places. */
export const browserVariable = 'ASSAY_BROWSER'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
]

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    const programs = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']
    return programs.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'] // prettier-ignore
    return roots.flatMap((root) => (root ? programs.map((program) => join(root, program)) : []))
  }
  return (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
}

/**
 * An installed Chromium or one of its kin, for printing. One that is named is the one that is taken. Throws
 * `report.noBrowser`: with a path where the named one is not there.
 */
export function findBrowser(): string {
  const named = process.env[browserVariable]
  const found = named ? [named].find(existsSync) : usualPlaces().find(existsSync)
  if (found) return found
  throw new AssayError(named ? 'report.browserMissing' : 'report.noBrowser', { path: named ?? '', variable: browserVariable }) // prettier-ignore
}
