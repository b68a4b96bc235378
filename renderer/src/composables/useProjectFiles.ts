import { useI18n } from 'vue-i18n'
import { call } from '../client/client.ts'
import { useAskPath } from './useAskPath.ts'
import { useProject } from './useProject.ts'
import { useSettings } from './useSettings.ts'

/** Opening projects and saving copies, through the system's dialogs or, without them, by path. */
export function useProjectFiles() {
  const { t } = useI18n()
  const project = useProject()
  const settings = useSettings()
  const askPath = useAskPath()

  /** Opens a project the user points at; false when dismissed. */
  async function open(): Promise<boolean> {
    const path = settings.host?.dialogs
      ? await pick()
      : await askPath(t('project.open.title'), t('project.open.action'), '')
    if (!path) return false
    await openAt(path)
    return true
  }

  async function openAt(path: string): Promise<void> {
    await project.open(path)
    await settings.reload()
  }

  async function pick(): Promise<string | null> {
    const [file] = await call('host.pickFiles', { purpose: 'project' })
    return file && 'path' in file ? file.path : null
  }

  async function saveCopy(): Promise<void> {
    const suggestedName = t('project.saveCopy.name', { name: project.state?.name ?? '' })
    // The system's dialog has asked before it names a file that is there.
    const replace = settings.host?.dialogs === true
    const path = replace
      ? await pickTarget(suggestedName)
      : await askPath(t('project.saveCopy.title'), t('project.saveCopy.action'), besideProject(suggestedName))
    if (path) await call('project.saveCopy', { path, replace })
  }

  async function pickTarget(suggestedName: string): Promise<string | null> {
    const target = await call('host.pickTarget', { suggestedName })
    return target && 'path' in target ? target.path : null
  }

  const besideProject = (name: string) => inFolder(settings.host?.projectFolder ?? '', name)

  return { open, openAt, saveCopy, pickTarget }
}

/** A path in a folder of the machine that the app runs on. */
export function inFolder(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/'
  return folder.endsWith(separator) || folder === '' ? `${folder}${name}` : `${folder}${separator}${name}`
}
