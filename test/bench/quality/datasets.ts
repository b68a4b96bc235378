import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { MappingChanges } from '../../../main/dataset/types.ts'
import type { TrainSetupInput } from '../../../main/features/setupInput.ts'
import { withSession } from '../../../main/host/cli/session.ts'

/** Real files stand beside the project; a data set whose files are missing is passed over. */
const shared = path.join(import.meta.dirname, '../../../../shared')

export interface Dataset {
  name: string
  project: string
  files: { kind: 'orders' | 'products' | 'users'; path: string; mapping?: MappingChanges }[]
  /** One training each; test rows are pooled. */
  setups: TrainSetupInput[]
  /** How the peers' program reads the transactions; null where it does not know them. */
  peers: { transactions: string; options: string[] } | null
}

const cdnow = path.join(shared, 'data/cdnow/CDNOW_master.txt')
const journey = path.join(shared, 'data/completejourney')
const cdnowColumns = [
  '--user',
  'customer_id',
  '--time',
  'date',
  '--amount',
  'dollar_value',
  '--sep',
  '\\s+',
  '--time-format',
  '%Y%m%d',
]

export const datasets: Dataset[] = [
  {
    name: 'cdnow-users',
    project: 'cdnow',
    files: [{ kind: 'orders', path: cdnow }],
    setups: [1, 2, 3, 4, 5].map((k) => ({
      ...{ tasks: ['ltv', 'repurchase'], split: 'users', cutoff: '1997-10-01', horizonDays: 273, fold: { k, n: 5 } },
    })),
    peers: {
      transactions: cdnow,
      options: [...cdnowColumns, '--cutoff', '1997-10-01', '--horizon', '273', '--split', 'users'],
    },
  },
  {
    name: 'cdnow-time',
    project: 'cdnow',
    files: [{ kind: 'orders', path: cdnow }],
    setups: [{ tasks: ['ltv', 'repurchase'], split: 'time', cutoff: '1998-04-01', horizonDays: 90 }],
    peers: {
      transactions: cdnow,
      options: [...cdnowColumns, '--cutoff', '1998-04-01', '--horizon', '90', '--split', 'time'],
    },
  },
  {
    name: 'complete-journey',
    project: 'complete-journey',
    files: [
      { kind: 'orders', path: path.join(journey, 'transactions_sample.csv.gz') },
      {
        kind: 'products',
        path: path.join(journey, 'products.csv.gz'),
        mapping: { brand: { column: 'manufacturer_id' } },
      },
      { kind: 'users', path: path.join(journey, 'demographics.csv.gz') },
    ],
    setups: [{ split: 'time', horizonDays: 30 }],
    peers: null,
  },
  { name: 'sample-shop', project: 'sample-shop', files: [], setups: [{}], peers: null },
]

export const isThere = ({ files }: Dataset): boolean => files.every((file) => existsSync(file.path))

/** The peers' program; null where it, or what it needs, is missing. */
export const peersProgram = path.join(shared, 'peers/ltv_peers.py')

/** The data set as a project, imported once for all later goes. */
export async function projectOf({ project, files }: Dataset): Promise<string> {
  const folder = path.join(tmpdir(), 'assay-quality')
  const file = path.join(folder, `${project}.assay`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  // Under its name only once it is whole.
  const unfinished = path.join(folder, `${project}.unfinished.assay`)
  rmSync(unfinished, { force: true })
  await withSession(async (session) => {
    await session.call('project.create', { path: unfinished, currency: '', timezone: 'UTC' })
    if (files.length === 0) await session.job('dataset.importSample', {})
    for (const { kind, path: from, mapping = {} } of files) {
      await session.job('dataset.import', { file: { path: from }, kind, mapping })
    }
  })
  renameSync(unfinished, file)
  return file
}
