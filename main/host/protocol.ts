import { readFile } from 'node:fs/promises'
import type { Electron, ElectronSession } from './electronApi.ts'
import { securityHeaders } from './policy.ts'
import { findStaticFile } from './staticFiles.ts'

const scheme = 'app'
const host = 'assay'

/** The address of the workbench. */
export const startAddress = `${scheme}://${host}/`

/** The address of the hidden page that carries a trainer. */
export const trainerAddress = `${startAddress}trainer.html`

/** Whether an address is of Assay's own pages. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === `${scheme}:` && url.host === host
}

/** Makes `app://` an origin of its own, as secure as https. Must happen before Electron is ready. */
export function registerScheme(electron: Electron): void {
  electron.protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Answers `app://assay/…` with the built screens, and with nothing from anywhere else. */
export function serveScreens(session: ElectronSession, folder: string): void {
  session.protocol.handle(scheme, async (request) => {
    const file = isOwnAddress(request.url) ? findStaticFile(folder, new URL(request.url).pathname) : null
    if (request.method !== 'GET' || !file) return new Response('not found', { status: 404, headers: securityHeaders })
    return new Response(await readFile(file.path), {
      headers: { ...securityHeaders, 'content-type': file.contentType, 'cache-control': 'no-store' },
    })
  })
}
