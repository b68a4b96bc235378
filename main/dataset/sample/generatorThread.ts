import { serve } from '../../base/channel.ts'
import type { Work } from '../../base/job.ts'
import { portToStarter } from '../../base/threadPort.ts'
import { generateSampleShop } from './generate.ts'

/** Simulates the sample shop on a thread of its own: it takes much memory for a moment, which goes with the thread. */
serve(portToStarter(), {
  generate: async (folder: string, work: Work) => (await generateSampleShop(folder, {}, work)).files,
})
