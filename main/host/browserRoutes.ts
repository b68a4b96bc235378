import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { AssayError, toAssayError } from '../base/errors.ts'
import { errorData, type Reply } from '../contract.ts'
import { pathOf, type BrowserAccess } from './browserAccess.ts'
import type { EventStream } from './browserEvents.ts'
import type { BrowserFiles } from './browserFiles.ts'
import { securityHeaders } from './policy.ts'
import { findStaticFile } from './staticFiles.ts'

export interface BrowserParts {
  access: BrowserAccess
  events: EventStream
  files: BrowserFiles
  screens: string
  call(name: string, input: unknown): Promise<Reply>
}

const longestBody = 1024 * 1024

/** The server's one listener. */
export function answerRequests(parts: BrowserParts): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      // A browser that hung up half-way is no failure of ours.
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error(error)
      response.destroy()
    })
  }
}

/** Answers one request: who asks is checked first, for every path alike. */
async function answer(parts: BrowserParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  response.setHeader('cache-control', 'no-store')
  const refused = parts.access.refuse(request)
  if (refused) return endWith(response, refused, refusals[refused])
  const path = pathOf(request)
  const [, area, ...rest] = path.split('/')
  const route = `${request.method} /${area}`
  if (route === 'GET /start') return start(parts, request, response)
  if (route === 'POST /call' && rest.length === 1) return call(parts, request, response, decoded(rest[0]))
  if (route === 'POST /upload') return upload(parts, request, response)
  if (route === 'GET /events') return parts.events.add(response)
  if (route === 'GET /download' && rest.length === 1) return download(parts, response, decoded(rest[0]))
  if (request.method === 'GET' || request.method === 'HEAD') return screen(parts, request, response, path)
  endWith(response, 405, 'not allowed')
}

const refusals = {
  401: 'Open the address that Assay printed when it started. It works once; start Assay again for a new one.',
  403: 'refused',
}

function start({ access }: BrowserParts, request: IncomingMessage, response: ServerResponse): void {
  const token = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('token')
  const cookie = access.exchange(token)
  if (cookie) response.writeHead(303, { 'set-cookie': cookie, location: '/' }).end()
  else if (access.hasSession(request)) response.writeHead(303, { location: '/' }).end()
  else endWith(response, 401, refusals[401])
}

async function call(
  parts: BrowserParts,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Promise<void> {
  const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '')
  if (!isJson) return endWith(response, 415, 'application/json expected')
  const body = await readBody(request)
  if (body === null) return endWith(response, 413, `at most ${longestBody} bytes expected`)
  let input: unknown
  try {
    input = JSON.parse(body)
  } catch {
    return endWith(response, 400, 'JSON expected')
  }
  sendReply(response, await parts.call(name, input))
}

/** The body as text; null when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longestBody) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function upload({ files }: BrowserParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('name') ?? 'file'
  try {
    sendReply(response, { ok: true, value: await files.receive(request, name) })
  } catch (thrown) {
    response.setHeader('connection', 'close') // what is still coming is not read
    sendReply(response, { ok: false, error: errorData(toAssayError(thrown)) })
  }
}

async function download({ files }: BrowserParts, response: ServerResponse, name: string): Promise<void> {
  const path = files.download(name)
  const found = path ? await stat(path).catch(() => null) : null
  if (!path || !found) return endWith(response, 404, 'no such download')
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': found.size,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  })
  await pipeline(createReadStream(path), response)
}

async function screen(
  { screens }: BrowserParts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const file = findStaticFile(screens, path)
  if (!file) return endWith(response, 404, 'no such page')
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.size })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file.path), response)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new AssayError('input.invalid', { field: 'path', problem: 'not a URL' })
  }
}

function sendReply(response: ServerResponse, reply: Reply): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(reply))
}

function endWith(response: ServerResponse, status: number, text: string): void {
  if (status >= 400) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
