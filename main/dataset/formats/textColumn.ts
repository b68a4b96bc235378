/** Texts of one column, packed: a million small strings of their own would take several times the room. */
export interface PackedTexts {
  at(row: number): string
}

const textsPerChunk = 4096

export function createPacker(): { add(text: string): void; done(): PackedTexts } {
  const chunks: { text: string; ends: Uint32Array }[] = []
  let pieces: string[] = []
  const close = () => {
    const ends = new Uint32Array(pieces.length)
    let end = 0
    for (let i = 0; i < pieces.length; i++) ends[i] = end += pieces[i].length
    chunks.push({ text: pieces.join(''), ends })
    pieces = []
  }
  return {
    add(text) {
      pieces.push(text)
      if (pieces.length === textsPerChunk) close()
    },
    done() {
      if (pieces.length > 0) close()
      return {
        at(row) {
          const { text, ends } = chunks[Math.floor(row / textsPerChunk)]
          const i = row % textsPerChunk
          return text.slice(i === 0 ? 0 : ends[i - 1], ends[i])
        },
      }
    },
  }
}
