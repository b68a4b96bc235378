import { darkTheme, type GlobalTheme } from 'naive-ui'
import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { naiveOverrides } from './naive.ts'
import { customProperties, dark, light } from './tokens.ts'

export type ThemeChoice = 'light' | 'dark' | 'system'

/** The theme in force: what was chosen, or the operating system's. Writes the tokens as custom properties of the page. */
export const useTheme = defineStore('theme', () => {
  const choice = ref<ThemeChoice>('system')
  const system = matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = ref(system.matches)
  system.addEventListener('change', (event) => (systemIsDark.value = event.matches))

  const isDark = computed(() => (choice.value === 'system' ? systemIsDark.value : choice.value === 'dark'))
  const tokens = computed(() => (isDark.value ? dark : light))
  const naive = computed<GlobalTheme | null>(() => (isDark.value ? darkTheme : null))
  const overrides = computed(() => naiveOverrides(tokens.value))

  watchEffect(() => {
    const root = document.documentElement
    root.classList.toggle('dark', isDark.value)
    root.style.colorScheme = isDark.value ? 'dark' : 'light'
    for (const [name, value] of Object.entries(customProperties(tokens.value))) root.style.setProperty(name, value)
  })

  return { choice, isDark, tokens, naive, overrides }
})
