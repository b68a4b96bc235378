import type { Reply } from '../../../main/contract.ts'
import type { AllEvents, Carrier, EventName } from './carrier.ts'

/** What the preload offers. */
export interface AssayBridge {
  call(name: string, input: unknown): Promise<Reply>
  on<Name extends EventName>(event: Name, listener: (data: AllEvents[Name]) => void): () => void
  pathFor(file: File): string
}

declare global {
  interface Window {
    assay?: AssayBridge
  }
}

export function createIpcCarrier(bridge: AssayBridge): Carrier {
  return {
    call: (name, input) => bridge.call(name, input),
    on: (event, listener) => bridge.on(event, listener),
    refer: async (file) => ({ path: bridge.pathFor(file) }),
    download: () => {},
  }
}
