import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { engineNames } from './types.ts'

const trial = z.object({
  name: z.enum(engineNames),
  /** What computed, in words; empty where the engine did not start. */
  device: z.string(),
  /** Milliseconds of a training step; null where the engine fell out. */
  msPerStep: z.number().nullable(),
  /** Why it fell out. */
  reason: z.string().nullable(),
})
/** How an engine did on some steps of a network. */
export type Trial = z.infer<typeof trial>

const stored = z.object({ machine: z.string(), networks: z.record(z.string(), z.array(trial)) })

/** Remembers how engines did on this machine, by network. */
export interface TrialMemory {
  find(machine: string, network: string): Trial[] | null
  /** An engine that did not start here, whatever the network. */
  fallen(machine: string, name: Trial['name']): Trial | null
  keep(machine: string, network: string, trials: Trial[]): void
}

const keptNetworks = 50

/**
 * Trials as a JSON file in a folder; in memory alone where there is none. Another machine, driver or version forgets
 * everything, and so does a damaged file: trying again takes seconds.
 */
export function createTrialMemory(folder: string | null): TrialMemory {
  const file = folder === null ? null : path.join(folder, 'engines.json')
  let memory: z.infer<typeof stored> = { machine: '', networks: {} }

  function read(machine: string): typeof memory {
    if (file && existsSync(file)) memory = stored.safeParse(jsonOf(file)).data ?? memory
    return memory.machine === machine ? memory : { machine, networks: {} }
  }
  return {
    find: (machine, network) => read(machine).networks[network] ?? null,
    fallen: (machine, name) =>
      Object.values(read(machine).networks)
        .flat()
        .find((trial) => trial.name === name && trial.device === '' && trial.reason !== null) ?? null,
    keep(machine, network, trials) {
      const others = Object.entries(read(machine).networks).filter(([key]) => key !== network)
      memory = { machine, networks: Object.fromEntries([...others, [network, trials]].slice(-keptNetworks) as never) }
      if (!file) return
      const half = `${file}.${process.pid}.new`
      writeFileSync(half, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 })
      renameSync(half, file)
    },
  }
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
