import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RunDetails, TowerColumns } from '../../../main/model/types.ts'
import type { TableColumn } from '../components/tableColumns.ts'
import { useFormat } from '../composables/useFormat.ts'

/** The column that says which encoder counted for what in each score; none for a run without a gate. */
export function useTowerColumn<Row extends TowerColumns>(
  run: () => RunDetails | null,
): ComputedRef<TableColumn<Row>[]> {
  const { t } = useI18n()
  const format = useFormat()
  const groups = ['behaviour', 'product', 'social'] as const

  const words = (row: Row): string =>
    groups
      .flatMap((group) => {
        const share = row[`${group}Share`]
        return share == null ? [] : [`${t(`charts.groups.${group}`)} ${format.value.wholePercent(share)}`]
      })
      .join(' · ')
  return computed(() =>
    run()?.config.gate
      ? [{ key: 'encoders', title: t('model.customers.encoders'), value: (row) => words(row) || null, width: 264 }]
      : [],
  )
}
