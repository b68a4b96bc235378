import type { SocialNetwork, SocialNode } from '../../../main/insight/social/types.ts'
import type { TableColumn } from '../components/tableColumns.ts'
import type { Format } from '../composables/format.ts'

type Words = (key: string, params?: Record<string, string>) => string

export function peopleColumns(t: Words, { count, money }: Format, kind: SocialNetwork['measure']) {
  const measure = t(`social.measures.${kind}`)
  const figure = (
    key: string,
    title: string,
    value: (row: SocialNode) => number | null,
    words: (value: number | null) => string,
    width: number,
  ): TableColumn<SocialNode> => ({
    ...{ key, title, value, width },
    text: (row) => words(value(row)),
    isNumber: true,
    sortable: true,
  })
  return [
    { key: 'id', title: t('social.columns.id'), value: (row) => row.id, sortable: true, width: 140 },
    figure('community', t('social.columns.community'), (row) => row.community, count, 104),
    figure('reach1', t('social.columns.reach1'), (row) => row.reach1, count, 112),
    figure('reach2', t('social.columns.reach2'), (row) => row.reach2, count, 120),
    figure('value', t('social.columns.value', { measure }), (row) => row.value, money, 152),
    figure('around', t('social.columns.neighbourhood', { measure }), (row) => row.neighbourhoodValue, money, 216),
    figure('known', t('social.columns.known'), (row) => row.neighboursKnown, count, 148),
  ] satisfies TableColumn<SocialNode>[]
}
