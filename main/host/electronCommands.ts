import { extname, join } from 'node:path'
import type { Words } from '../base/resources.ts'
import type { Electron, ElectronWindow, OpenDialogOptions } from './electronApi.ts'
import { projectFolder } from './folders.ts'
import { commonHandlers, type HostHandlers } from './hostCommands.ts'

export interface ElectronCommandParts {
  electron: Electron
  window(): ElectronWindow
  words(): Words
  /** The settings have changed: menus and colours follow. */
  onSettings(): void
}

const dataExtensions = ['csv', 'tsv', 'txt', 'dat', 'xlsx', 'parquet', 'json', 'jsonl', 'ndjson', 'zip', 'gz']

/** Host commands in a window of one's own: the system's dialogs and file manager. */
export function electronHandlers({ electron, window, words, onSettings }: ElectronCommandParts): HostHandlers {
  const common = commonHandlers('electron')
  const say = (key: string) => words().say(`host.dialog.${key}`)
  const everything = () => ({ name: say('allFiles'), extensions: ['*'] })

  const openDialogs: Record<'project' | 'data' | 'towers', () => OpenDialogOptions> = {
    project: () => ({
      title: say('openProject'),
      defaultPath: projectFolder(),
      properties: ['openFile'],
      filters: [{ name: say('projects'), extensions: ['assay'] }, everything()],
    }),
    data: () => ({
      title: say('openData'),
      properties: ['openFile', 'multiSelections'],
      filters: [{ name: say('dataFiles'), extensions: dataExtensions }, everything()],
    }),
    towers: () => ({
      title: say('openTowers'),
      properties: ['openFile'],
      filters: [{ name: say('towerFiles'), extensions: ['assaymodel'] }, everything()],
    }),
  }

  return {
    ...common,
    'host.saveSettings': (changes, context) => {
      const saved = common['host.saveSettings'](changes, context)
      onSettings()
      return saved
    },
    'host.forgetRecent': (input, context) => {
      const saved = common['host.forgetRecent'](input, context)
      onSettings()
      return saved
    },
    async 'host.pickFiles'({ purpose }) {
      const { canceled, filePaths } = await electron.dialog.showOpenDialog(window(), openDialogs[purpose]())
      return canceled ? [] : filePaths.map((path) => ({ path }))
    },
    async 'host.pickTarget'({ suggestedName }) {
      const extension = extname(suggestedName).slice(1)
      const { canceled, filePath } = await electron.dialog.showSaveDialog(window(), {
        title: say('save'),
        defaultPath: join(projectFolder(), suggestedName),
        filters: extension ? [{ name: extension.toUpperCase(), extensions: [extension] }] : [],
      })
      return canceled || !filePath ? null : { path: filePath }
    },
    'host.reveal': ({ target }) => {
      if ('path' in target) electron.shell.showItemInFolder(target.path)
      return null
    },
  }
}
