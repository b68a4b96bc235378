import type { PromotionSpan } from '../../insight/loyalty/types.ts'
import type { ReportFacts } from '../gather.ts'
import type { Block } from '../types.ts'
import type { Wording } from '../wording.ts'
import { categoryWords } from './brands.ts'

/** Brands before, during and after a season of sales, beside the other brands of their category: association, and said so. */
export function promotionBlocks({ promotion }: ReportFacts, wording: Wording): Block[] {
  const { kit, say, paragraph } = wording
  if (!promotion) return []
  const { season, from, to, days, brands } = promotion
  const { format, translate } = kit
  const name = translate('insight.filter.season', {
    season: translate(`insight.filter.seasons.${season}`),
    year: from.slice(0, 4),
  })
  const aDay = (span: PromotionSpan | null) => span && span.buyers / span.days
  return [
    paragraph('brands.promotionAnswer', { season: name, from: format.day(from), to: format.day(to), days }),
    { kind: 'note', tone: 'caution', text: say('brands.promotionAssociation') },
    {
      kind: 'table',
      table: {
        id: 'promotion',
        title: say('brands.promotionTable', { season: name }),
        subtitle: say('brands.promotionNote'),
        columns: [
          { label: translate('charts.brand'), kind: 'text' },
          { label: say('brands.category'), kind: 'text' },
          { label: say('brands.promotionBefore', { days }), kind: 'number' },
          { label: say('brands.promotionDuring'), kind: 'number' },
          { label: say('brands.promotionAfter', { days }), kind: 'number' },
          { label: say('brands.againstDuring'), kind: 'number' },
          { label: say('brands.againstAfter'), kind: 'number' },
        ],
        rows: brands.map(({ own, during, after, ...brand }) => [
          ...[brand.brand, categoryWords(brand, wording)],
          ...[aDay(own.before), aDay(own.during), aDay(own.after), during, after],
        ]),
        keys: 2,
      },
    },
  ]
}
