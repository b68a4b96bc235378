import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Remote } from '../main/base/channel.ts'
import { AssayError } from '../main/base/errors.ts'
import { unattended, type Work } from '../main/base/job.ts'
import { createApp } from '../main/app.ts'
import { forkProcess } from '../main/host/spawn.ts'
import { keepOperation } from '../main/insight/keep.ts'
import { findOperation } from '../main/operations.ts'
import type { Operation } from '../main/storage/operation.ts'
import { warmReader } from '../main/warmReader.ts'
import { createShop, type Shop } from './features/shop.ts'

let shop: Shop
beforeEach(() => {
  shop = createShop()
  shop.products([{ product: 'tea', brand: 'Aster', category: 'drinks' }])
  shop.acts([1, 5, 90].map((day) => ({ user: 'a', time: day * 86_400_000, product: 'tea', quantity: 1, amount: 9 })))
})
afterEach(() => shop.close())

/** A reader that does what it is asked at once, and notes it; `busy` says for how many looks others are waiting. */
function createReader(busy = 0) {
  const asked: string[] = []
  let looks = 0
  const remote: Remote = {
    async call<Result>(_: string, input: unknown) {
      const { name, input: question } = input as { name: string; input: unknown }
      asked.push(name)
      const operation = (await findOperation(name)) as Operation<unknown, unknown>
      return (await operation.run(shop.project, question, unattended)) as Result
    },
    pending: () => (looks++ < busy ? 1 : 0),
    close: () => {},
  }
  return { remote, asked, looks: () => looks }
}

const warm = (remote: Remote, work: Work = unattended) => warmReader(shop.project, () => Promise.resolve(remote), work)

it('asks what pages ask first, each question valid and answered', async () => {
  await keepOperation.run(shop.project, null, unattended)
  const { remote, asked } = createReader()
  await warm(remote)
  expect(asked).toEqual([
    'insight.filterChoices',
    'customers.overview',
    'insight.categories',
    'insight.loyalty',
    'insight.productPotential',
    'insight.products',
  ])
})

it('asks for the searches, too, where there are any', async () => {
  shop.project.database.prepare("UPDATE behaviour SET query = 'tea'").run()
  await keepOperation.run(shop.project, null, unattended)
  const { remote, asked } = createReader()
  await warm(remote)
  expect(asked.at(-1)).toBe('insight.demand')
})

it('waits while others are asking', async () => {
  await keepOperation.run(shop.project, null, unattended)
  const { remote, asked, looks } = createReader(3)
  await warm(remote)
  expect(looks()).toBeGreaterThan(3)
  expect(asked).toHaveLength(6)
})

it('asks nothing before the purchases are kept, nor after it was cancelled', async () => {
  const { remote, asked } = createReader()
  await warm(remote)
  await keepOperation.run(shop.project, null, unattended)
  const cancelled: Work = {
    ...unattended,
    checkpoint() {
      throw new AssayError('job.cancelled')
    },
  }
  await expect(warm(remote, cancelled)).rejects.toMatchObject({ code: 'job.cancelled' })
  expect(asked).toEqual([])
})

it('is done by an app that has pages, which can be closed meanwhile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-warm-'))
  const app = createApp({ spawn: forkProcess, emit() {}, hasPages: true })
  try {
    const path = join(folder, 'shop.assay')
    await app.call('project.create', { path })
    await app.rest()
    await app.call('project.close', {})
    expect(await app.call('project.open', { path })).toMatchObject({ ok: true })
  } finally {
    await app.close()
    rmSync(folder, { recursive: true })
  }
})
