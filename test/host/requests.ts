import { request } from 'node:http'

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string | AsyncIterable<Buffer>
}

/** A plain HTTP request with exactly these headers, Host included: what `fetch` would not send. */
export function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, async (response) => {
      let text = ''
      for await (const chunk of response) text += (chunk as Buffer).toString()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
    })
    sent.on('error', reject)
    if (body === undefined || typeof body === 'string') sent.end(body)
    else void stream(sent, body).catch(reject)
  })
}

async function stream(sent: ReturnType<typeof request>, body: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of body) {
    if (!sent.write(chunk)) await new Promise((drained) => sent.once('drain', drained))
  }
  sent.end()
}

/** Opens the start address as a browser would; gives the session's cookie. */
export async function signIn(address: string): Promise<{ port: number; headers: Record<string, string> }> {
  const { port, pathname, search, origin } = new URL(address)
  const answer = await ask(Number(port), pathname + search)
  const cookie = String(answer.headers['set-cookie']).split(';')[0]
  return { port: Number(port), headers: { cookie, origin } }
}

/** Calls a command the way the screens do. */
export async function callOver(
  { port, headers }: { port: number; headers: Record<string, string> },
  name: string,
  input: unknown,
): Promise<{ ok: boolean; value?: unknown; error?: { code: string } }> {
  const answer = await ask(port, `/call/${name}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  return JSON.parse(answer.text) as { ok: boolean; value?: unknown; error?: { code: string } }
}
