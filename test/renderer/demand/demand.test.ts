// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RowQuery } from '../../../main/dataset/browse/types.ts'
import type { Demand } from '../../../main/insight/demand/types.ts'
import DemandPage from '../../../renderer/src/demand/DemandPage.vue'
import { router } from '../../../renderer/src/router.ts'
import { around, queries } from '../../charts/examples.ts'
import { project } from '../examples.ts'
import { mountPage, type Stage } from '../mountPage.ts'

const never = { value: 0, low: 0, high: 0.1 }
const rows = queries.map((row, at) => (at === 0 ? { ...row, converted: never } : row))
const demand: Demand = {
  ...{ from: '2025-01-01', to: '2025-03-31', half: '2025-02-15', searches: 300, users: 90, queries: 3, inSession: 1 },
  ...{ converted: around(0.2), valuePerSearch: around(5), neverBought: { queries: 1, searches: 100 }, rows },
  then: null,
}
let stage: Stage
beforeEach(async () => {
  stage = await mountPage(DemandPage, {
    'project.state': () => project,
    'model.runs': () => [],
    'insight.demand': () => demand,
  })
})
afterEach(() => stage.page.unmount())

const figure = (label: string) => stage.page.findAll('.kpi').find((kpi) => kpi.text().includes(label))

it('leads from its figures to the queries that nobody bought after, and to the searches', async () => {
  const text = () => stage.page.findAll('.card').at(-1)?.text() ?? ''
  expect(text()).toContain(`${rows.length} rows`)
  await figure('nobody bought after')?.find('.value button').trigger('click')
  await stage.settle()
  expect(text()).toContain('1 row')
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  await figure('Searches')?.find('.value button').trigger('click')
  const asked = JSON.parse((push.mock.lastCall?.[0] as { query: { rows: string } }).query.rows) as RowQuery
  expect(asked.filter.conditions).toEqual([
    { kind: 'oneOf', column: 'kind', values: ['search'] },
    { kind: 'dates', column: 'time', from: demand.from, to: demand.to },
  ])
  push.mockRestore()
})
