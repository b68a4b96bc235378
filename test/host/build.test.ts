import { execFileSync, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../main/base/channel.ts'
import { rootFolder, version } from '../../main/base/resources.ts'
import { ensureBuilt } from '../../main/host/build.ts'

const out = join(rootFolder, 'out')

beforeAll(ensureBuilt)

test('out/main mirrors main', () => {
  const names = (folder: string, ending: string) =>
    globSync(`**/*${ending}`, { cwd: join(rootFolder, folder) })
      .map((path) => path.slice(0, -ending.length))
      .sort()
  expect(names('out/main', '.js')).toEqual(names('main', '.ts'))
})

test('the built command line runs', () => {
  const said = execFileSync(process.execPath, [join(out, 'main', 'host', 'cli.js'), '--version'], { encoding: 'utf8' })
  expect(said.trim()).toBe(version)
})

test('the built core opens a project with the built threads, and closes it when its parent goes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-built-'))
  const child = fork(join(out, 'main', 'core.js'), { serialization: 'advanced' })
  const remote = connect({
    post: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void child.on('exit', (code) => listener(`exit ${code}`)),
    close: () => child.disconnect(),
  })
  const path = join(folder, 'shop.assay')
  expect(await remote.call('call', { name: 'project.create', input: { path } })).toMatchObject({
    ok: true,
    value: { readOnly: false },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  remote.close()
  expect(await ended).toBe(0)
  expect(globSync('*', { cwd: folder })).toEqual(['shop.assay'])
  rmSync(folder, { recursive: true })
})

describe('the built preload', () => {
  interface Bridge {
    call(name: string, input: unknown): unknown
    on(event: string, listener: (data: unknown) => void): () => void
    pathFor(file: unknown): string
  }
  const renderer = Object.assign(new EventEmitter(), { invoke: (...parts: unknown[]) => parts })
  const exposed: Record<string, Bridge> = {}

  beforeAll(() => {
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, bridge: Bridge) => void (exposed[name] = bridge) },
      ipcRenderer: renderer,
      webUtils: { getPathForFile: (file: { name: string }) => `/dropped/${file.name}` },
    }
    const required = (name: string) => (name === 'electron' ? electron : undefined)
    runInNewContext(readFileSync(join(out, 'preload', 'index.cjs'), 'utf8'), { require: required, exports: {} })
  })

  test('is CommonJS and exposes three functions, no more', () => {
    expect(Object.keys(exposed)).toEqual(['assay'])
    expect(Object.keys(exposed.assay).sort()).toEqual(['call', 'on', 'pathFor'])
  })

  test('asks, listens until told otherwise, and knows the path of a file', () => {
    expect(exposed.assay.call('job.list', {})).toEqual(['assay:call', 'job.list', {}])
    expect(exposed.assay.pathFor({ name: 'a.csv' })).toBe('/dropped/a.csv')
    const heard: unknown[] = []
    const stop = exposed.assay.on('job.ended', (data) => heard.push(data))
    renderer.emit('assay:event', {}, 'job.ended', 1)
    renderer.emit('assay:event', {}, 'job.progress', 2)
    stop()
    renderer.emit('assay:event', {}, 'job.ended', 3)
    expect(heard).toEqual([1])
  })
})
