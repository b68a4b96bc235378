/** Marks between the levels of a path, the plainest first. */
const separators = ['>', '›', '»', '|', '::', '\\', '/', '.']

/**
 * Reads category names as paths, `Home > Kitchen > Knives` as [Home, Home > Kitchen, Home > Kitchen > Knives]; null where
 * they are none. A mark counts as a separator where at least half of the names have it between words and they share
 * beginnings: `Soft drinks/juices` among plain names is no path. A dot only in names without blanks (`home.kitchen`).
 */
export function readCategoryPaths(names: string[]): ((name: string) => string[]) | null {
  const named = names.filter((name) => name.trim() !== '')
  const separator = separators.find((mark) => {
    const split = named.filter((name) => isPath(name, mark))
    const roots = new Set(split.map((name) => partsOf(name, mark)[0]))
    return split.length >= 2 && 2 * split.length >= named.length && 2 * roots.size <= split.length
  })
  if (separator === undefined) return null
  return (name) => {
    if (!isPath(name, separator)) return [name]
    const parts = partsOf(name, separator)
    return parts.map((_, level) => parts.slice(0, level + 1).join(' > '))
  }
}

const partsOf = (name: string, mark: string) => name.split(mark).map((part) => part.trim())

function isPath(name: string, mark: string): boolean {
  if (!name.includes(mark) || (mark === '.' && /\s/.test(name))) return false
  return partsOf(name, mark).every((part) => part !== '')
}
