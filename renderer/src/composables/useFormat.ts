import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { createFormat, type Format } from './format.ts'
import { useProject } from './useProject.ts'

/** The formats of the language in use and the open project. */
export function useFormat(): ComputedRef<Format> {
  const { locale } = useI18n()
  const project = useProject()
  return computed(() =>
    createFormat({
      language: locale.value,
      currency: project.state?.currency ?? '',
      timezone: project.state?.timezone ?? 'UTC',
    }),
  )
}
