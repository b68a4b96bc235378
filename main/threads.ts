import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { connect, type Remote } from './base/channel.ts'
import { portOf } from './base/threadPort.ts'

export type ThreadRole = 'writer' | 'reader' | 'browser' | 'scorer'

/** Starts the project thread of the given role (`main/worker.ts`) and waits until it has opened the project. */
export async function startThread(role: ThreadRole, projectPath: string): Promise<Remote> {
  const entry = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)
  const thread = new Worker(entry)
  const remote = connect(portOf(thread))
  try {
    await remote.call('open', { role, path: projectPath })
    return remote
  } catch (error) {
    await thread.terminate()
    throw error
  }
}
