import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSettingsStore, publicSettings, rememberOpened } from '../../main/host/settings.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-settings-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

test('settings are there again after a restart', () => {
  createSettingsStore(folder).change({ language: 'zh-CN', theme: 'dark' })
  expect(publicSettings(createSettingsStore(folder).read())).toEqual({ language: 'zh-CN', theme: 'dark', recents: [] })
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

test.each(['{"language": "en"', '[]', '{"theme": "purple"}', ''])('a damaged file is set aside: %s', (content) => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  writeFileSync(join(folder, 'settings.json'), content)
  const settings = createSettingsStore(folder)
  expect(settings.read()).toEqual({ language: 'system', theme: 'system', recents: [], window: null })
  expect(readFileSync(join(folder, 'settings.damaged.json'), 'utf8')).toBe(content)
  expect(existsSync(join(folder, 'settings.json'))).toBe(false)
  expect(warned).toHaveBeenCalledOnce()
  expect(settings.change({ theme: 'dark' }).theme).toBe('dark')
})

test('two hosts of one user keep what the other one changed', () => {
  const [one, other] = [createSettingsStore(folder), createSettingsStore(folder)]
  one.change({ language: 'en' })
  other.change({ theme: 'light' })
  expect(one.read()).toMatchObject({ language: 'en', theme: 'light' })
})

test('recent projects: the latest first, each once, twelve at most', () => {
  const settings = createSettingsStore(folder)
  for (let i = 0; i < 15; i++) settings.rememberProject({ path: `/p/${i}.assay`, name: `${i}` })
  settings.rememberProject({ path: '/p/9.assay', name: '9' })
  const names = settings.read().recents.map(({ name }) => name)
  expect(names).toEqual(['9', '14', '13', '12', '11', '10', '8', '7', '6', '5', '4', '3'])
  settings.forgetProject('/p/14.assay')
  expect(settings.read().recents.map(({ name }) => name)).not.toContain('14')
})

test('a project counts as opened once, however often it changes', () => {
  const settings = createSettingsStore(folder)
  const hear = rememberOpened(settings)
  hear('project.changed', { path: '/p/a.assay', name: 'a' })
  settings.forgetProject('/p/a.assay')
  hear('project.changed', { path: '/p/a.assay', name: 'a' })
  expect(settings.read().recents).toEqual([])
  hear('project.changed', null)
  hear('project.changed', { path: '/p/a.assay', name: 'a' })
  expect(settings.read().recents).toMatchObject([{ path: '/p/a.assay', name: 'a' }])
})
