import { Clock, FolderOpen, Languages, Moon, Sun, Monitor, CircleQuestionMark, Hash } from '@lucide/vue'
import { computed, type Component } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useProject } from '../composables/useProject.ts'
import { useProjectFiles } from '../composables/useProjectFiles.ts'
import { useSettings } from '../composables/useSettings.ts'
import { pages } from '../pages.ts'
import type { ThemeChoice } from '../theme/useTheme.ts'

export interface PaletteCommand {
  id: string
  label: string
  /** What kind of thing it is, shown at the right. */
  group: string
  icon: Component
  run(): unknown
}

const themeIcons: Record<ThemeChoice, Component> = { light: Sun, dark: Moon, system: Monitor }

/** Everything the palette offers: pages, runs, recent projects, and what can be done anywhere. */
export function usePaletteCommands(showShortcuts: () => void) {
  const { t } = useI18n()
  const router = useRouter()
  const project = useProject()
  const settings = useSettings()
  const files = useProjectFiles()
  const toStart = () => router.push({ name: 'start' })

  const pageCommands = computed<PaletteCommand[]>(() =>
    pages.map(({ name, icon, group }) => ({
      id: `page.${name}`,
      label: t(`common.pages.${name}`),
      group: t(`common.groups.${group}`),
      icon,
      run: () => router.push({ name }),
    })),
  )
  const runCommands = computed<PaletteCommand[]>(() =>
    project.runs.map(({ runId }) => ({
      id: `run.${runId}`,
      label: t('common.palette.useRun', { id: runId }),
      group: t('common.groups.model'),
      icon: Hash,
      run: () => project.useRun(runId),
    })),
  )
  const recentCommands = computed<PaletteCommand[]>(() =>
    settings.recents.map(({ path, name }) => ({
      id: `recent.${path}`,
      label: name,
      group: t('common.palette.recent'),
      icon: Clock,
      run: () => files.openAt(path).then(toStart),
    })),
  )
  const actions = computed<PaletteCommand[]>(() => {
    const group = t('common.palette.action')
    const theme = (choice: ThemeChoice): PaletteCommand => ({
      id: `theme.${choice}`,
      label: t('common.theme.label', { theme: t(`common.theme.${choice}`) }),
      group,
      icon: themeIcons[choice],
      run: () => settings.save({ theme: choice }),
    })
    return [
      {
        id: 'open',
        label: t('project.open.title'),
        group,
        icon: FolderOpen,
        run: async () => (await files.open()) && toStart(),
      },
      {
        id: 'language',
        label: t('common.language.switch'),
        group,
        icon: Languages,
        run: () => settings.save({ language: settings.language === 'en' ? 'zh-CN' : 'en' }),
      },
      theme('light'),
      theme('dark'),
      theme('system'),
      { id: 'shortcuts', label: t('common.hotkeys.shortcuts'), group, icon: CircleQuestionMark, run: showShortcuts },
    ]
  })

  return computed(() => [...pageCommands.value, ...actions.value, ...runCommands.value, ...recentCommands.value])
}
