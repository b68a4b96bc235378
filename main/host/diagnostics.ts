import { existsSync, readFileSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { rootFolder, version } from '../base/resources.ts'
import type { Log } from './log.ts'

/** What helps to understand a problem and names nobody: versions, machine, engines at hand, the newest log lines. */
export function diagnostics(host: string, log: Log): string {
  const processor = cpus()
  const lines = [
    `Assay ${version} (${host})`,
    `Node ${process.versions.node}${process.versions.electron ? `, Electron ${process.versions.electron}` : ''}`,
    `${process.platform} ${release()} ${arch()}`,
    `${processor.length} × ${processor[0]?.model.trim() ?? 'processor'}, ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    ...enginePackages.map(([engine, packageName]) => `engine ${engine}: ${installedVersion(packageName)}`),
    '',
    ...log.tail(60),
  ]
  return lines.join('\n')
}

const enginePackages = [
  ['node', '@tensorflow/tfjs-node-gpu'],
  ['webgpu', 'webgpu'],
  ['wasm', '@tensorflow/tfjs-backend-wasm'],
]

/** Looks within Assay and beside it, where npm puts the packages of an installed one. */
function installedVersion(packageName: string): string {
  const folders = [join(rootFolder, 'node_modules'), join(rootFolder, '..')]
  const path = folders.map((folder) => join(folder, packageName, 'package.json')).find((found) => existsSync(found))
  return path ? (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version : 'not installed'
}
