/**
 * A large shop's training: 100,000 customers with their last 64 acts each, read by a Transformer beside 140 dense inputs.
 * One epoch of one network over all of them, then scoring them all, and the most memory the process held.
 *
 *   npm run bench -- epoch [--engine node] [--customers 100000] [--acts 64]
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { unattended } from '../../main/base/job.ts'
import { createRandom } from '../../main/base/random.ts'
import { createMatrix } from '../../main/base/table.ts'
import { startEngine } from '../../main/engine/start.ts'
import { engineNames } from '../../main/engine/types.ts'
import type { ActLog } from '../../main/features/actLog.ts'
import { part, type FeatureSpec, type InputGroup, type TrainingData } from '../../main/features/types.ts'
import { fitMembers } from '../../main/model/members/fitMembers.ts'
import { defaultModelConfig } from '../../main/model/modelConfig.ts'
import { ensembleOf, prepare } from '../../main/model/preparation.ts'
import { runMembers } from '../../main/model/runningModel.ts'
import { tablesOf } from '../../main/model/tables.ts'
import { syntheticTable } from '../model/syntheticData.ts'
import { nativeFolder } from '../native/fetchLibrary.ts'

const { values: chosen } = parseArgs({
  options: {
    engine: { type: 'string', default: 'node' },
    customers: { type: 'string', default: '100000' },
    acts: { type: 'string', default: '64' },
  },
})
const [customers, acts] = [Number(chosen.customers), Number(chosen.acts)]
const columns: Record<InputGroup, number> = { behaviour: 80, product: 40, social: 20 }

if (existsSync(path.join(nativeFolder, 'complete'))) process.env.ASSAY_TENSORFLOW ??= nativeFolder
const name = engineNames.find((known) => known === chosen.engine)
if (!name) throw new Error(`there are the engines ${engineNames.join(', ')}, not ${chosen.engine}`)
const engine = await startEngine(name)
const data = largeShop()
const tables = tablesOf(data)
const members = { networks: 1, boosted: false, linear: false }
const config = { ...defaultModelConfig, members, sequenceLength: acts, epochs: 1, patience: 1 }

let startedMs = performance.now()
const preparation = prepare(tables, data, config)
let epochSeconds = NaN
const work = {
  ...unattended,
  note: (of: string) => void (of === 'epoch' && (epochSeconds = (performance.now() - startedMs) / 1000)),
}
const learned = await fitMembers(preparation, engine, work)
startedMs = performance.now()
const running = runMembers(engine, ensembleOf(preparation, learned.members))
await running.predict(tables)
const scoringSeconds = (performance.now() - startedMs) / 1000
const peakMb = process.resourceUsage().maxRSS / 1024
console.log(
  `${engine.name} (${engine.device}): ${customers} customers × ${acts} acts, one epoch ${epochSeconds.toFixed(1)} s, ` +
    `scoring ${scoringSeconds.toFixed(1)} s, peak ${peakMb.toFixed(0)} MB`,
)
process.exit(0)

/** All of it made of chance: what is learned does not matter here. */
function largeShop(): TrainingData {
  const random = createRandom(1)
  const table = syntheticTable('user', customers, 1)
  const specs: FeatureSpec[] = []
  for (const [group, count] of Object.entries(columns) as [InputGroup, number][]) {
    const names = Array.from({ length: count }, (_, i) => `${group}${i}`)
    table.inputs[group] = createMatrix(names, customers)
    table.inputs[group].values.forEach((_, i, values) => (values[i] = random.uniform()))
    specs.push(...names.map((own) => ({ name: own, group, source: 'behaviour' as const, transform: 'none' as const })))
  }
  table.parts.forEach((_, row, parts) => (parts[row] = row % 20 === 0 ? part.validation : part.train))
  table.sequences.from.forEach((_, row, from) => (from[row] = row * acts))
  table.sequences.to.forEach((_, row, to) => (to[row] = (row + 1) * acts))
  table.sequences.cutoffDays.fill(acts)
  return {
    ...{ side: false, fingerprint: 'large', tasks: ['ltv', 'repurchase'], specs, split: 'users', horizonDays: 90 },
    vocabularies: { category: { words: [], buckets: 0 }, brand: { words: [], buckets: 0 } },
    ...{
      log: largeLog(),
      cutoff: 0,
      users: table,
      products: null,
      pairs: null,
      skipped: [],
      newcomerRevenueShare: null,
    },
  }
}

function largeLog(): ActLog {
  const random = createRandom(2)
  const count = customers * acts
  const sizes = { type: 6, product: 8192, category: 200, brand: 500 }
  const codes = (size: number) => Int32Array.from({ length: count }, () => random.integer(size))
  return {
    sizes,
    type: Uint8Array.from({ length: count }, () => random.integer(sizes.type)),
    ...{ product: codes(sizes.product), category: codes(sizes.category), brand: codes(sizes.brand) },
    day: Int32Array.from({ length: count }, (_, act) => act % acts),
    price: new Float32Array(count).fill(1),
    units: new Float32Array(count).fill(1),
  }
}
