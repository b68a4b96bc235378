import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** A Chromium on this machine, or null. */
export const findChromium = (): string | null => places.find((path) => path && existsSync(path)) ?? null

/** Finds one, or installs Debian's where this process may; throws with what to do otherwise. */
export function requireChromium(): string {
  const found = findChromium() ?? (installDebianChromium() ? findChromium() : null)
  if (found) return found
  throw new Error(
    'The screens are tested in a real Chromium and none was found. Install one (Debian: apt-get install chromium) ' +
      'or name it in CHROMIUM_PATH.',
  )
}

function installDebianChromium(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  process.stderr.write('Installing chromium for the tests of the screens …\n')
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'ignore' })
    return true
  } catch {
    return false // said by the caller, with what to do
  }
}

/** Root has no user namespace to sandbox with; the flags keep a closed network from being asked. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]
