import type { Port } from '../base/channel.ts'

/** One end of Electron's message channel. */
export interface ElectronPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** A port that can be used before its channel is there. */
export interface LatePort {
  port: Port
  /** The channel has come: what was posted meanwhile goes out. */
  bind(channel: ElectronPort): void
  /** The other side is gone; listeners are told once, also those that come later. */
  end(reason: string): void
}

export function createLatePort(close: () => void): LatePort {
  let channel: ElectronPort | null = null
  let ended: string | null = null
  const waiting: unknown[] = []
  const messageListeners: ((message: unknown) => void)[] = []
  const closeListeners: ((reason: string) => void)[] = []

  function end(reason: string): void {
    if (ended !== null) return
    ended = reason
    for (const listener of closeListeners) listener(reason)
  }

  return {
    end,
    bind(arrived) {
      channel = arrived
      arrived.on('message', ({ data }) => messageListeners.forEach((listener) => listener(data)))
      arrived.start()
      for (const message of waiting.splice(0)) arrived.postMessage(message)
    },
    port: {
      post(message) {
        if (channel) channel.postMessage(message)
        else waiting.push(message)
      },
      onMessage: (listener) => void messageListeners.push(listener),
      onClose(listener) {
        if (ended === null) closeListeners.push(listener)
        else listener(ended)
      },
      close,
    },
  }
}
