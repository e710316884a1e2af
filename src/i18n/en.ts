/** Every text in English, the catalog that the other languages must match. One section for each part. */
export const en = {
  // common
  'common.notOrganizer': 'Only organizers may do that. {organizers}',
  'common.guest':
    'Guests from another workspace may read the agenda. For anything else ask one of the organizers.',
  'common.didYouMean': 'I do not understand `{typed}`. Did you mean `{guess}`?',
  'common.notUnderstood': 'I do not understand `{typed}`.',
  'common.broken':
    'Something broke on our side. Nothing was changed. Tell the operator this reference: {reference}',
  'common.storeGone':
    'Callboard cannot reach its database just now, so nothing was changed. Try again in a moment.',

  // agenda

  // speakers

  // rota

  // paging

  // incidents

  // keys

  // callboard and App Home
} as const;
