import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { loadWords } from '../../main/base/resources.ts'
import { startElectron } from '../../main/host/electron.ts'
import { serveScreens } from '../../main/host/protocol.ts'
import { createRunningJobs } from '../../main/host/runningJobs.ts'
import { createEvent, createStandIn, StandInWindow, type StandIn } from './electronStandIn.ts'

let folder: string
let standIn: StandIn

const patient = { timeout: 60_000 }

function setUp(): void {
  folder = mkdtempSync(join(tmpdir(), 'assay-electron-'))
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'))
  standIn = createStandIn()
}

async function tearDown(): Promise<void> {
  await Promise.all(standIn.children.map(({ worker }) => worker.terminate()))
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
}

const start = (parts: string[] = []) => startElectron(standIn.electron, parts)
const window = () => standIn.windows[0]
const ownFrame = { url: 'app://assay/', parent: null }

/** Asks as the page does; `frame` is what asks. */
async function call(name: unknown, input: unknown, frame: typeof ownFrame | null = ownFrame, sender?: unknown) {
  const handler = standIn.ipcHandlers.get('assay:call')
  return handler?.({ sender: sender ?? window().webContents, senderFrame: frame }, name, input)
}

const eventsSent = (name: string) => window().webContents.sent.filter(([, sent]) => sent === name)

describe('security', () => {
  beforeAll(async () => {
    setUp()
    await start()
  })
  afterAll(tearDown)

  test('a page is sandboxed, apart from the preload, and without Node', () => {
    expect(standIn.record.sandboxEnabled).toBe(true)
    expect(window().options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    })
    expect(window().url).toBe('app://assay/')
    expect(standIn.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
  })

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is refused',
    (name) => {
      const event = createEvent()
      window().webContents.emit(name, event, 'https://example.com/')
      expect(event.prevented).toBe(true)
    },
  )

  test('no window opens from a page', () => {
    expect(window().webContents.opens?.()).toEqual({ action: 'deny' })
  })

  test.each([
    ['app://assay/assets/main.js', false],
    ['blob:app://assay/1', false],
    ['app://other/', true],
    ['https://example.com/', true],
    ['http://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['ws://127.0.0.1/', true],
    ['devtools://devtools/', true],
  ])('a request for %s is cancelled: %s', (url, cancelled) => {
    const answers: boolean[] = []
    standIn.session.beforeRequest({ url }, ({ cancel }) => answers.push(cancel))
    expect(answers).toEqual([cancelled])
  })

  test('no permission is granted', () => {
    const answers: boolean[] = []
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen']) {
      standIn.session.permissionRequest(null, permission, (granted) => answers.push(granted))
    }
    expect(answers).toEqual([false, false, false, false, false])
    expect(standIn.session.permissionCheck()).toBe(false)
    expect(standIn.session.devicePermission()).toBe(false)
  })

  test('only what a page has drawn itself can be downloaded', () => {
    const [own, foreign] = [createEvent(), createEvent()]
    standIn.session.emit('will-download', own, { getURL: () => 'blob:app://assay/1' })
    standIn.session.emit('will-download', foreign, { getURL: () => 'https://example.com/x' })
    expect([own.prevented, foreign.prevented]).toEqual([false, true])
  })

  test.each([
    ['no frame', null],
    ['another origin', { url: 'https://example.com/', parent: null }],
    ['another host', { url: 'app://other/', parent: null }],
    ['a frame within the page', { url: 'app://assay/', parent: ownFrame }],
    ['no address', { url: '', parent: null }],
  ])('a call is refused from %s', async (_, frame) => {
    await expect(call('host.info', {}, frame as typeof ownFrame)).rejects.toThrow('refused')
  })

  test('a call is refused from other contents, and without a name', async () => {
    await expect(call('host.info', {}, ownFrame, {})).rejects.toThrow('refused')
    await expect(call({ toString: () => 'host.info' }, {})).rejects.toThrow('refused')
  })

  test('Chromium is kept from looking anything up', () => {
    expect(standIn.switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND')
  })
})

describe('app://', () => {
  beforeEach(setUp)
  afterEach(tearDown)

  test('serves the screens and no way out of their folder', async () => {
    mkdirSync(join(folder, 'screens'))
    writeFileSync(join(folder, 'screens', 'index.html'), '<title>Assay</title>')
    writeFileSync(join(folder, 'secret.js'), 'secret')
    serveScreens(standIn.session, join(folder, 'screens'))
    const get = async (url: string, method = 'GET') => {
      const handler = standIn.session.handlers.get('app')
      if (!handler) throw new Error('app:// is not handled')
      return handler(new Request(url, { method }))
    }
    const page = await get('app://assay/')
    expect(await page.text()).toBe('<title>Assay</title>')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const path of ['..%2fsecret.js', '%2e%2e%2fsecret.js', '..%5csecret.js', 'nothing.js', '%zz']) {
      expect((await get(`app://assay/${path}`)).status).toBe(404)
    }
    expect((await get('app://other/')).status).toBe(404)
    expect((await get('app://assay/', 'POST')).status).toBe(404)
  })
})

describe('commands', () => {
  beforeEach(setUp)
  afterEach(tearDown)

  test('of the app reach the core, and its events the page', async () => {
    await start()
    const path = join(folder, 'shop.assay')
    expect(await call('project.create', { path, currency: 'EUR' })).toMatchObject({
      ok: true,
      value: { path, currency: 'EUR', readOnly: false },
    })
    expect(eventsSent('project.changed')).toMatchObject([['assay:event', 'project.changed', { path }]])
    expect(await call('no.such', {})).toMatchObject({ error: { code: 'command.unknown' } })
  })

  test('of the host are answered by dialogs', async () => {
    await start()
    expect(await call('host.info', {})).toMatchObject({ ok: true, value: { host: 'electron', dialogs: true } })
    expect(await call('host.pickFiles', { purpose: 'data' })).toEqual({ ok: true, value: [] })
    standIn.answers.files = ['/data/orders.csv']
    expect(await call('host.pickFiles', { purpose: 'data' })).toEqual({
      ok: true,
      value: [{ path: '/data/orders.csv' }],
    })
    expect(await call('host.pickTarget', { suggestedName: 'a.csv' })).toEqual({ ok: true, value: null })
    standIn.answers.target = '/data/a.csv'
    expect(await call('host.pickTarget', { suggestedName: 'a.csv' })).toEqual({
      ok: true,
      value: { path: '/data/a.csv' },
    })
    await call('host.reveal', { target: { path: '/data/a.csv' } })
    expect(standIn.revealed).toEqual(['/data/a.csv'])
    expect(await call('host.pickFiles', { purpose: 'any' })).toMatchObject({ error: { code: 'input.invalid' } })
  })
})

describe('a core that crashes', () => {
  beforeEach(setUp)
  afterEach(tearDown)

  test('is told to the user, and the screens hear that their jobs are gone', async () => {
    await start()
    const path = join(folder, 'shop.assay')
    await call('project.create', { path })
    await standIn.children[0].worker.terminate()
    await vi.waitUntil(() => eventsSent('host.coreRestarted').length === 1, patient)
    expect(eventsSent('host.coreRestarted')[0][2]).toEqual({ reopened: path })
    expect(standIn.boxes).toEqual([loadWords('en').say('host.core.restarted')])
    expect(await call('project.state', {})).toMatchObject({ ok: true, value: { path } })
  })
})

describe('menus', () => {
  beforeEach(setUp)
  afterEach(tearDown)

  const labels = () => standIn.menus.at(-1)?.map(({ label }) => label)
  const item = (label: string) =>
    standIn.menus
      .at(-1)
      ?.flatMap(({ submenu }) => submenu ?? [])
      .find((i) => i.label === label)

  test('speak the language of the system, or the one that was chosen', async () => {
    await start()
    expect(labels()).toEqual(['File', 'Edit', 'View', 'Help'])
    await call('host.saveSettings', { language: 'zh-CN', theme: 'dark' })
    expect(labels()).toEqual(['文件', '编辑', '视图', '帮助'])
    expect(standIn.electron.nativeTheme.themeSource).toBe('dark')
    standIn.record.languages = ['zh-Hans-CN', 'en']
    await call('host.saveSettings', { language: 'system' })
    expect(labels()).toEqual(['文件', '编辑', '视图', '帮助'])
  })

  test('every word of them is there in both languages', async () => {
    await start()
    for (const language of ['en', 'zh-CN']) {
      await call('host.saveSettings', { language })
      const all = JSON.stringify(standIn.menus.at(-1))
      expect(all).not.toContain('host.menu.')
    }
  })

  test('ask the screens to act, and offer what fits', async () => {
    await start()
    expect(item('Save a copy…')?.enabled).toBe(false)
    const path = join(folder, 'shop.assay')
    await call('project.create', { path })
    expect(item('Save a copy…')?.enabled).toBe(true)
    item('Save a copy…')?.click?.()
    item('Open recent')?.submenu?.[0].click?.()
    expect(eventsSent('host.menu').map(([, , data]) => data)).toEqual([
      { action: 'saveCopy', path: undefined },
      { action: 'openRecent', path },
    ])
  })
})

describe('the window', () => {
  beforeEach(setUp)
  afterEach(tearDown)

  test('comes back where it stood', async () => {
    await start()
    window().bounds = { x: 40, y: 50, width: 1000, height: 700 }
    window().emit('close', createEvent())
    const second = createStandIn()
    await startElectron(second.electron, [])
    expect(second.windows[0].options).toMatchObject({ x: 40, y: 50, width: 1000, height: 700 })
    await second.children[0].worker.terminate()
  })

  test('comes back within sight when its screen is gone', async () => {
    await start()
    window().bounds = { x: 4000, y: 50, width: 1000, height: 700 }
    window().emit('close', createEvent())
    const second = createStandIn()
    await startElectron(second.electron, [])
    expect(second.windows[0].options.x).toBeUndefined()
    await second.children[0].worker.terminate()
  })

  test('is the only one: a second start brings it to the front, with its project', async () => {
    await start()
    const path = join(folder, 'shop.assay')
    await call('project.create', { path })
    await call('project.close', {})
    standIn.app.emit('second-instance', createEvent(), ['assay', path])
    expect(window().focused).toBe(1)
    await vi.waitUntil(() => eventsSent('project.changed').length === 3, patient)
    const late = createStandIn()
    late.record.isFirst = false
    late.electron.app.requestSingleInstanceLock = () => false
    await startElectron(late.electron, [])
    expect(late.windows).toEqual([])
    expect(late.record.quits).toBe(1)
  })

  test('asks before it closes while jobs run', async () => {
    const jobs = createRunningJobs()
    const window = new StandInWindow({
      minWidth: 1,
      minHeight: 1,
      show: false,
      title: '',
      backgroundColor: '',
      webPreferences: {},
    })
    jobs.askBeforeClosing(standIn.electron, window, () => loadWords('en'))
    const close = () => {
      const event = createEvent()
      window.emit('close', event)
      return event.prevented
    }
    expect(close()).toBe(false)
    jobs.hear('job.progress', { jobId: 'j' })
    expect(close()).toBe(true)
    await vi.waitUntil(() => standIn.boxes.length === 1)
    expect(window.destroyed).toBe(false) // the user stays
    standIn.answers.button = 1
    expect(close()).toBe(true)
    await vi.waitUntil(() => window.destroyed)
    jobs.hear('job.ended', { id: 'j' })
    expect(close()).toBe(false)
  })
})

describe('quitting', () => {
  beforeEach(setUp)
  afterEach(tearDown)

  test('closes the project to one file, then ends', async () => {
    await start()
    await call('project.create', { path: join(folder, 'shop.assay') })
    const event = createEvent()
    standIn.app.emit('will-quit', event)
    expect(event.prevented).toBe(true)
    await vi.waitUntil(() => standIn.exits.length === 1, patient)
    expect(standIn.exits).toEqual([0])
    expect(readdirSync(folder).filter((name) => name.startsWith('shop'))).toEqual(['shop.assay'])
  })
})
