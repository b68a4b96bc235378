import type { ServerResponse } from 'node:http'

/** The pages that listen, and the way to tell all of them something (server-sent events). */
export interface EventStream {
  add(response: ServerResponse): void
  send(name: string, data: unknown): void
  close(): void
}

const heartbeatMs = 15_000
const mostWaitingBytes = 8 * 1024 * 1024

export function createEventStream(): EventStream {
  const listeners = new Set<ServerResponse>()

  function write(text: string): void {
    for (const response of listeners) {
      // A page that has stopped reading would fill our memory; it reconnects when it wakes.
      if (response.writableLength > mostWaitingBytes) response.destroy()
      else response.write(text)
    }
  }

  // A page that vanished without a word is noticed when writing to it fails.
  const heartbeat = setInterval(() => write(': here\n\n'), heartbeatMs)
  heartbeat.unref()
  return {
    add(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('retry: 1000\n\n')
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
    },
    send: (name, data) => write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    close() {
      clearInterval(heartbeat)
      for (const response of listeners) response.end()
    },
  }
}
