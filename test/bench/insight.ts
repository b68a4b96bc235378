/**
 * Dashboards of a large shop: how long pages take to answer when first opened, at once with the project and once the app has
 * readied them, how long their filters take, and the memory of the whole app meanwhile. The app itself is asked, as the pages do.
 *
 *   node test/bench/insight.ts [--acts 10000000] [--users 500000] [--products 50000]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from '../../main/app.ts'
import type { CommandInput, CommandName, CommandResult } from '../../main/contract.ts'
import { forkProcess } from '../../main/host/spawn.ts'
import { unattended } from '../../main/base/job.ts'
import { shopFilter } from '../../main/insight/filter/input.ts'
import type { ShopFilter } from '../../main/insight/filter/types.ts'
import { keepOperation } from '../../main/insight/keep.ts'
import { closeToOneFile, openForWriting } from '../../main/storage/open.ts'
import { createLargeShop } from './largeShop.ts'

const { values: options } = parseArgs({
  options: {
    acts: { type: 'string', default: '10000000' },
    users: { type: 'string', default: '500000' },
    products: { type: 'string', default: '50000' },
  },
})
/** Milliseconds that a page may take to open, and that a filter may take: of customers, products and brands, and of single acts. */
const goals = { page: 300, filter: 200, acts: 1500 }
const memoryGoal = 1 << 30

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
let app = createApp({ spawn: forkProcess, emit: () => {} })
try {
  const path = join(folder, 'shop.assay')
  const size = { acts: Number(options.acts), users: Number(options.users), products: Number(options.products) }
  createLargeShop(path, size)
  const kept = await keep(path)
  console.log(`purchases kept after a change of the data in ${(kept / 1000).toFixed(1)} s`)
  await call('project.open', { path })
  for (const [name, ms] of Object.entries(await timeAll({}))) console.log(`${name} at once: ${ms.toFixed(0)} ms`)
  await app.close()
  app = createApp({ spawn: forkProcess, emit: () => {}, hasPages: true })
  const openedAt = performance.now()
  await call('project.open', { path })
  const openedMs = performance.now() - openedAt
  await app.rest()
  const readyMs = performance.now() - openedAt
  console.log(`project opened in ${openedMs.toFixed(0)} ms, pages ready after ${readyMs.toFixed(0)} ms`)
  const pages = await timeAll({})
  const filters: Partial<ShopFilter>[] = [
    { brands: [3] },
    { categories: [2, 5] },
    { regions: ['North'] },
    { period: { days: 90 }, comparison: 'previous' },
    { period: { from: '2024-11-01', to: '2024-11-11' }, comparison: 'yearBefore' },
    { regions: ['South', 'West'], genders: ['f'], brands: [1, 2, 3, 4] },
  ]
  const times: number[] = []
  for (const filter of filters) {
    const answered = await timeAll(filter)
    times.push(...Object.values(answered))
    const told = Object.entries(answered).map(([name, ms]) => `${name} ${ms.toFixed(0)}`)
    console.log(`${JSON.stringify(filter)}: ${told.join(', ')} ms`)
  }
  times.sort((a, b) => a - b)
  const p95 = times[Math.floor(0.95 * (times.length - 1))]
  const slowest = Math.max(...Object.values(pages))
  for (const [name, ms] of Object.entries(pages)) console.log(`${name} first opened: ${ms.toFixed(0)} ms`)
  const acts = await timeActs()
  const others = await timeOthers()
  for (const [name, ms] of Object.entries(others)) console.log(`${name}: ${ms.toFixed(0)} ms`)
  const memory = process.memoryUsage().rss
  console.log(
    `pages open within ${slowest.toFixed(0)} ms (goal ${goals.page}), filters p95 ${p95.toFixed(0)} ms (goal ` +
      `${goals.filter}), slowest ${times.at(-1)?.toFixed(0)} ms, on single acts within ${acts.toFixed(0)} ms (goal ` +
      `${goals.acts}); ${(memory / 1e6).toFixed(0)} MB (goal ${(memoryGoal / 1e6).toFixed(0)})`,
  )
  const isSlow = slowest > goals.page || p95 > goals.filter || acts > goals.acts
  if (isSlow || memory > memoryGoal) process.exitCode = 1
} finally {
  await app.close()
  rmSync(folder, { recursive: true })
}

/** Milliseconds of what each page asks first. */
async function timeAll(given: Partial<ShopFilter>): Promise<Record<string, number>> {
  const filter = shopFilter.parse(given)
  return timeEach({
    choices: () => call('insight.filterChoices', {}),
    customers: () => call('customers.overview', { filter, runId: 1 }),
    'value of customers': () => call('customers.value', { filter, runId: 1 }),
    loyalty: () => call('insight.loyalty', { filter, categoryId: 1 }),
    products: () => call('insight.productPotential', { filter, runId: 1 }),
    'list of products': () => call('insight.products', { filter, runId: 1 }),
    'one product': () => call('insight.product', { filter, runId: 1, productId: 7 }),
    ties: () => call('insight.productTies', { filter, productId: 7 }),
  })
}

/** Milliseconds of the customers page with the slowest of some filters on single acts, each asked for the first time. */
async function timeActs(): Promise<number> {
  const march = { from: '2024-03-01', to: '2024-03-31' }
  const filters: CommandInput<'customers.overview'>['filter'][] = [
    { acts: [{ kinds: ['view'] }] },
    {
      acts: [
        { kinds: ['view'], categories: [3], period: march },
        { kinds: ['purchase'], categories: [3], done: false },
      ],
    },
    { acts: [{ kinds: ['cart'], hours: [20, 21, 22] }] },
    { acts: [{ weekdays: [5, 6], period: { days: 90 } }] },
    { acts: [{ kinds: ['purchase'], price: { from: 50, to: 60 } }] },
    { acts: [{ query: 'query 17' }] },
  ]
  let slowest = 0
  for (const filter of filters) {
    const askedAt = performance.now()
    await call('customers.overview', { filter, runId: 1 })
    const took = performance.now() - askedAt
    console.log(`${JSON.stringify(filter)}: ${took.toFixed(0)} ms`)
    slowest = Math.max(slowest, took)
  }
  return slowest
}

/** Milliseconds of what reads single acts. */
async function timeOthers(): Promise<Record<string, number>> {
  return timeEach({
    'one customer': () => call('customers.one', { id: 'U17', runId: 1 }),
    'timeline of one': () => call('customers.acts', { id: 'U17' }),
    'demand of a month': () => call('insight.demand', { filter: { period: { days: 30 } } }),
    'demand of a year': () => call('insight.demand', { filter: { period: { days: 365 } } }),
  })
}

/** Milliseconds of each question, asked one after the other. */
async function timeEach(asked: Record<string, () => Promise<unknown>>): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  for (const [name, ask] of Object.entries(asked)) {
    const askedAt = performance.now()
    await ask()
    times[name] = performance.now() - askedAt
  }
  return times
}

/** Milliseconds of what the writer does once after every change of the data. */
async function keep(path: string): Promise<number> {
  const project = openForWriting(path)
  const startedAt = performance.now()
  await keepOperation.run(project, null, unattended)
  const took = performance.now() - startedAt
  closeToOneFile(project.database)
  return took
}

async function call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
  const reply = await app.call(name, input)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value
}
