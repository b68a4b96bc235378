import type { Electron, ElectronChild } from './electronApi.ts'
import type { ElectronPort } from './latePort.ts'
import type { Log } from './log.ts'
import { entryPath } from './spawn.ts'
import type { FromMain, ToMain } from './utilityProcess.ts'

/** Forks the trainers that a core asks for, and joins the two by a channel of their own. */
export function answerSpawns(
  electron: Electron,
  core: ElectronChild,
  log: Log,
): { answer(message: ToMain): void; killAll(): void } {
  const trainers = new Map<number, ElectronChild>()
  let coreGone = false
  function tellCore(message: FromMain, ports: ElectronPort[] = []): void {
    if (!coreGone) core.postMessage(message, ports)
  }

  function spawn(id: number): void {
    const trainer = electron.utilityProcess.fork(entryPath('trainer'), [], {
      serviceName: 'Assay trainer',
      stdio: 'pipe',
    })
    trainers.set(id, trainer)
    let lastWords = ''
    trainer.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2000)
    })
    trainer.once('exit', (code) => {
      if (code !== 0 && trainers.has(id)) log.write('error', `a trainer ended with exit code ${code}: ${lastWords}`)
      trainers.delete(id)
      tellCore({ kind: 'exited', id, reason: `exit ${code} ${lastWords}`.trim() })
    })
    const { port1, port2 } = new electron.MessageChannelMain()
    trainer.postMessage({ kind: 'owner' } satisfies FromMain, [port1])
    tellCore({ kind: 'spawned', id }, [port2])
  }

  function kill(id: number): void {
    const trainer = trainers.get(id)
    trainers.delete(id)
    trainer?.kill()
  }

  return {
    answer(message) {
      if (message.kind === 'spawn') spawn(message.id)
      if (message.kind === 'kill') kill(message.id)
    },
    killAll() {
      coreGone = true
      for (const id of [...trainers.keys()]) kill(id)
    },
  }
}
