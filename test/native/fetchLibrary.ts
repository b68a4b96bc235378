import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

/** The JavaScript of the engine that is under test, without its install script: that one fetches the library elsewhere. */
const engine = '@tensorflow/tfjs-node-gpu@4.22.0'
/** An npm package that carries a TensorFlow C library (CPU, Linux x64) and a binding to it. */
const carrier = 'tfjs-node-lambda-releases@1.6.1'
const archive = 'package/nodejs12.x-tf2.7.0.br'

/** Where a fetched library lies; git ignores it. */
export const nativeFolder = path.join(import.meta.dirname, '../../.cache/tensorflow')
const done = path.join(nativeFolder, 'complete')

/**
 * Makes sure of a TensorFlow C library for the tests: engine and library from the npm registry, outside the lock file.
 * Gives the reason why there is none where it can't be had.
 */
export async function fetchLibrary(): Promise<{ folder: string } | { missing: string }> {
  if (existsSync(done)) return { folder: nativeFolder }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      missing: `the packaged TensorFlow C library is for linux x64, this is ${process.platform} ${process.arch}`,
    }
  }
  rmSync(nativeFolder, { recursive: true, force: true })
  mkdirSync(nativeFolder, { recursive: true })
  writeFileSync(path.join(nativeFolder, 'package.json'), '{ "private": true }\n')
  const work = mkdtempSync(path.join(nativeFolder, 'fetch-'))
  try {
    npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', engine], nativeFolder)
    npm(['pack', '--silent', carrier], work)
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'))
    if (!tarball) throw new Error(`npm pack ${carrier} left no archive`)
    await unpack(path.join(work, tarball), work)
    layIn(path.join(work, 'node_modules/@tensorflow/tfjs-node'))
  } catch (error) {
    return { missing: `fetching the TensorFlow C library failed: ${error instanceof Error ? error.message : error}` }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  writeFileSync(done, `${engine} ${carrier}\n`)
  return { folder: nativeFolder }
}

function npm(args: string[], cwd: string): void {
  const { status, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`npm ${args[0]}: ${stderr.trim().split('\n').at(-1)}`)
}

/** The carrier's brotli-compressed tar, unpacked into a folder. */
async function unpack(tarball: string, into: string): Promise<void> {
  const read = spawn('tar', ['-xzOf', tarball, archive], { stdio: ['ignore', 'pipe', 'inherit'] })
  const write = spawn('tar', ['-x', '-C', into], { stdio: ['pipe', 'inherit', 'inherit'] })
  const ended = [read, write].map(async (child) => {
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`tar ended with ${code}`)
  })
  await Promise.all([pipeline(read.stdout, createBrotliDecompress(), write.stdin), ...ended])
}

/** Where the engine looks for its library and the binding to it. */
function layIn(unpacked: string): void {
  const target = path.join(nativeFolder, 'node_modules/@tensorflow/tfjs-node-gpu')
  renameSync(path.join(unpacked, 'deps'), path.join(target, 'deps'))
  mkdirSync(path.join(target, 'lib/napi-v8'), { recursive: true })
  cpSync(path.join(unpacked, 'lib/napi-v6/tfjs_binding.node'), path.join(target, 'lib/napi-v8/tfjs_binding.node'))
}
