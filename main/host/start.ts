import { spawn } from 'node:child_process'
import { rootFolder } from '../base/resources.ts'
import { serveWorkbench } from './browser.ts'
import { ensureBuilt } from './build.ts'
import { findRuntime, hasDisplay } from './electronRuntime.ts'

/** `npm start`: the workbench in its window, or, where there can be none, in a browser of this machine. */
await ensureBuilt()
const project = process.argv.slice(2).find((part) => !part.startsWith('-'))
const runtime = await findRuntime(true)
const problem = runtime.problem ?? (await openWindow(runtime.program))
if (problem !== null) {
  process.stderr.write(`No window: ${problem}. The workbench is served to the browser instead, at this address:\n`)
  await serveWorkbench({ project, open: hasDisplay() })
}

/** Runs Electron until its window is closed. Gives the reason when it could not even start. */
function openWindow(program: string): Promise<string | null> {
  const failsWithinMs = 10_000
  const startedAt = Date.now()
  const child = spawn(program, [rootFolder, ...(project ? [project] : [])], { stdio: 'inherit' })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`Electron could not be started (${error.message})`))
    child.on('exit', (code, signal) => {
      const failed = code !== 0 && Date.now() - startedAt < failsWithinMs
      if (!failed) process.exitCode = code ?? 1
      resolve(failed ? `Electron ended at once (${signal ?? `exit code ${code}`})` : null)
    })
  })
}
