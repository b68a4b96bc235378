import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { ownTasksOf } from '../../main/host/cli/ownTaskOption.ts'
import type { Session } from '../../main/host/cli/session.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-own-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kept = { ownTaskId: 4, name: 'Buys tea', kind: 'yesNo', categories: ['Tea'] }
const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

let saved: unknown[]
let session: Session
beforeEach(() => {
  saved = []
  const call = async (name: string, input: { own?: unknown }) => {
    if (name === 'model.saveOwnTask') saved.push(input.own)
    return { tasks: [kept], names: { types: [], categories: [], brands: [] } }
  }
  session = { call, job: () => Promise.reject(new Error('no jobs here')) } as object as Session
})

describe('tasks of the analyst’s own on the command line', () => {
  it('come from files, one or several, and from the configuration, and are kept', async () => {
    const one = file('one.json', '{ "name": "a", "kind": "yesNo" }')
    const two = file('two.json', '[{ "name": "b", "kind": "count" }, { "name": "c", "kind": "amount" }]')
    const tasks = await ownTasksOf(session, [{ name: 'd' }], [one, two])
    expect(tasks.map((own) => (own as { name: string }).name)).toEqual(['d', 'a', 'b', 'c'])
    expect(saved).toEqual(tasks)
  })

  it('are found by their name where there is no such file, and are not kept again', async () => {
    const { ownTaskId: _, ...own } = kept
    expect(await ownTasksOf(session, undefined, ['buys TEA'])).toEqual([own])
    expect(saved).toEqual([])
  })

  it('are refused in one line where nobody knows them or a file is no JSON', async () => {
    await expect(ownTasksOf(session, undefined, ['Buys coffee'])).rejects.toMatchObject({
      code: 'input.invalid',
      params: { field: '--task', problem: 'a file, or a task of the project (Buys tea), not Buys coffee' },
    })
    const broken = file('broken.json', '{ "name": ')
    await expect(ownTasksOf(session, undefined, [broken])).rejects.toMatchObject({
      code: 'input.invalid',
      params: { field: broken },
    })
  })
})
