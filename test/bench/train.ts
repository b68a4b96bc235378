/**
 * Training speed: both reference networks at three sizes on every engine that runs here, beside PyTorch (Debian:
 * python3-torch) where it is installed. All take turns, twice, and the better turn counts: what a machine gives when
 * nothing else runs on it.
 *
 *   npm run bench -- train
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { nativeFolder } from '../native/fetchLibrary.ts'
import { sizes, type NetworkName, type SizeName } from './references.ts'

const milliseconds = 1500
const threads = 2
const turns = 2
const engines = ['node', 'wasm', 'webgpu'] as const

interface Turn {
  ms: number
  device: string
  gpu: boolean
  /** Shares of a step; the rest is JavaScript. */
  kernels: number
  data: number
}

const env = existsSync(path.join(nativeFolder, 'complete'))
  ? { ASSAY_TENSORFLOW: nativeFolder, ...process.env }
  : process.env

function onEngine(engine: string, network: NetworkName, size: SizeName): Turn | null {
  const given = [path.join(import.meta.dirname, 'trainOne.ts'), engine, network, size, String(milliseconds)]
  const { status, stdout } = spawnSync(process.execPath, given, { env, encoding: 'utf8' })
  return status === 0 ? (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Turn) : null
}

function inPyTorch(network: NetworkName, size: SizeName): Turn | null {
  const { width, batch } = sizes[network][size]
  const given = [
    path.join(import.meta.dirname, 'train.py'),
    network,
    ...[width, batch, milliseconds, threads].map(String),
  ]
  // Debian's PyTorch belongs to the system's Python, which need not be the first on the path.
  for (const python of ['python3', '/usr/bin/python3']) {
    const { status, stdout } = spawnSync(python, given, { encoding: 'utf8' })
    if (status === 0)
      return { ms: Number(stdout.trim()), device: `PyTorch, ${threads} threads`, gpu: false, kernels: NaN, data: NaN }
  }
  return null
}

const better = (a: Turn | null, b: Turn | null): Turn | null => (a && b ? (a.ms < b.ms ? a : b) : (a ?? b))
const percent = (share: number) => (Number.isNaN(share) ? '' : `${Math.round(100 * share)}%`)
const columns = [12, 10, 9, 9, 11, 11, 9, 9, 11]
const row = (cells: string[]) =>
  console.log(cells.map((cell, i) => (i < 3 ? cell.padEnd(columns[i]) : cell.padStart(columns[i]))).join(' '))

const ratios: string[] = []
const devices = new Map<string, string>()
let hasGpu = false
row(['network', 'size', 'engine', 'ms/step', 'steps/s', 'examples/s', 'kernels', 'data', 'JavaScript'])
for (const network of Object.keys(sizes) as NetworkName[]) {
  for (const size of Object.keys(sizes[network]) as SizeName[]) {
    const best = new Map<string, Turn | null>()
    for (let turn = 0; turn < turns; turn++) {
      for (const engine of engines) best.set(engine, better(best.get(engine) ?? null, onEngine(engine, network, size)))
      best.set('pytorch', better(best.get('pytorch') ?? null, inPyTorch(network, size)))
    }
    for (const [name, turn] of best) {
      if (!turn) continue
      devices.set(name, turn.device)
      hasGpu ||= turn.gpu
      const { ms, kernels, data } = turn
      const perSecond = [1000 / ms, (1000 * sizes[network][size].batch) / ms].map((value) => value.toFixed(0))
      row([network, size, name, ms.toFixed(2), ...perSecond, ...[kernels, data, 1 - kernels - data].map(percent)])
    }
    const ratio = (name: string, of: string) => {
      const [own, other] = [best.get(name), best.get(of)]
      return own && other ? `${name}/${of} ${(other.ms / own.ms).toFixed(2)}` : null
    }
    const told = [ratio('node', 'pytorch'), ratio('wasm', 'pytorch'), ratio('wasm', 'node')].filter(Boolean)
    ratios.push(`${network} ${size}: ${told.join(', ')}`)
  }
}
for (const [name, device] of devices) console.log(`${name}: ${device}`)
for (const name of [...engines, 'pytorch']) if (!devices.has(name)) console.log(`${name}: does not run here`)
if (!hasGpu) console.log('no engine found a GPU here: these are figures of the processor alone')
console.log(`examples a second as ratios – ${ratios.join('; ')}`)
