import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

export interface Measured {
  seconds: number
  /** Of all processors, user and system. */
  cpuSeconds: number
  peakMb: number
  /** Memory held when so large a share of the watched file had been read; NaN where that was not seen. */
  heldMb: number[]
}

/** The shares of the watched file at which memory is looked at. */
export const shares = [0.1, 0.25, 0.5, 0.99]

/** Runs a whole command and reports what Linux says of it while it lives; `watched`: the file that it reads. */
export function measure(command: string, args: string[], watched?: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const heldMb = shares.map(() => NaN)
    let peakMb = 0
    let cpuSeconds = 0
    const watch = setInterval(() => {
      const seen = child.pid === undefined ? null : look(child.pid, watched)
      if (!seen) return
      peakMb = Math.max(peakMb, seen.peakMb)
      cpuSeconds = seen.cpuSeconds
      shares.forEach((share, i) => {
        if (seen.share >= share && Number.isNaN(heldMb[i])) heldMb[i] = seen.heldMb
      })
    }, 50)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(watch)
      if (code !== 0) return reject(new Error(`${command} ended with ${code}`))
      resolve({ seconds: (performance.now() - startedAt) / 1000, cpuSeconds, peakMb, heldMb })
    })
  })
}

/** Null once the process is gone. */
function look(pid: number, watched: string | undefined) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticksPerSecond = 100
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
    return { peakMb: mb('VmHWM'), heldMb: mb('VmRSS'), cpuSeconds, share: watched ? shareRead(pid, watched) : 0 }
  } catch {
    return null
  }
}

/** How far a process has come in a file that it has open, 0–1. */
function shareRead(pid: number, path: string): number {
  for (const name of readdirSync(`/proc/${pid}/fd`)) {
    if (readlinkSync(`/proc/${pid}/fd/${name}`) !== path) continue
    const position = /pos:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/fdinfo/${name}`, 'utf8'))
    return Number(position?.[1] ?? 0) / statSync(path).size
  }
  return 0
}
