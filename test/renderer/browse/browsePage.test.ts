// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import type { BrowsePage as Page, RowQuery } from '../../../main/dataset/browse/types.ts'
import { describeColumns } from '../../../main/dataset/browse/tables.ts'
import BrowsePage from '../../../renderer/src/browse/BrowsePage.vue'
import { rowsRoute } from '../../../renderer/src/browse/rowQuery.ts'
import { router } from '../../../renderer/src/router.ts'
import { project } from '../examples.ts'
import { mountPage, type Stage } from '../mountPage.ts'

const total = 250_000
const columns = describeColumns()
const page = ({ filter, offset = 0, limit = 100 }: RowQuery & { offset?: number; limit?: number }): Page => ({
  total,
  rows: Array.from({ length: Math.min(limit, total - offset) }, (_, i) => ({
    id: offset + i + 1,
    cells: columns[filter.table].map(({ type }) => (type === 'text' || type === 'kind' ? `c${offset + i}` : 1)),
  })),
})

let stage: Stage | null = null
afterEach(() => stage?.page.unmount())

async function open(): Promise<Stage> {
  const shown = await mountPage(BrowsePage, {
    'project.state': () => project,
    'model.runs': () => [],
    'dataset.rowColumns': () => columns,
    'dataset.rows': page,
  })
  await router.push(rowsRoute({ table: 'acts', search: '', conditions: [] }))
  await shown.settle()
  return (stage = shown)
}

const grid = () => document.querySelector<HTMLElement>('[role="grid"]') as HTMLElement
const press = async (key: string, options: KeyboardEventInit = {}) => {
  grid().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...options }))
  await stage?.settle()
}

describe('the page of rows', () => {
  it('draws only what is in sight and asks for what comes into sight', async () => {
    const { calls } = await open()
    expect(grid().getAttribute('aria-rowcount')).toBe(String(total + 1))
    expect(document.querySelectorAll('[role="row"]').length).toBeLessThan(60)
    await press('End')
    expect(calls('dataset.rows')).toContainEqual(expect.objectContaining({ offset: 249_900 }))
    expect(grid().textContent).toContain(`c${total - 1}`)
  })

  it('moves and selects by keyboard', async () => {
    await open()
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowDown', { shiftKey: true })
    expect(grid().getAttribute('aria-activedescendant')).toBe('row-2')
    expect(document.querySelectorAll('[role="row"][aria-selected="true"]').length).toBe(2)
  })

  it('says each filter in a chip that takes it away', async () => {
    const { settle, calls } = await open()
    const conditions = [{ kind: 'text' as const, column: 'user', how: 'equals' as const, text: 'u1' }]
    await router.push(rowsRoute({ table: 'acts', search: '', conditions }))
    await settle()
    expect(calls('dataset.rows').at(-1)).toMatchObject({ filter: { conditions } })
    const chip = document.querySelector<HTMLElement>('[aria-label="Remove the filter: Customer is “u1”"]')
    chip?.click()
    await settle()
    expect(calls('dataset.rows').at(-1)).toMatchObject({ filter: { conditions: [] } })
  })

  it('sorts from the head of a column', async () => {
    const { settle, calls } = await open()
    document.querySelector<HTMLElement>('[title="Sort by Money"]')?.click()
    await settle()
    expect(calls('dataset.rows').at(-1)).toMatchObject({ sort: { column: 'money', descending: false } })
  })
})
