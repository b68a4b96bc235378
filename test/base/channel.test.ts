import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { connect, serve, type Port } from '../../main/base/channel.ts'
import { AssayError } from '../../main/base/errors.ts'
import { createCancelFlag, type Work } from '../../main/base/job.ts'

const opened: MessageChannel[] = []
afterEach(() => opened.splice(0).forEach(({ port1 }) => port1.close()))

function channel(): [Port, Port] {
  const pair = new MessageChannel()
  opened.push(pair)
  const portOf = (port: typeof pair.port1): Port => ({
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', () => listener('closed')),
    close: () => port.close(),
  })
  return [portOf(pair.port1), portOf(pair.port2)]
}

function watchingWork() {
  const seen: unknown[] = []
  const flag = createCancelFlag()
  const cancels: (() => void)[] = []
  const work: Work = {
    flag,
    progress: (step, done, total) => void seen.push([step, done, total]),
    checkpoint() {},
    note: (name, data) => void seen.push([name, data]),
    onCancel: (listener) => void cancels.push(listener),
  }
  const cancel = () => {
    Atomics.store(flag, 0, 1)
    for (const listener of cancels) listener()
  }
  return { work, seen, cancel }
}

describe('channel', () => {
  it('answers calls, with columns, progress and notes on the way', async () => {
    const [near, far] = channel()
    serve(far, {
      double({ column }: { column: Float64Array }, work: Work) {
        work.progress('doubling', 1, 2)
        work.note('half', 'way')
        return column.map((value) => value * 2)
      },
    })
    const { work, seen } = watchingWork()
    const result = await connect(near).call('double', { column: new Float64Array([1, 2]) }, { work })
    expect(result).toEqual(new Float64Array([2, 4]))
    expect(seen).toEqual([
      ['doubling', 1, 2],
      ['half', 'way'],
    ])
  })

  it('carries errors as codes with parameters', async () => {
    const [near, far] = channel()
    serve(far, {
      fail() {
        throw new AssayError('engine.missing', { engine: 'node', reason: 'not here' })
      },
      break() {
        throw new TypeError('a defect')
      },
    })
    const remote = connect(near)
    await expect(remote.call('fail', null)).rejects.toMatchObject({
      code: 'engine.missing',
      params: { engine: 'node', reason: 'not here' },
    })
    await expect(remote.call('break', null)).rejects.toMatchObject({ code: 'internal' })
    await expect(remote.call('nothing', null)).rejects.toMatchObject({ code: 'command.unknown' })
  })

  it('cancels by message where memory is not shared', async () => {
    const [near, far] = channel()
    serve(far, {
      async wait(_: null, work: Work) {
        for (;;) {
          work.checkpoint()
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      },
    })
    const { work, cancel } = watchingWork()
    const call = connect(near).call('wait', null, { work })
    cancel()
    await expect(call).rejects.toMatchObject({ code: 'job.cancelled' })
  })

  it('fails what waits when the other side goes, and every later call', async () => {
    const [near, far] = channel()
    serve(far, { forever: () => new Promise(() => {}) })
    const remote = connect(near)
    const waiting = remote.call('forever', null)
    far.close()
    await expect(waiting).rejects.toMatchObject({ code: 'process.crashed' })
    await expect(remote.call('forever', null)).rejects.toMatchObject({ code: 'process.crashed' })
  })
})
