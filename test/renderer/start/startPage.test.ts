// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import type { ProjectState } from '../../../main/storage/types.ts'
import StartPage from '../../../renderer/src/start/StartPage.vue'
import { useSettings } from '../../../renderer/src/composables/useSettings.ts'
import { buttonNamed, mountPage } from '../mountPage.ts'

const project = (changes: Partial<ProjectState> = {}): ProjectState => ({
  path: '/home/ada/Assay/Sample shop.assay',
  name: 'Sample shop',
  readOnly: false,
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  from: null,
  to: null,
  sources: 0,
  runs: 0,
  undo: null,
  redo: null,
  ...changes,
})
const host = { host: 'browser', version: '0.1.0', platform: 'linux', dialogs: false, projectFolder: '/home/ada/Assay' }
const recents = [{ path: '/home/ada/Assay/spring.assay', name: 'spring', openedAtMs: 0 }]
const done = {
  id: 'j',
  command: '',
  state: 'done',
  progress: null,
  result: { runId: 4 },
  error: null,
  startedAt: 1,
  endedAt: 2,
}

async function openStart(state: ProjectState | null) {
  const stage = await mountPage(StartPage, {
    'project.state': () => state,
    'project.open': ({ path }: { path: string }) => project({ path }),
    'project.create': ({ path }: { path: string }) => project({ path }),
    'host.info': () => host,
    'host.settings': () => ({ language: 'en', theme: 'light', recents }),
    'dataset.importSample': () => ({ jobId: 'j' }),
    'model.train': () => ({ jobId: 'j' }),
    'model.runs': () => [],
    'report.write': () => ({ jobId: 'j' }),
    'job.get': () => done,
  })
  await useSettings().start()
  await stage.settle()
  return stage
}

beforeEach(() => document.body.replaceChildren())

describe('the start page', () => {
  it('makes the sample shop with one click: a project of its own, then its data', async () => {
    const stage = await openStart(null)
    buttonNamed('Open the sample shop').click()
    await stage.settle()
    expect(stage.calls('project.create')).toEqual([
      { path: '/home/ada/Assay/Sample shop.assay', currency: 'CNY', timezone: 'Asia/Shanghai' },
    ])
    expect(stage.calls('dataset.importSample')).toEqual([{}])
  })

  it('trains and writes a report with the next click', async () => {
    const stage = await openStart(project({ sources: 5 }))
    buttonNamed('Train and write a report').click()
    await stage.settle()
    expect(stage.calls('model.train')).toEqual([{ config: { preset: 'quick' } }])
    // The pages on the way are loaded first.
    await expect
      .poll(() => stage.calls('report.write'), { timeout: 60_000 })
      .toEqual([{ runId: 4, target: { download: 'Sample shop report.html' }, definition: { language: 'en' } }])
  })

  it('puts a new project where projects go, under the name that was typed', async () => {
    const stage = await openStart(null)
    await stage.page.find('input[aria-label="Name"]').setValue('Autumn: 2026')
    await stage.page.find('form').trigger('submit')
    await stage.settle()
    expect(stage.calls('project.create')).toMatchObject([{ path: '/home/ada/Assay/Autumn- 2026.assay', currency: '' }])
  })

  it('opens a recent project', async () => {
    const stage = await openStart(null)
    await stage.page
      .findAll('button')
      .find((button) => button.text().startsWith('spring'))!
      .trigger('click')
    await stage.settle()
    expect(stage.calls('project.open')).toEqual([{ path: '/home/ada/Assay/spring.assay' }])
  })
})
