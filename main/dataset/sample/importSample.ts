import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { connect } from '../../base/channel.ts'
import type { Work } from '../../base/job.ts'
import { portOf } from '../../base/threadPort.ts'
import type { AppContext } from '../../context.ts'
import { importOperation } from '../import.ts'
import type { ImportResult } from '../types.ts'
import type { SampleFile } from './types.ts'

/** Makes the sample shop's files and imports them into the open project, which should be an empty one. */
export async function importSample(context: AppContext, work: Work): Promise<ImportResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-sample-'))
  try {
    const results: ImportResult[] = []
    for (const { kind, path } of await generateAside(folder, work)) {
      results.push(await context.run(importOperation, { path, kind, mapping: {}, format: {}, known: [] }, work))
    }
    return results
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function generateAside(folder: string, work: Work): Promise<SampleFile[]> {
  const entry = new URL(`./generatorThread${extname(import.meta.url)}`, import.meta.url)
  const thread = connect(portOf(new Worker(entry)))
  try {
    return await thread.call<SampleFile[]>('generate', folder, { work, sharesMemory: true })
  } finally {
    thread.close()
  }
}
