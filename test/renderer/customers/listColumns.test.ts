// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { CustomerRow } from '../../../main/insight/customers/types.ts'
import type { TableColumn } from '../../../renderer/src/components/tableColumns.ts'
import { useListColumns } from '../../../renderer/src/customers/useListColumns.ts'
import { details, project, summary } from '../examples.ts'
import { mountPage } from '../mountPage.ts'

/** What a card leaves in a window of 1,440 pixels, beside the boxes to choose rows by. */
const room = 1158 - 40

async function columns(hasRun: boolean, isLike: boolean): Promise<TableColumn<CustomerRow>[]> {
  let found: TableColumn<CustomerRow>[] = []
  const run = { ...details, config: { ...details.config, gate: true } }
  const shown = defineComponent({
    setup() {
      const all = useListColumns(() => (hasRun ? run : null), () => undefined, isLike) // prettier-ignore
      return () => {
        found = all.value
        return h('p')
      }
    },
  })
  const stage = await mountPage(shown, { 'project.state': () => project, 'model.runs': () => (hasRun ? [summary] : []) }) // prettier-ignore
  stage.page.unmount()
  return found
}

it.each([
  [false, false],
  [true, false],
  [true, true],
])('shows no more columns at first than the window holds (run %s, lookalikes %s)', async (hasRun, isLike) => {
  const all = await columns(hasRun, isLike)
  const first = all.filter(({ isExtra }) => !isExtra)
  expect(first.reduce((sum, { width }) => sum + (width ?? 120), 0)).toBeLessThanOrEqual(room)
  expect(first.map(({ key }) => key)).toEqual(expect.arrayContaining(['id', 'segment', 'spend', 'recencyDays', 'due']))
  expect(first.some(({ key }) => key === 'ltv')).toBe(hasRun)
  expect(all.map(({ key }) => key)).toEqual(expect.arrayContaining(['yearSpend', 'dueRange', 'first', 'last']))
})

it('shows a prediction with its interval, and keeps the ends as a column of their own', async () => {
  const all = await columns(true, false)
  const row = { ltv: 412, ltvLow: 371, ltvHigh: 455 } as CustomerRow
  expect(all.find(({ key }) => key === 'ltv')?.text?.(row)).toBe('¥412 (371–455)')
  const late = { due: '2026-01-24', overdue: true } as CustomerRow
  expect(all.find(({ key }) => key === 'due')?.text?.(late)).toBe('Jan 24, 2026 · overdue')
  expect(all.find(({ key }) => key === 'range')?.value(row)).toBe('371–455')
})
