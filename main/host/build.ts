import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { rootFolder } from '../base/resources.ts'
import { takeLock } from '../storage/lock.ts'

const sources = [
  'main/**/*',
  'preload/**/*',
  'renderer/**/*',
  'resources/locales/**/*',
  '*.json',
  'electron.vite.config.ts',
]
const outputs = [
  'main/index.js',
  'preload/index.cjs',
  'preload/trainer.cjs',
  'renderer/index.html',
  'renderer/trainer.html',
]

/** Builds `out/` where it is missing or older than its sources. An installed package has no sources, only `out/`. */
export async function ensureBuilt(): Promise<void> {
  if (!existsSync(join(rootFolder, 'electron.vite.config.ts')) || !isStale()) return
  mkdirSync(join(rootFolder, 'out'), { recursive: true })
  const lock = await lockBuild()
  try {
    if (isStale()) await build() // unless the one who held the lock has just built it
  } finally {
    lock.release()
  }
}

function isStale(): boolean {
  const built = outputs.map((path) => changedAtMs(join(rootFolder, 'out', path)))
  const newest = Math.max(...globSync(sources, { cwd: rootFolder }).map((path) => changedAtMs(join(rootFolder, path))))
  return Math.min(...built) < newest
}

const changedAtMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** One build at a time: two would empty each other's folders. */
async function lockBuild(): Promise<{ release(): void }> {
  for (;;) {
    const lock = takeLock(join(rootFolder, 'out', 'build'))
    if (lock) return lock
    await wait(200)
  }
}

/** What the builder says goes to stderr, and only when it fails: stdout may be a command's one JSON document. */
async function build(): Promise<void> {
  process.stderr.write('building the workbench, once …\n')
  const builder = join(rootFolder, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const child = spawn(process.execPath, [builder, 'build'], { cwd: rootFolder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code === 0) return
  process.stderr.write(said)
  throw new Error(`the build ended with exit code ${code}`)
}
