import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccess, type BrowserAccess } from '../../main/host/browserAccess.ts'
import { createEventStream } from '../../main/host/browserEvents.ts'
import { createBrowserFiles } from '../../main/host/browserFiles.ts'
import { answerRequests, type BrowserParts } from '../../main/host/browserRoutes.ts'
import { ask, callOver, signIn } from './requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-routes-'))
const screens = join(folder, 'screens')
const files = createBrowserFiles()
const events = createEventStream()
let server: Server
let port: number
let access: BrowserAccess
let session: { port: number; headers: Record<string, string> }

/** Stands for a command that reads one file and writes another. */
function upperCase(input: unknown) {
  const { file, target } = input as { file: { upload: string }; target: { download: string } }
  const path = files.resolveFile(file)
  writeFileSync(files.resolveTarget(target), readFileSync(path, 'utf8').toUpperCase())
  return { name: basename(path) }
}

beforeAll(async () => {
  mkdirSync(join(screens, 'assets'), { recursive: true })
  writeFileSync(join(screens, 'index.html'), '<title>Assay</title>')
  writeFileSync(join(screens, 'assets', 'main.js'), 'export {}')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
  access = createAccess(port)
  const parts: BrowserParts = {
    access,
    events,
    files,
    screens,
    call: async (name, input) => ({ ok: true, value: name === 'upper' ? upperCase(input) : { name, input } }),
  }
  server.on('request', answerRequests(parts))
  session = await signIn(`http://127.0.0.1:${port}${access.startPath}`)
})
afterAll(() => {
  events.close()
  server.closeAllConnections()
  server.close()
  files.remove()
  rmSync(folder, { recursive: true })
})

describe('who is let in', () => {
  test('nobody without the session', async () => {
    for (const path of ['/', '/assets/main.js', '/events', '/download/x']) {
      expect((await ask(port, path)).status).toBe(401)
    }
    expect((await ask(port, '/', { headers: { cookie: `assay-${port}=wrong` } })).status).toBe(401)
    expect((await callRaw({ origin: `http://127.0.0.1:${port}` })).status).toBe(401)
  })

  test('the start address works once', async () => {
    const fresh = createAccess(port)
    const token = new URL(fresh.startPath, 'http://x').searchParams.get('token')
    expect(fresh.exchange('wrong')).toBeNull()
    expect(fresh.exchange(token)).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(fresh.exchange(token)).toBeNull()
    expect((await ask(port, access.startPath)).status).toBe(401)
    expect((await ask(port, access.startPath, { headers: session.headers })).status).toBe(303)
  })

  test('no other name for this machine, which is how DNS rebinding comes in', async () => {
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1:${port + 1}`, '127.0.0.1']) {
      expect((await ask(port, '/', { headers: { ...session.headers, host, origin: `http://${host}` } })).status).toBe(
        403,
      )
    }
  })

  test('no request that another site makes', async () => {
    const { cookie } = session.headers
    for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${port}`, `http://localhost:${port}`]) {
      expect((await callRaw({ cookie, origin })).status).toBe(403)
      expect((await ask(port, '/', { headers: { cookie, origin } })).status).toBe(403)
    }
    expect((await callRaw({ cookie })).status).toBe(403) // a POST says where it comes from
    expect((await ask(port, '/', { headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await ask(port, '/', { headers: { cookie, 'sec-fetch-site': 'none' } })).status).toBe(200)
  })
})

const callRaw = (headers: Record<string, string>, body = '{}') =>
  ask(port, '/call/anything', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

describe('pages', () => {
  test('the screens, with a strict policy', async () => {
    const page = await ask(port, '/', { headers: session.headers })
    expect(page).toMatchObject({ status: 200, text: '<title>Assay</title>' })
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
    const script = await ask(port, '/assets/main.js', { headers: session.headers })
    expect(script.headers['content-type']).toMatch(/^text\/javascript/)
  })

  test.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/..%5csecret.js',
    '/assets/%00main.js',
    '/%zz',
    '/assets',
    '/nothing.js',
    '/download/..%2f..%2fsecret.js',
    '/download/secret.js',
  ])('no way out of their folder: %s', async (path) => {
    expect((await ask(port, path, { headers: session.headers })).status).toBe(404)
  })

  test('only what they need is allowed', async () => {
    expect((await ask(port, '/', { method: 'DELETE', headers: session.headers })).status).toBe(405)
    expect((await ask(port, '/upload', { method: 'PUT', headers: session.headers })).status).toBe(405)
  })
})

describe('calls', () => {
  test('carry JSON both ways', async () => {
    expect(await callOver(session, 'some.command', { a: [1, null] })).toEqual({
      ok: true,
      value: { name: 'some.command', input: { a: [1, null] } },
    })
  })

  test('are refused when they are no JSON, or too long', async () => {
    expect((await callRaw({ ...session.headers, 'content-type': 'text/plain' })).status).toBe(415)
    expect((await callRaw(session.headers, '{')).status).toBe(400)
    expect((await callRaw(session.headers, JSON.stringify('x'.repeat(1024 * 1024)))).status).toBe(413)
  })
})

describe('files', () => {
  test('go up, through a command, and down again', async () => {
    const sent = await ask(port, `/upload?name=${encodeURIComponent('../ordérs.csv')}`, {
      method: 'POST',
      headers: session.headers,
      body: 'a,b\n1,2\n',
    })
    const { value: file } = JSON.parse(sent.text) as { value: { upload: string } }
    const reply = await callOver(session, 'upper', { file, target: { download: 'größer.csv' } })
    expect(reply).toEqual({ ok: true, value: { name: 'ordérs.csv' } })
    const got = await ask(port, `/download/${encodeURIComponent('größer.csv')}`, { headers: session.headers })
    expect(got.text).toBe('A,B\n1,2\n')
    expect(got.headers['content-disposition']).toBe("attachment; filename*=UTF-8''gr%C3%B6%C3%9Fer.csv")
  })

  test('are streamed: 256 MB pass through little memory', async () => {
    const [chunk, count] = [Buffer.alloc(1024 * 1024, 'x'), 256]
    const before = process.memoryUsage().rss
    let most = 0
    async function* body() {
      for (let i = 0; i < count; i++) {
        most = Math.max(most, process.memoryUsage().rss)
        yield chunk
      }
    }
    const headers = { ...session.headers, 'content-length': String(chunk.length * count) }
    const sent = await ask(port, '/upload?name=big.csv', { method: 'POST', headers, body: body() })
    const { value } = JSON.parse(sent.text) as { value: { upload: string } }
    expect(readFileSync(files.resolveFile(value)).length).toBe(chunk.length * count)
    expect(most - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('that cannot fit on the disk are refused before they come', async () => {
    const headers = { ...session.headers, 'content-length': String(2 ** 52), expect: '100-continue' }
    const answer = await ask(port, '/upload?name=huge.csv', { method: 'POST', headers, body: 'x' })
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { code: 'disk.full' } })
  })
})

test('events arrive at every page that listens', async () => {
  const listening = await Promise.all([listen(), listen()])
  events.send('job.ended', { id: 'j', note: 'two\nlines' })
  for (const heard of listening) {
    expect(await heard.next()).toBe('event: job.ended\ndata: {"id":"j","note":"two\\nlines"}')
    heard.close()
  }
})

/** Reads an event stream part by part. */
function listen(): Promise<{ next(): Promise<string>; close(): void }> {
  return new Promise((ready, fail) => {
    const asked = get({ host: '127.0.0.1', port, path: '/events', headers: session.headers }, (response) => {
      let text = ''
      const next = async (): Promise<string> => {
        while (!text.includes('\n\n')) await new Promise((more) => response.once('readable', more)).then(read)
        const [part] = text.split('\n\n')
        text = text.slice(part.length + 2)
        return part
      }
      const read = () => (text += String(response.read() ?? ''))
      void next().then(() => ready({ next, close: () => asked.destroy() }))
    })
    asked.on('error', fail)
  })
}
