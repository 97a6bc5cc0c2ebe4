import { pick } from '../text/seeds.ts';
import type { Rewording } from './rewording.ts';

interface Courtesy {
  before: readonly string[];
  after: readonly string[];
  /** What a text that is polite already has. */
  said: RegExp;
}

const COURTESIES: Readonly<Record<string, Courtesy>> = {
  en: {
    before: ['Hello! ', 'Please help me with this. ', 'Could you please help me? '],
    after: [' Thank you!', ' Thanks a lot in advance.', ' I would appreciate it.'],
    said: /\b(?:please|kindly|thank you|thanks|appreciate)\b/i,
  },
  de: {
    before: ['Hallo! ', 'Bitte helfen Sie mir dabei. ', 'Könnten Sie mir bitte helfen? '],
    after: [' Vielen Dank!', ' Danke im Voraus.', ' Das wäre sehr freundlich.'],
    said: /\b(?:bitte|danke?|freundlich)\b/i,
  },
  fr: {
    before: ['Bonjour ! ', "J'aurais besoin de votre aide. ", 'Pourriez-vous m’aider ? '],
    after: [' Merci beaucoup !', ' Merci d’avance.', ' Je vous en remercie.'],
    said: /\b(?:s['’]il (?:vous|te) pla[iî]t|merci|bonjour)/i,
  },
  es: {
    before: ['¡Hola! ', 'Necesito su ayuda. ', '¿Podría ayudarme, por favor? '],
    after: [' ¡Muchas gracias!', ' Gracias de antemano.', ' Se lo agradecería mucho.'],
    said: /\b(?:por favor|gracias|hola)\b/i,
  },
};

/** The languages in which courtesies are known. */
export const POLITE_IN: readonly string[] = Object.keys(COURTESIES);

/** Courtesies before and after a text that has none. */
export const politeness: Rewording = {
  name: 'politeness',
  changes: 'courtesies around it',
  reword({ text, language }, random) {
    const courtesy = COURTESIES[language ?? ''];
    if (courtesy === undefined) {
      return { skipped: `courtesies are known in ${POLITE_IN.join(', ')} only` };
    }
    if (courtesy.said.test(text)) return { skipped: 'it has courtesies already' };
    return [
      { start: 0, end: 0, replacement: pick(random, courtesy.before) },
      { start: text.length, end: text.length, replacement: pick(random, courtesy.after) },
    ];
  },
};
