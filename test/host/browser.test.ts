import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Job } from '../../main/base/job.ts'
import { startBrowserHost, type BrowserHost } from '../../main/host/browser.ts'
import { ask, callOver, signIn } from './requests.ts'

let folder: string
const hosts: BrowserHost[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-host-'))
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'))
  mkdirSync(join(folder, 'screens'))
  writeFileSync(join(folder, 'screens', 'index.html'), '<title>Assay</title>')
})
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()))
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

async function start(project?: string) {
  const host = await startBrowserHost({ project, screens: join(folder, 'screens') })
  hosts.push(host)
  return signIn(host.address)
}

/** What a process says first; fails when it ends without a word. */
async function firstWords(child: ChildProcess): Promise<string> {
  const said = child.stdout ? once(child.stdout, 'data').then(([chunk]) => String(chunk)) : Promise.reject()
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with exit code ${code}`)))
  return Promise.race([said, ended])
}

const projectFiles = () => readdirSync(folder).filter((name) => name.startsWith('shop'))

test('a project is made, remembered, and one file after closing', async () => {
  const session = await start()
  const path = join(folder, 'shop.assay')
  expect(await callOver(session, 'project.create', { path })).toMatchObject({ ok: true, value: { readOnly: false } })
  expect(projectFiles().length).toBeGreaterThan(1) // the log and lock of a project in use
  expect(await callOver(session, 'host.settings', {})).toMatchObject({ value: { recents: [{ path, name: 'shop' }] } })
  await hosts.splice(0)[0].close()
  expect(projectFiles()).toEqual(['shop.assay'])
})

test('a project that is open already stays open for writing when it is opened again', async () => {
  const session = await start()
  const path = join(folder, 'shop.assay')
  await callOver(session, 'project.create', { path })
  expect(await callOver(session, 'project.open', { path: join(folder, '.', 'shop.assay') })).toMatchObject({
    ok: true,
    value: { readOnly: false },
  })
})

test('a second Assay opens the same project for reading only', async () => {
  const path = join(folder, 'shop.assay')
  await callOver(await start(), 'project.create', { path })
  const second = await start(path)
  expect(await callOver(second, 'project.state', {})).toMatchObject({ value: { readOnly: true } })
  const { value } = await callOver(second, 'dataset.undo', {})
  const job = await vi.waitUntil(async () => {
    const reply = (await callOver(second, 'job.get', value)).value as Job
    return reply.state === 'running' ? null : reply
  })
  expect(job).toMatchObject({ state: 'failed', error: { code: 'project.readOnly' } })
})

test('a project held by a killed process can be written again', async () => {
  const path = join(folder, 'shop.assay')
  await callOver(await start(), 'project.create', { path })
  await hosts.splice(0)[0].close()

  const holder = spawn(process.execPath, [join(import.meta.dirname, 'holdProject.ts'), path], { stdio: 'pipe' })
  expect(JSON.parse(await firstWords(holder))).toMatchObject({ ok: true, value: { readOnly: false } })
  expect(await callOver(await start(path), 'project.state', {})).toMatchObject({ value: { readOnly: true } })
  await hosts.splice(0)[0].close()

  const ended = once(holder, 'exit')
  holder.kill('SIGKILL')
  await ended
  expect(await callOver(await start(path), 'project.state', {})).toMatchObject({ value: { readOnly: false } })
  await hosts.splice(0)[0].close()
  expect(projectFiles()).toEqual(['shop.assay'])
})

test('Ctrl-C closes the project to one file and leaves nothing behind', async () => {
  const path = join(folder, 'shop.assay')
  await callOver(await start(), 'project.create', { path })
  await hosts.splice(0)[0].close()

  const cli = join(import.meta.dirname, '..', '..', 'main', 'host', 'cli.ts')
  const served = spawn(process.execPath, [cli, 'serve', path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const session = await signIn((await firstWords(served)).trim())
  expect(await callOver(session, 'project.state', {})).toMatchObject({ value: { path, readOnly: false } })
  const page = await ask(session.port, '/', { headers: session.headers })
  expect(page.text).toContain('<div id="app">')

  served.kill('SIGINT')
  expect(await once(served, 'exit')).toEqual([0, null])
  expect(projectFiles()).toEqual(['shop.assay'])
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`assay-browser-${served.pid}-`))).toEqual([])
})

test('host commands answer, and say what they can not do', async () => {
  const session = await start()
  expect(await callOver(session, 'host.info', {})).toMatchObject({ value: { host: 'browser', dialogs: false } })
  expect(await callOver(session, 'host.saveSettings', { theme: 'dark' })).toMatchObject({ value: { theme: 'dark' } })
  expect(await callOver(session, 'host.saveSettings', { theme: 'pink' })).toMatchObject({
    error: { code: 'input.invalid' },
  })
  expect(await callOver(session, 'host.pickTarget', { suggestedName: 'a.csv' })).toMatchObject({
    value: { download: 'a.csv' },
  })
  expect(await callOver(session, 'host.pickFiles', { purpose: 'data' })).toMatchObject({ ok: false })
  expect(await callOver(session, 'host.constructor', {})).toMatchObject({ error: { code: 'command.unknown' } })
  expect(await callOver(session, 'no.such', {})).toMatchObject({ error: { code: 'command.unknown' } })
})

test('diagnostics name no project', async () => {
  const session = await start()
  await callOver(session, 'project.create', { path: join(folder, 'Ann Lee.assay') })
  await callOver(session, 'project.open', { path: join(folder, 'nothing here.assay') })
  const { value } = await callOver(session, 'host.diagnostics', {})
  expect(value).toMatch(/^Assay .* \(browser\)/)
  expect(value).not.toMatch(/Ann Lee|nothing here/)
})

test('an uploaded file is read by the app', async () => {
  const session = await start()
  const sent = await ask(session.port, '/upload?name=orders.csv', {
    method: 'POST',
    headers: session.headers,
    body: 'user_id,date,amount\n1,2024-05-01,9.5\n2,2024-05-02,3\n',
  })
  const { value: file } = JSON.parse(sent.text) as { value: { upload: string } }
  expect(await callOver(session, 'dataset.inspect', { file })).toMatchObject({ ok: true, value: { rows: 2 } })
  expect(await callOver(session, 'dataset.inspect', { file: { upload: 'no such' } })).toMatchObject({
    error: { code: 'file.missing' },
  })
})

test('a port in use is said clearly', async () => {
  const other = createServer()
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
  const { port } = other.address() as AddressInfo
  await expect(startBrowserHost({ port })).rejects.toMatchObject({ code: 'host.addressInUse', params: { port } })
  other.close()
})

test('a project that cannot be opened ends the host, and nothing is left running', async () => {
  await expect(startBrowserHost({ project: join(folder, 'none.assay') })).rejects.toMatchObject({
    code: 'file.missing',
  })
})
