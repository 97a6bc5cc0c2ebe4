import * as z from 'zod';
import { oncePerPlan } from '../work.ts';
import { defineDetector } from './define-detector.ts';
import type { Span } from './finding.ts';
import { findAddresses, findPostcodes } from './pii/addresses.ts';
import { capitalsIn } from './pii/capitals.ts';
import { CODED_KINDS, findCoded } from './pii/coded.ts';
import { findAges, findDates } from './pii/dates.ts';
import {
  type Asked,
  expandKinds,
  KIND_GROUPS,
  PII_KINDS,
  PII_NAMES,
  PRESET_KINDS,
} from './pii/kinds.ts';
import { findNetwork } from './pii/network.ts';
import { findNumbers, NUMBER_KINDS } from './pii/numbers.ts';
import { findPersons, findSmallPersons } from './pii/persons.ts';
import { plainSigns } from './pii/plain-signs.ts';
import { preferred } from './pii/preferred.ts';
import {
  findLocations,
  findNationalities,
  findOrganisations,
  findTitles,
} from './pii/proper-nouns.ts';
import { overParam } from './places.ts';
import { signsIn } from './signs-in.ts';

// Patterns over the whole text, and what is asked of each word that begins with a capital.
const STEPS_PER_CHARACTER = 100;
const STEPS_PER_CAPITAL = 1_500;

/**
 * Personal data: what names, reaches or identifies a person. Numbers are found by their form and their
 * check digits: cards (Luhn and issuer), IBANs (length by country, MOD 97), phone numbers, and the
 * identity, tax and health numbers of some forty countries. A number that many others would pass for
 * is certain only beside words that say what it is, or in a country named by `locales`. Names of persons are found by lists of names, by their form, and
 * by what stands around them; so, where `kinds` asks for them, are companies, places, jobs, ages and days.
 *
 * Names are found best in English text; lists of names cover some sixty languages. A name that is an
 * ordinary word (Will, Rose) counts beside another name. Addresses of documentation (example.com,
 * 192.0.2.1) and private networks have a certainty below 0.5. How well each kind is found:
 * docs/detectors.md.
 *
 * Evidence holds offsets and kinds, and never quotes what was found.
 */
export const detectPii = defineDetector({
  id: 'detect-pii',
  aliases: { anonymize: { over: ['input'] }, sensitive: {}, 'guardrails-pii': {} },
  version: 2,
  summary:
    'Whether the output is free of personal data: names, contacts, accounts and identity numbers.',
  source:
    'ISO/IEC 7812, ISO 13616; the check digits of each authority; names of Faker, words of SCOWL',
  kinds: PII_NAMES,
  params: () =>
    z.strictObject({
      kinds: z
        .array(z.enum([...PII_KINDS, ...KIND_GROUPS]))
        .min(1)
        .default([...PRESET_KINDS])
        .describe(
          'What to look for. `national-id` stands for the identity numbers of all countries, `all` for everything. `person`, `date`, `age`, `title`, `organization`, `location`, `nationality`, `postcode` and `url` are matters of degree; only the first is looked for unless asked for.',
        ),
      locales: z
        .array(z.string().regex(/^(?:[a-z]{2,3}-)?[A-Z]{2}$/))
        .max(60)
        .default([])
        .describe(
          'Countries, such as `NL` or `nl-NL`, whose identity numbers are believed without words beside them. Those of others are still found.',
        ),
      allow: z
        .array(z.string().min(1).max(200))
        .max(1_000)
        .default([])
        .describe(
          'Texts that are no finding, such as your own support address. Case does not count.',
        ),
      over: overParam(['output']),
    }),
  quotes: false,
  seesThrough: true,
  examples: () => [
    {
      title: 'An address that a model let slip',
      sample: { output: 'You can reach her at maria.keller@posteo.de.' },
      value: 0.02,
    },
    {
      title: 'An order number is no card number',
      sample: { output: 'Your order 4012-88412-2231 has shipped.' },
      value: 1,
    },
  ],
  look(text, params, { work }) {
    work.spend(text.length * STEPS_PER_CHARACTER, 'looking for personal data');
    const { wants, wantsNumbers, wantsCoded, needsCapitals, countries } = wishesOf(params, work);
    const plain = plainSigns(text);
    const spans: Span[] = [...findNetwork(plain, wants), ...findDates(plain, wants)];
    if ((wantsNumbers || wantsCoded) && signsIn(plain).hasDigit) {
      if (wantsNumbers) spans.push(...findNumbers(plain, { wants, countries, work }));
      if (wantsCoded) spans.push(...findCoded(plain, { wants, countries, work }));
    }
    if (wants('address')) spans.push(...findAddresses(plain));
    if (wants('postcode')) spans.push(...findPostcodes(plain));
    if (wants('age')) spans.push(...findAges(plain));
    if (wants('title')) spans.push(...findTitles(plain));
    if (wants('nationality')) spans.push(...findNationalities(plain));
    const capitals = needsCapitals ? capitalsIn(plain) : [];
    work.spend(capitals.length * STEPS_PER_CAPITAL, 'looking for names');
    if (wants('person')) {
      spans.push(
        ...findPersons(plain, capitals),
        ...findSmallPersons(plain, capitals.length === 0),
      );
    }
    if (wants('organization')) spans.push(...findOrganisations(plain, capitals));
    if (wants('location')) spans.push(...findLocations(plain, capitals));
    return preferred(without(plain, spans, params.allow));
  },
});

/** What the parameters of a plan ask for, which is the same for each text. */
const wishesOf = oncePerPlan(({ kinds, locales }: { kinds: Asked; locales: readonly string[] }) => {
  const wanted = expandKinds(kinds);
  const wants = (kind: string) => wanted.has(kind);
  return {
    wants,
    wantsNumbers: NUMBER_KINDS.some(wants),
    wantsCoded: CODED_KINDS.some(wants),
    needsCapitals: ['person', 'organization', 'location'].some(wants),
    countries: new Set(locales.map((locale) => locale.slice(-2))),
  };
});

function without(text: string, spans: readonly Span[], allow: readonly string[]): Span[] {
  if (allow.length === 0) return [...spans];
  const allowed = new Set(allow.map((one) => one.toLowerCase()));
  return spans.filter(({ start, end }) => !allowed.has(text.slice(start, end).toLowerCase()));
}
