import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may use the browser host: whoever opened the start address once, from this machine's own address. */
export interface BrowserAccess {
  /** The path with the one-time token. */
  startPath: string
  /** Why a request is refused, as an HTTP status; null when it may pass. */
  refuse(request: IncomingMessage): 401 | 403 | null
  /** Exchanges the token for the `Set-Cookie` of a session; null when it is wrong or was used before. */
  exchange(token: string | null): string | null
  hasSession(request: IncomingMessage): boolean
}

const secret = (): string => randomBytes(32).toString('base64url')

/**
 * Host is checked so that no other name can be pointed at this address (DNS rebinding), Origin and Sec-Fetch-Site so
 * that no other site can send requests, the cookie so that no other user of this machine can.
 */
export function createAccess(port: number): BrowserAccess {
  let token: string | null = secret()
  const session = secret()
  // Cookies know no ports: the name keeps two Assays apart.
  const cookieName = `assay-${port}`
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const startPath = `/start?token=${token}`

  function fromElsewhere({ headers, method }: IncomingMessage): boolean {
    if (!headers.host || !hosts.includes(headers.host)) return true
    const origin = headers.origin
    if (origin !== undefined) return origin !== `http://${headers.host}`
    return method !== 'GET' && method !== 'HEAD'
  }

  const hasSession = (request: IncomingMessage) => same(cookieOf(request, cookieName), session)

  return {
    startPath,
    hasSession,
    refuse(request) {
      if (fromElsewhere(request)) return 403
      if (pathOf(request) === '/start') return null
      const site = request.headers['sec-fetch-site']
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403
      return hasSession(request) ? null : 401
    },
    exchange(given) {
      if (given === null || token === null || !same(given, token)) return null
      token = null
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
  }
}

export const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?')[0]

function cookieOf({ headers }: IncomingMessage, name: string): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1] ?? ''
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
