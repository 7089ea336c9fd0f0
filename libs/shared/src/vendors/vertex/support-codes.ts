// docs.cloud.google.com, responsible AI with Veo, as of 2026-09.
const CODES: Record<string, readonly string[]> = {
  'shows or names a child': ['58061214', '17301594'],
  'shows or names a celebrity': ['29310472', '15236754'],
  'is unsafe as a video': ['64151117', '42237218'],
  'is dangerous': ['62263041'],
  'is hateful': ['57734940', '22137204'],
  'is unsafe for another reason': ['74803281', '29578790', '42876398'],
  'is prohibited': ['89371032', '49114662', '63429089', '72817394', '60599140'],
  "touches somebody's rights": ['35561574', '35561575'],
  'is sexual': ['90789179', '43188360'],
  'is toxic': ['78610348'],
  'is violent': ['61493863', '56562880'],
  'is vulgar': ['32635315'],
};

/** What Veo means by the support codes of a refusal; empty where it gives none that is known. */
export function explainSupportCodes(words: string): string[] {
  const given: string[] = words.match(/\b\d{8}\b/g) ?? [];
  return Object.keys(CODES).filter((meaning) => CODES[meaning]?.some((code) => given.includes(code)));
}
