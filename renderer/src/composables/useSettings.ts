import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { HostInfo, Language, Settings } from '../../../main/host/contract.ts'
import { call } from '../client/client.ts'
import { setLanguage, systemLanguage } from '../i18n.ts'
import { useTheme, type ThemeChoice } from '../theme/useTheme.ts'

/** What this workstation remembers, and what carries the app. */
export const useSettings = defineStore('settings', () => {
  const theme = useTheme()
  const host = shallowRef<HostInfo | null>(null)
  const settings = shallowRef<Settings>({ language: 'system', theme: 'system', recents: [] })

  const language = computed<Language>(() =>
    settings.value.language === 'system' ? systemLanguage() : settings.value.language,
  )
  const recents = computed(() => settings.value.recents)

  watch(language, setLanguage, { immediate: true, flush: 'sync' })
  watch(
    () => settings.value.theme,
    (choice) => (theme.choice = choice),
    { immediate: true, flush: 'sync' },
  )

  async function reload(): Promise<void> {
    settings.value = await call('host.settings', {})
  }

  async function start(): Promise<void> {
    const [info] = await Promise.all([call('host.info', {}), reload()])
    host.value = info
  }

  /** Takes effect at once; remembered by the host. */
  async function save(changes: { language?: Language; theme?: ThemeChoice }): Promise<void> {
    settings.value = { ...settings.value, ...changes }
    settings.value = await call('host.saveSettings', changes)
  }

  async function forgetRecent(path: string): Promise<void> {
    settings.value = await call('host.forgetRecent', { path })
  }

  return { host, settings, language, recents, start, reload, save, forgetRecent }
})
