import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ChartKit } from '../../../main/charts/chart.ts'
import { createChartFormat } from '../../../main/charts/format.ts'
import { chartThemes } from '../../../main/charts/theme.ts'
import { useProject } from '../composables/useProject.ts'
import { useTheme } from '../theme/useTheme.ts'

/** Words, figures and colours of charts, in the language and theme in use. */
export function useChartKit(): ComputedRef<ChartKit> {
  const { t, te, locale } = useI18n()
  const project = useProject()
  const theme = useTheme()
  return computed(() => ({
    translate: (key, params = {}) => (te(key, locale.value) ? t(key, params) : key),
    format: createChartFormat(locale.value, project.state?.currency ?? ''),
    theme: chartThemes[theme.isDark ? 'dark' : 'light'],
  }))
}
