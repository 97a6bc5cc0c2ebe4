// Letters beyond a to z. Latin languages without one here are written with too many to be told by them.
const LATIN: Readonly<Record<string, string>> = {
  en: '',
  ms: '',
  tl: 'ñ',
  eu: 'ñç',
  nl: 'éëïóöüèêáú',
  de: 'äöüß',
  fr: 'àâæçéèêëîïôœùûüÿ',
  es: 'áéíñóúü',
  pt: 'áâãàçéêíóôõúü',
  it: 'àèéìíòóùú',
  ca: 'àçéèíïòóúü',
  ro: 'ăâîșțşţ',
  da: 'æøåé',
  no: 'æøåéèêòóôâ',
  sv: 'åäöé',
  is: 'áæðéíóöþúý',
  fi: 'äöå',
  et: 'äöõüšž',
  hu: 'áéíóöőúüű',
  pl: 'ąćęłńóśźż',
  cs: 'áčďéěíňóřšťúůýž',
  sk: 'áäčďéíĺľňóôŕšťúýž',
  sl: 'čšžćđ',
  hr: 'čćđšž',
  lt: 'ąčęėįšųūž',
  lv: 'āčēģīķļņšūž',
  sq: 'ëç',
  tr: 'çğıöşüâîû',
  az: 'əçğıöşü',
};

const OTHER: Readonly<Record<string, string>> = {
  ru: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  uk: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  be: 'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  bg: 'абвгдежзийклмнопрстуфхцчшщъьюя',
  sr: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  ar: 'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي',
  fa: 'ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنهۀویةيك',
  ur: 'ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہۂۃھیے',
  ku: 'ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ',
};

const alphabets = new Map<string, ReadonlySet<string>>([
  ...Object.entries(LATIN).map(([language, letters]): [string, Set<string>] => [
    language,
    new Set(`abcdefghijklmnopqrstuvwxyz${letters}`),
  ]),
  ...Object.entries(OTHER).map(([language, letters]): [string, Set<string>] => [
    language,
    new Set(letters),
  ]),
]);

/**
 * How many of these letters a language does not write.
 *
 * Source: CLDR, main exemplar characters, with those of common foreign words.
 */
export function foreignLetters(letters: ReadonlySet<string>, language: string): number {
  const own = alphabets.get(language);
  return own === undefined ? 0 : [...letters].filter((letter) => !own.has(letter)).length;
}
