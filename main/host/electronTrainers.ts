import type { Electron, ElectronChild } from './electronApi.ts'
import type { ElectronPort } from './latePort.ts'
import type { Log } from './log.ts'
import { entryPath, type TrainerEntry } from './spawn.ts'
import { openTrainerPage } from './trainerPage.ts'
import type { FromMain, ToMain } from './utilityProcess.ts'

/** Starts the trainers that a core asks for, as processes or as pages, and joins the two by a channel of their own. */
export function answerSpawns(
  electron: Electron,
  core: ElectronChild,
  log: Log,
): { answer(message: ToMain): void; killAll(): void } {
  const trainers = new Map<number, { close(): void }>()
  let coreGone = false
  function tellCore(message: FromMain, ports: ElectronPort[] = []): void {
    if (!coreGone) core.postMessage(message, ports)
  }

  function spawn(id: number, entry: TrainerEntry): void {
    const { port1, port2 } = new electron.MessageChannelMain()
    const start = entry === 'trainerPage' ? openTrainerPage : forkTrainer
    const trainer = start(electron, port1, (reason) => {
      if (trainers.delete(id)) log.write('error', `a trainer ended with ${reason}`)
      tellCore({ kind: 'exited', id, reason })
    })
    trainers.set(id, trainer)
    tellCore({ kind: 'spawned', id }, [port2])
  }

  function kill(id: number): void {
    const trainer = trainers.get(id)
    trainers.delete(id)
    trainer?.close()
  }

  return {
    answer(message) {
      if (message.kind === 'spawn') spawn(message.id, message.entry)
      if (message.kind === 'kill') kill(message.id)
    },
    killAll() {
      coreGone = true
      for (const id of [...trainers.keys()]) kill(id)
    },
  }
}

/** A trainer in a utility process. `onGone` hears once why it is no more. */
function forkTrainer(electron: Electron, port: ElectronPort, onGone: (reason: string) => void): { close(): void } {
  const trainer = electron.utilityProcess.fork(entryPath('trainer'), [], {
    serviceName: 'Assay trainer',
    stdio: 'pipe',
  })
  let lastWords = ''
  trainer.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000)
  })
  trainer.once('exit', (code) => onGone(`exit ${code} ${lastWords}`.trim()))
  trainer.postMessage({ kind: 'owner' } satisfies FromMain, [port])
  return { close: () => void trainer.kill() }
}
