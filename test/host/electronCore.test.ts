import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connect, serve, type Port } from '../../main/base/channel.ts'
import { superviseCore, type Core } from '../../main/host/electronCore.ts'
import { answerSpawns } from '../../main/host/electronTrainers.ts'
import { createLog, type Log } from '../../main/host/log.ts'
import { spawnThroughMain, type FromMain } from '../../main/host/utilityProcess.ts'
import type { ElectronPort } from '../../main/host/latePort.ts'
import { createStandIn, type StandIn } from './electronStandIn.ts'

let folder: string
let standIn: StandIn
let log: Log
const heard: [string, unknown][] = []
const restarts: (string | null)[] = []
let givenUp = 0
const patient = { timeout: 60_000 }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-core-'))
  standIn = createStandIn({ trainer: join(import.meta.dirname, 'echoTrainer.ts') })
  log = createLog(folder)
  heard.length = restarts.length = givenUp = 0
})
afterEach(async () => {
  await Promise.all(standIn.children.map(({ worker }) => worker.terminate()))
  rmSync(folder, { recursive: true })
})

const supervise = (): Core =>
  superviseCore(standIn.electron, log, {
    onEvent: (name, data) => heard.push([name, data]),
    onRestart: (reopened) => restarts.push(reopened),
    onGivenUp: () => void givenUp++,
  })

test('a core that crashes runs again, with the project that was open', async () => {
  const core = supervise()
  const path = join(folder, 'shop.assay')
  await core.call('project.create', { path })
  await standIn.children[0].worker.terminate()
  await vi.waitUntil(() => restarts.length === 1, patient)
  expect(restarts).toEqual([path])
  expect(await core.call('project.state', {})).toMatchObject({ ok: true, value: { path, readOnly: false } })
  expect(log.tail(1)[0]).toContain('the core ended with exit code')
  await core.close()
})

test('a call that the crash interrupts fails, and the next one is answered', async () => {
  const core = supervise()
  const interrupted = core.call('job.list', {}) // the core has not even started when it is ended
  await Promise.all([
    expect(interrupted).resolves.toMatchObject({ ok: false, error: { code: 'process.crashed' } }),
    standIn.children[0].worker.terminate(),
  ])
  await vi.waitUntil(() => restarts.length === 1, patient)
  expect(await core.call('job.list', {})).toEqual({ ok: true, value: [] })
  await core.close()
})

test('a project that is gone after a crash is reported closed', async () => {
  const core = supervise()
  const path = join(folder, 'shop.assay')
  await core.call('project.create', { path })
  await standIn.children[0].worker.terminate()
  rmSync(path)
  await vi.waitUntil(() => restarts.length === 1, patient)
  expect(restarts).toEqual([null])
  expect(heard.at(-1)).toEqual(['project.changed', null])
  await core.close()
})

test('a core that keeps crashing is given up', async () => {
  supervise()
  for (let i = 0; i < 4; i++) {
    await vi.waitUntil(() => standIn.children.length === i + 1, patient)
    await standIn.children[i].worker.terminate()
  }
  await vi.waitUntil(() => givenUp === 1, patient)
  expect(standIn.children).toHaveLength(4)
  expect(restarts).toHaveLength(3)
})

test('closing ends the core without starting it again', async () => {
  const core = supervise()
  await core.call('job.list', {})
  const ended = new Promise((resolve) => standIn.children[0].worker.once('exit', resolve))
  await core.close()
  await ended
  expect(restarts).toEqual([])
  expect(standIn.children).toHaveLength(1)
})

/** The core's side and the main process's side of spawning, joined as parentPort would join them. */
function joined() {
  let fromMain: (event: { data: FromMain; ports: ElectronPort[] }) => void = () => {}
  const listeners: (typeof fromMain)[] = []
  fromMain = (event) => listeners.forEach((listener) => listener(event))
  const core = {
    stderr: null,
    kill: () => true,
    on: () => {},
    once: () => {},
    postMessage: (data: unknown, ports: ElectronPort[] = []) => fromMain({ data: data as FromMain, ports }),
  }
  const main = answerSpawns(standIn.electron, core, log)
  const spawn = spawnThroughMain({
    postMessage: (message) => main.answer(message),
    on: (_, listener) => void listeners.push(listener),
  })
  return { spawn, main }
}

test('a trainer gets columns from the core directly, and its progress comes back', async () => {
  const { spawn } = joined()
  const trainer = connect(spawn('trainer'))
  const steps: string[] = []
  const work = { progress: (step: string) => void steps.push(step), checkpoint() {}, note() {} }
  const column = await trainer.call('double', Float32Array.of(1, 2.5, Number.NaN), { work })
  expect(column).toEqual(Float32Array.of(2, 5, Number.NaN))
  expect(steps).toEqual(['doubling'])
  const ended = new Promise((resolve) => standIn.children[0].worker.once('exit', resolve))
  trainer.close()
  await ended
})

test('a trainer that crashes fails its call alone', async () => {
  const { spawn } = joined()
  const [first, second] = [connect(spawn('trainer')), connect(spawn('trainer'))]
  await expect(first.call('crash', null)).rejects.toMatchObject({
    code: 'process.crashed',
    params: { reason: 'exit 3' },
  })
  expect(await second.call('double', Float32Array.of(4))).toEqual(Float32Array.of(8))
  expect(log.tail(1)[0]).toContain('a trainer ended with exit 3')
})

test('trainers end with their core', async () => {
  const { spawn, main } = joined()
  const trainer = connect(spawn('trainer'))
  await trainer.call('double', Float32Array.of(4))
  const ended = new Promise((resolve) => standIn.children[0].worker.once('exit', resolve))
  main.killAll()
  await ended
})

test('a trainer for WebGPU is a hidden, sandboxed window that gets one port, and ends with it', async () => {
  const { spawn, main } = joined()
  const trainer = connect(spawn('trainerPage'))
  const doubled = trainer.call('double', Float32Array.of(1, 2.5))
  const [window] = standIn.windows
  expect(window.options).toMatchObject({ show: false, webPreferences: { sandbox: true, nodeIntegration: false } })
  expect(window.url).toBe('app://assay/trainer.html')
  expect(window.webContents.ports).toEqual([])
  window.webContents.emit('did-finish-load')
  // What the page does with its port.
  const [port] = window.webContents.ports
  const toPage = (channel: typeof port): Port => ({
    post: (message) => channel.postMessage(message),
    onMessage: (listener) => void channel.on('message', listener),
    onClose() {},
    close() {},
  })
  serve(toPage(port), { double: (column: Float32Array) => column.map((value) => 2 * value) })
  expect(await doubled).toEqual(Float32Array.of(2, 5))
  trainer.close()
  expect(window.destroyed).toBe(true)

  const second = connect(spawn('trainerPage'))
  const lost = second.call('double', Float32Array.of(1))
  standIn.windows[1].webContents.emit('render-process-gone', {}, { reason: 'oom' })
  await expect(lost).rejects.toMatchObject({ code: 'process.crashed', params: { reason: 'oom' } })
  connect(spawn('trainerPage'))
  main.killAll()
  expect(standIn.windows.every(({ destroyed }) => destroyed)).toBe(true)
})
