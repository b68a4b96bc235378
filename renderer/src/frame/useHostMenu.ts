import { useMessage } from 'naive-ui'
import { onScopeDispose } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { MenuAction } from '../../../main/host/contract.ts'
import { copyText } from '../client/copyText.ts'
import { call, on } from '../client/client.ts'
import { useProject } from '../composables/useProject.ts'
import { useProjectFiles } from '../composables/useProjectFiles.ts'

/** Does what the window's menus ask for, the way the pages do it. */
export function useHostMenu(showShortcuts: () => void): void {
  const { t } = useI18n()
  const router = useRouter()
  const message = useMessage()
  const project = useProject()
  const files = useProjectFiles()
  const toStart = () => router.push({ name: 'start' })

  const actions: Record<MenuAction, (path: string) => unknown> = {
    newProject: toStart,
    openProject: async () => (await files.open()) && toStart(),
    openRecent: (path) => files.openAt(path).then(toStart),
    saveCopy: () => files.saveCopy(),
    closeProject: () => project.close().then(toStart),
    importFiles: () => router.push({ name: 'import' }),
    showShortcuts,
    async copyDiagnostics() {
      if (copyText(await call('host.diagnostics', {}))) message.success(t('start.diagnostics.copied'))
    },
  }
  onScopeDispose(on('host.menu', ({ action, path = '' }) => void actions[action](path)))
}
