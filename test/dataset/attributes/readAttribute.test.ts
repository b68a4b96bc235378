import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { readAttributeOperation } from '../../../main/dataset/attributes/preview.ts'
import { createAttributeReader } from '../../../main/dataset/attributes/readAttribute.ts'
import { unreadable } from '../../../main/dataset/shape/expression/values.ts'
import { createTestProject, type TestProject } from '../projects.ts'

const reader = (as: 'text' | 'number' | 'boolean' | 'date', decimal: '.' | ',' = '.') =>
  createAttributeReader({ as, decimal, dates: 'dayFirst' }, 'Asia/Shanghai')

describe('reading an attribute as another type', () => {
  it('reads texts as numbers, dates and yes or no', () => {
    expect(['1,234.5', '', 'x', 7, null].map(reader('number'))).toEqual([1234.5, null, unreadable, 7, null])
    expect([1.5, '1.234,5'].map(reader('number', ','))).toEqual([1.5, 1234.5])
    expect(['yes', '否', 1, 0, 'maybe'].map(reader('boolean'))).toEqual([true, false, true, false, unreadable])
    expect(reader('date')('05/06/2024')).toBe(Date.UTC(2024, 5, 4, 16))
    expect([12, true, ' a '].map(reader('text'))).toEqual(['12', 'true', 'a'])
  })
})

describe('a look at an attribute of the project', () => {
  let project: TestProject
  beforeEach(() => {
    project = createTestProject()
  })
  afterEach(() => project.remove())

  it('counts customers and shows what the type cannot take', async () => {
    const path = project.write('users.csv', 'user_id,city,tier\nu1,Oslo,1\nu2,Rome,2\nu3,Rome,gold\nu4,,\n')
    await project.import(path, 'users', { mapping: { region: null } })
    const input = { name: 'tier', as: 'number' as const, decimal: '.' as const, dates: 'iso' as const }
    expect(await readAttributeOperation.run(project, input, unattended)).toEqual({
      reading: { as: 'number', decimal: '.', dates: 'iso' },
      users: 3,
      readable: 2,
      unreadable: [{ value: 'gold', users: 1 }],
      examples: [
        { value: '1', read: 1 },
        { value: '2', read: 2 },
      ],
    })
  })
})
