/** As much of a page's message channel as is used; the types of Node leave it out. */
interface Channel {
  port1: { onmessage?: ((event: never) => void) | null; close(): void }
  port2: { postMessage(message: null): void }
}

/** Lets messages and timers, a cancel among them, have their turn: in Node and in a page, without a timer's least delay. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    if ('setImmediate' in globalThis) {
      setImmediate(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel() as Channel
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
