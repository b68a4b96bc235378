import type { Words } from '../base/resources.ts'
import type { MenuAction, RecentProject } from './contract.ts'
import type { MenuItem, MenuRole } from './electronApi.ts'

export interface MenuOptions {
  words: Words
  recents: RecentProject[]
  hasProject: boolean
  allowsDeveloperTools: boolean
  choose(action: MenuAction, path?: string): void
}

const separator: MenuItem = { type: 'separator' }
const editing: MenuRole[] = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']
const viewing: MenuRole[] = ['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen']

/** The window's menus. What they do is done by the screens, so that errors and questions appear in one place. */
export function menuTemplate(options: MenuOptions): MenuItem[] {
  const { words } = options
  const say = (key: string) => words.say(`host.menu.${key}`)
  const role = (name: MenuRole): MenuItem => ({ role: name, label: say(name) })
  return [
    { label: say('file'), submenu: fileMenu(options, say, role) },
    { label: say('edit'), submenu: editing.map(role) },
    {
      label: say('view'),
      submenu: [
        ...viewing.map(role),
        ...(options.allowsDeveloperTools ? [separator, role('reload'), role('toggleDevTools')] : []),
      ],
    },
    {
      label: say('help'),
      submenu: [
        { label: say('showShortcuts'), click: () => options.choose('showShortcuts') },
        { label: say('copyDiagnostics'), click: () => options.choose('copyDiagnostics') },
      ],
    },
  ]
}

function fileMenu(
  { recents, hasProject, choose }: MenuOptions,
  say: (key: string) => string,
  role: (name: MenuRole) => MenuItem,
): MenuItem[] {
  return [
    { label: say('newProject'), accelerator: 'CmdOrCtrl+N', click: () => choose('newProject') },
    { label: say('openProject'), accelerator: 'CmdOrCtrl+O', click: () => choose('openProject') },
    {
      label: say('openRecent'),
      enabled: recents.length > 0,
      submenu: recents.map(({ name, path }) => ({ label: name, click: () => choose('openRecent', path) })),
    },
    separator,
    { label: say('importFiles'), accelerator: 'CmdOrCtrl+I', enabled: hasProject, click: () => choose('importFiles') },
    { label: say('saveCopy'), enabled: hasProject, click: () => choose('saveCopy') },
    { label: say('closeProject'), enabled: hasProject, click: () => choose('closeProject') },
    separator,
    role('quit'),
  ]
}
