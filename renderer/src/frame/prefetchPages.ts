/** Runs when the browser has nothing better to do; soon, where it does not say. */
export type WhenIdle = (run: () => void) => void

const whenIdle: WhenIdle = (run) =>
  'requestIdleCallback' in window ? window.requestIdleCallback(run, { timeout: 5000 }) : setTimeout(run, 200)

/**
 * Loads the code of every page, one each time that the browser is idle, so that none is waited for when it is first opened. A
 * page that cannot be loaded now is loaded, and its failure told, when it is opened. Returns what stops it.
 */
export function prefetchPages(pages: readonly { load(): Promise<unknown> }[], idle: WhenIdle = whenIdle): () => void {
  let stopped = false
  const next = (place: number): void => {
    if (stopped || place >= pages.length) return
    idle(() => {
      if (stopped) return
      pages[place].load().then(
        () => next(place + 1),
        () => next(place + 1),
      )
    })
  }
  next(0)
  return () => (stopped = true)
}
