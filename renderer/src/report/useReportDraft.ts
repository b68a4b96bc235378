import { computed, ref, shallowRef, watch } from 'vue'
import type { ReportDefinition } from '../../../main/report/definition.ts'
import type { TemplateName } from '../../../main/report/templates.ts'
import type { SavedReport } from '../../../main/report/types.ts'
import { call } from '../client/client.ts'
import { useAsync, useQuery } from '../composables/useAsync.ts'
import { useProject } from '../composables/useProject.ts'
import { useSettings } from '../composables/useSettings.ts'
import { useShopFilter } from '../insight/useShopFilter.ts'

/** The report that is being put together: one of the saved ones, or a new one from a template. */
export function useReportDraft() {
  const project = useProject()
  const settings = useSettings()
  const shop = useShopFilter()
  /** Never changed in place: commands are given it as it is, and no carrier takes what watches itself. */
  const definition = shallowRef<ReportDefinition | null>(null)
  const name = ref('')
  const saved = shallowRef<SavedReport | null>(null)

  const changed = [() => project.revision, () => project.runId]
  const templates = useQuery(() => call('report.templates', { runId: project.runId }), ...changed)
  const reports = useQuery(() => call('report.list', {}), () => project.revision) // prettier-ignore

  const template = computed(() => templates.state.value?.find((one) => one.name === definition.value?.template) ?? null)
  const missing = computed(() => template.value?.missing ?? [])
  const isChanged = computed(
    () =>
      saved.value === null ||
      saved.value.name !== name.value.trim() ||
      JSON.stringify(saved.value.definition) !== JSON.stringify(definition.value),
  )

  /** Another template: its sections and length; what was typed stays. */
  function useTemplate(to: TemplateName): void {
    const found = templates.state.value?.find((one) => one.name === to)
    if (!found) return
    const fresh = structuredClone(found.definition)
    const { title, logo, notes, paper, filters, language } = definition.value ?? {
      ...fresh,
      filters: shop.filter,
      language: settings.language,
    }
    definition.value = { ...fresh, title, logo, notes, paper, filters, language }
  }

  function open(report: SavedReport): void {
    saved.value = report
    name.value = report.name
    definition.value = structuredClone(report.definition)
    shop.change(report.definition.filters)
  }

  // One filter: the strip above the page is the report's, and that of a report that is opened stands in the strip.
  watch(
    () => shop.filter,
    (filters) => {
      if (definition.value) definition.value = { ...definition.value, filters }
    },
  )

  /** A new report that starts from what is on the page. */
  function startNew(): void {
    saved.value = null
    name.value = ''
  }

  watch(
    templates.state,
    (list) => {
      if (!list || definition.value) return
      useTemplate((list.find((one) => one.missing.length === 0) ?? list[0]).name)
    },
    { immediate: true },
  )
  watch(
    () => project.state?.path,
    () => {
      startNew()
      definition.value = null
    },
  )

  const save = useAsync(async () => {
    if (!definition.value) return
    saved.value = await call('report.save', {
      reportId: saved.value?.reportId ?? null,
      name: name.value.trim(),
      definition: definition.value,
    })
    await reports.run()
  })
  const remove = useAsync(async (reportId: number) => {
    await call('report.delete', { reportId })
    if (saved.value?.reportId === reportId) startNew()
    await reports.run()
  })

  return { definition, name, saved, templates, reports, missing, isChanged, useTemplate, open, startNew, save, remove }
}
