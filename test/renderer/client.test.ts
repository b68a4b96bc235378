// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Carrier } from '../../renderer/src/client/carrier.ts'
import { call, on, referTo, reveal, useCarrier } from '../../renderer/src/client/client.ts'
import { AppError, toAppError } from '../../renderer/src/client/error.ts'
import { createHttpCarrier } from '../../renderer/src/client/http.ts'
import { createIpcCarrier } from '../../renderer/src/client/ipc.ts'

const carrier = (parts: Partial<Carrier>): Carrier => ({
  call: () => Promise.reject(new Error('no call expected')),
  on: () => () => {},
  refer: () => Promise.reject(new Error('no file expected')),
  download: () => {},
  ...parts,
})

afterEach(() => vi.unstubAllGlobals())

describe('call', () => {
  it('hands over name and input, and gives the value of the reply', async () => {
    const heard: unknown[] = []
    useCarrier(
      carrier({
        call: async (name, input) => {
          heard.push([name, input])
          return { ok: true, value: { jobId: '7' } }
        },
      }),
    )
    expect(await call('dataset.undo', { sourceId: 3 })).toEqual({ jobId: '7' })
    expect(heard).toEqual([['dataset.undo', { sourceId: 3 }]])
  })

  it('throws the error of the reply with its code and details', async () => {
    const error = { code: 'project.foreign', message: 'x', details: { path: '/a.txt' } } as const
    useCarrier(carrier({ call: async () => ({ ok: false, error }) }))
    const thrown = await call('project.open', { path: '/a.txt' }).catch((each: unknown) => each)
    expect(thrown).toBeInstanceOf(AppError)
    expect(thrown).toMatchObject({ code: 'project.foreign', details: { path: '/a.txt' } })
  })
})

describe('reveal', () => {
  it('downloads what has a name and shows what has a path', async () => {
    const seen: unknown[] = []
    useCarrier(
      carrier({
        download: (name) => void seen.push(name),
        call: async (name, input) => {
          seen.push([name, input])
          return { ok: true, value: null }
        },
      }),
    )
    await reveal({ download: 'report.html' })
    await reveal({ path: '/r.html' })
    expect(seen).toEqual(['report.html', ['host.reveal', { target: { path: '/r.html' } }]])
  })
})

describe('over HTTP', () => {
  it('posts JSON to the path of the command', async () => {
    const fetched = vi.fn(async () => Response.json({ ok: true, value: [] }))
    vi.stubGlobal('fetch', fetched)
    useCarrier(createHttpCarrier())
    expect(await call('job.list', {})).toEqual([])
    expect(fetched).toHaveBeenCalledWith('/call/job.list', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  })

  it.each([
    ['a server that is gone', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a session that has ended', () => Promise.resolve(new Response('refused', { status: 401 }))],
  ])('says that the connection is lost to %s', async (_, fetched) => {
    vi.stubGlobal('fetch', fetched)
    useCarrier(createHttpCarrier())
    await expect(call('job.list', {})).rejects.toMatchObject({ code: 'connection.lost' })
  })

  it('hears the named events of the stream, and stops when told', () => {
    const streams: EventTarget[] = []
    class Stream extends EventTarget {
      constructor() {
        super()
        streams.push(this)
      }
    }
    vi.stubGlobal('EventSource', Stream)
    useCarrier(createHttpCarrier())
    const heard: unknown[] = []
    const stop = on('project.changed', (state) => heard.push(state))
    const send = () => streams[0].dispatchEvent(new MessageEvent('project.changed', { data: 'null' }))
    send()
    stop()
    send()
    expect(heard).toEqual([null])
    expect(streams).toHaveLength(1)
  })
})

describe('over IPC', () => {
  it('refers to a dropped file by its path', async () => {
    useCarrier(
      createIpcCarrier({
        call: async () => ({ ok: true, value: null }),
        on: () => () => {},
        pathFor: () => '/orders.csv',
      }),
    )
    expect(await referTo(new File(['a'], 'orders.csv'))).toEqual({ path: '/orders.csv' })
  })
})

describe('toAppError', () => {
  it('keeps an AppError and names anything else a failure of the page', () => {
    const error = new AppError('project.none')
    expect(toAppError(error)).toBe(error)
    expect(toAppError(new TypeError('x is undefined'))).toMatchObject({
      code: 'client.failed',
      details: { message: 'x is undefined' },
    })
  })
})
