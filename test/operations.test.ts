import { expect, it } from 'vitest'
import { capabilities, findOperation } from '../main/operations.ts'

it('finds every operation by its name, and no two share one', async () => {
  const names: string[] = []
  for (const load of Object.values(capabilities)) {
    for (const operation of await load()) {
      expect(await findOperation(operation.name)).toBe(operation)
      names.push(operation.name)
    }
  }
  expect(names).toContain('dataset.import')
  expect(new Set(names).size).toBe(names.length)
})

it.each(['', 'dataset', 'dataset.nothing', 'nothing.import', 'constructor.import'])('knows no "%s"', async (name) => {
  await expect(findOperation(name)).rejects.toMatchObject({ code: 'command.unknown' })
})
