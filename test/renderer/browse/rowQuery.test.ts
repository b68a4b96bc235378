// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { RowFilter } from '../../../main/dataset/browse/types.ts'
import { everyRow, nextSort, queryFromRoute, rowsRoute } from '../../../renderer/src/browse/rowQuery.ts'
import { router } from '../../../renderer/src/router.ts'

describe('the way to rows', () => {
  it('carries any filter through the address', () => {
    const filter: RowFilter = {
      table: 'users',
      search: '客户 & "co" #1?',
      conditions: [
        { kind: 'range', column: 'revenue', from: 1.5, to: null },
        { kind: 'oneOf', column: 'region', values: ['a,b', '100%'] },
      ],
    }
    const sort = { column: 'revenue', descending: true }
    const { href } = router.resolve(rowsRoute(filter, sort))
    const back = router.resolve(href.replace(/^#/, ''))
    expect(back.name).toBe('browse')
    expect(queryFromRoute(back.query.rows)).toEqual({ filter, sort })
  })

  it.each([undefined, '', '{', '[]', 'null', '{"filter":{"table":"nonsense"}}', ['a', 'b']])(
    'leads to every act from %j',
    (text) => expect(queryFromRoute(text)).toEqual(everyRow('acts')),
  )

  it('sorts up, then down, then as imported', () => {
    const up = nextSort(null, 'money')
    const down = nextSort(up, 'money')
    expect([up, down, nextSort(down, 'money')]).toEqual([
      { column: 'money', descending: false },
      { column: 'money', descending: true },
      null,
    ])
    expect(nextSort(down, 'time')).toEqual({ column: 'time', descending: false })
  })
})
