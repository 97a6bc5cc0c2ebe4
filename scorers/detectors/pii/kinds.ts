/** Identity, health and tax numbers of a country, and what they are called. */
const NATIONAL_IDS = {
  'us-ssn': 'US social security number',
  'us-itin': 'US taxpayer number',
  'ca-sin': 'Canadian social insurance number',
  'uk-nino': 'UK national insurance number',
  'uk-nhs': 'NHS number',
  'uk-driving-licence': 'UK driving licence number',
  'de-tax-id': 'German tax number',
  'de-pension-number': 'German pension insurance number',
  'fr-nir': 'French social security number',
  'es-dni': 'Spanish identity number',
  'es-nie': 'Spanish foreigner number',
  'es-cif': 'Spanish company number',
  'it-codice-fiscale': 'Italian fiscal code',
  'nl-bsn': 'Dutch citizen service number',
  'be-nrn': 'Belgian national number',
  'pt-nif': 'Portuguese tax number',
  'ch-ahv': 'Swiss insurance number',
  'ie-pps': 'Irish public service number',
  'fi-hetu': 'Finnish identity code',
  'se-personnummer': 'Swedish identity number',
  'no-fnr': 'Norwegian identity number',
  'dk-cpr': 'Danish identity number',
  'pl-pesel': 'Polish PESEL number',
  'cz-birth-number': 'Czech or Slovak birth number',
  'ro-cnp': 'Romanian personal number',
  'bg-egn': 'Bulgarian civil number',
  'hr-oib': 'Croatian identity number',
  'gr-amka': 'Greek social security number',
  'tr-tckn': 'Turkish identity number',
  'il-id': 'Israeli identity number',
  'za-id': 'South African identity number',
  'in-aadhaar': 'Aadhaar number',
  'in-pan': 'Indian permanent account number',
  'au-tfn': 'Australian tax file number',
  'au-abn': 'Australian business number',
  'au-medicare': 'Australian Medicare number',
  'br-cpf': 'CPF number',
  'br-cnpj': 'CNPJ number',
  'mx-curp': 'CURP',
  'cl-rut': 'Chilean RUT',
  'cn-id': 'Chinese identity number',
  'jp-my-number': 'Japanese individual number',
  'kr-rrn': 'Korean resident number',
  'tw-id': 'Taiwanese identity number',
  'hk-id': 'Hong Kong identity number',
  'sg-nric': 'Singaporean identity number',
  'vat-number': 'VAT number',
} as const;

/** What is looked for unless `kinds` says otherwise, beside the identity numbers. */
const PERSONAL = {
  email: 'e-mail address',
  phone: 'phone number',
  'credit-card': 'card number',
  iban: 'IBAN',
  'bank-account': 'bank account number',
  passport: 'passport number',
  'driving-licence': 'driving licence number',
  'tax-id': 'tax number',
  'ip-address': 'IP address',
  'mac-address': 'MAC address',
  'url-credentials': 'URL with credentials',
  imei: 'device number',
  vin: 'vehicle number',
  'date-of-birth': 'date of birth',
  address: 'postal address',
  person: 'name of a person',
} as const;

/** What is looked for only where `kinds` names it: few texts are without it. */
const ASKED_FOR = {
  date: 'date',
  age: 'age',
  title: 'title or job',
  organization: 'organization',
  location: 'place',
  nationality: 'nationality',
  postcode: 'postcode',
  url: 'URL',
} as const;

type NationalKind = keyof typeof NATIONAL_IDS;
type PersonalKind = keyof typeof PERSONAL;
export type PiiKind = NationalKind | PersonalKind | keyof typeof ASKED_FOR;

const keysOf = <Name extends string>(names: Readonly<Record<Name, string>>) =>
  Object.keys(names) as Name[];

const ALL: Readonly<Record<PiiKind, string>> = { ...PERSONAL, ...NATIONAL_IDS, ...ASKED_FOR };

export const PII_KINDS: readonly PiiKind[] = keysOf(ALL);

export const NATIONAL_KINDS: readonly NationalKind[] = keysOf(NATIONAL_IDS);

/** Names of groups that `kinds` takes for the kinds in them. */
export const KIND_GROUPS = ['all', 'national-id'] as const;

export const PRESET_KINDS: readonly (PersonalKind | 'national-id')[] = [
  ...keysOf(PERSONAL),
  'national-id',
];

/** What the parameter `kinds` takes. */
export type Asked = readonly (PiiKind | (typeof KIND_GROUPS)[number])[];

/** What is looked for where these are asked for. */
export function expandKinds(kinds: Asked): ReadonlySet<string> {
  return new Set(kinds.flatMap(membersOf));
}

function membersOf(kind: Asked[number]): readonly string[] {
  if (kind === 'all') return PII_KINDS;
  return kind === 'national-id' ? NATIONAL_KINDS : [kind];
}

const PLURALS: Readonly<Record<string, string>> = {
  'date of birth': 'dates of birth',
  'name of a person': 'names of persons',
  'title or job': 'titles or jobs',
  'URL with credentials': 'URLs with credentials',
};

function pluralOf(one: string): string {
  return (
    PLURALS[one] ??
    one.replace(/(?:y|(s))?$/, (end) => (end === 'y' ? 'ies' : `${end}${end === 's' ? 'e' : ''}s`))
  );
}

/** Each kind as a reason calls one of it, and many. */
export const PII_NAMES: Readonly<Record<string, readonly [string, string]>> = Object.fromEntries(
  Object.entries(ALL).map(([kind, one]) => [kind, [one, pluralOf(one)]]),
);
