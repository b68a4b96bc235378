import type { FileRef } from '../../../main/base/files.ts'
import type { Reply } from '../../../main/contract.ts'
import type { AllEvents, Carrier, EventName } from './carrier.ts'
import { AppError, fromErrorData } from './error.ts'

/** Talks to the server that this page came from; the session cookie says who we are. */
export function createHttpCarrier(): Carrier {
  let events: EventSource | null = null

  return {
    async call(name, input) {
      const response = await send(`/call/${encodeURIComponent(name)}`, JSON.stringify(input))
      return (await response.json()) as Reply
    },
    on<Name extends EventName>(event: Name, listener: (data: AllEvents[Name]) => void) {
      events ??= new EventSource('/events')
      const source = events
      const heard = (message: MessageEvent<string>) => listener(JSON.parse(message.data) as AllEvents[Name])
      source.addEventListener(event, heard)
      return () => source.removeEventListener(event, heard)
    },
    refer: upload,
    download(name) {
      const link = document.createElement('a')
      link.href = `/download/${encodeURIComponent(name)}`
      link.download = name
      link.click()
    },
  }
}

async function send(url: string, body: string): Promise<Response> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(
    (cause: unknown) => {
      throw new AppError('connection.lost', {}, { cause })
    },
  )
  if (response.status === 401 || response.status === 403) throw new AppError('connection.lost')
  return response
}

/** XMLHttpRequest and not fetch: it alone tells how far an upload has come. */
function upload(file: File, progress: (share: number) => void): Promise<FileRef> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`)
    request.responseType = 'json'
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(1, event.total))
    request.onerror = () => reject(new AppError('connection.lost'))
    request.onload = () => {
      const reply = request.response as Reply<FileRef> | null
      if (!reply) reject(new AppError('connection.lost'))
      else if (reply.ok) resolve(reply.value)
      else reject(fromErrorData(reply.error))
    }
    request.send(file)
  })
}
