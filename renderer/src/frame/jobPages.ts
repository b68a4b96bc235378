/** Where the outcome of a command's job can be seen: the name of a page. */
export const jobPages: Record<string, string> = {
  'dataset.import': 'data',
  'dataset.undo': 'data',
  'clean.apply': 'clean',
  'dataset.declareTypes': 'data',
  'clean.merge': 'clean',
  'clean.unmerge': 'clean',
  'model.train': 'runs',
  'search.start': 'search',
  'search.adopt': 'runs',
  'explain.start': 'explain',
  'verdict.backtest': 'verdict',
  'verdict.robustness': 'verdict',
}

/** Jobs whose progress and way to cancel stand on their own page: the tray would only flicker. */
export const shownInPlace: readonly string[] = ['dataset.findRows', 'clean.preview', 'clean.suggestMerges']
