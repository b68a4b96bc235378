// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest'
import type { CustomerRow } from '../../../main/insight/customers/types.ts'
import ListTab from '../../../renderer/src/customers/ListTab.vue'
import { useShopFilter } from '../../../renderer/src/insight/useShopFilter.ts'
import { router } from '../../../renderer/src/router.ts'
import { project } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

let stage: Stage
afterEach(() => stage.page.unmount())

async function open(query: Record<string, string>, rows: CustomerRow[] = []): Promise<void> {
  await router.replace({ name: 'customers', query: { tab: 'list', ...query } })
  stage = await mountPage(ListTab, {
    'project.state': () => project,
    'model.runs': () => [],
    'customers.lists': () => [],
    'customers.list': () => ({ rows, total: rows.length }),
    'customers.segments': () => null,
  })
}

it('clears the filters from a list that they leave empty', async () => {
  await open({})
  useShopFilter().change({ regions: ['nowhere'] })
  await stage.settle()
  expect(stage.page.text()).toContain('No purchases in this selection')
  buttonNamed('Clear the filters').click()
  await stage.settle()
  expect(useShopFilter().filter.regions).toEqual([])
})

it('goes back to everybody from a choice that holds nobody', async () => {
  await open({ segment: 'atRisk', part: 'rank:0.9:1' })
  expect(stage.page.text()).toContain('Nobody fits this choice')
  buttonNamed('All customers').click()
  await stage.settle()
  expect(stage.calls('customers.list').at(-1)).toMatchObject({ segment: null, part: null })
  expect(router.currentRoute.value.query).toEqual({ tab: 'list' })
})
