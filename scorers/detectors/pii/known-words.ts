/** Words that tell what capitals around them are. Made on first use. */

const list = (text: string) => new Set(text.trim().split(/\s+/));

/** Adjectives and nouns of nations and religions. */
const makeNationalities = () =>
  list(`
  afghan albanian algerian american angolan argentine argentinian armenian australian austrian azerbaijani
  bahraini bangladeshi basque belarusian belgian bengali bolivian bosnian brazilian british bulgarian burmese
  cambodian cameroonian canadian catalan chechen chilean chinese colombian congolese croatian cuban cypriot czech
  danish dominican dutch ecuadorian egyptian emirati english estonian ethiopian filipino finnish flemish french
  georgian german ghanaian greek greenlander greenlandic guatemalan haitian honduran hungarian icelander icelandic
  indian indonesian iranian iraqi irish israeli italian ivorian jamaican japanese jordanian kazakh kenyan korean
  kurdish kuwaiti latvian lebanese libyan lithuanian luxembourgish macedonian malaysian maltese mexican moldovan
  mongolian montenegrin moroccan mozambican namibian nepalese nicaraguan nigerian norwegian omani pakistani
  palestinian panamanian paraguayan peruvian polish portuguese qatari romanian russian rwandan saudi scottish
  senegalese serbian singaporean slovak slovenian somali spanish sudanese swedish swiss syrian taiwanese tajik
  tanzanian thai tibetan tunisian turkish turkmen ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh
  yemeni zambian zimbabwean englishman scotsman irishman welshman frenchman dutchman spaniard dane swede finn pole
  turk arab asian african european latino latina hispanic caucasian
  christian catholic protestant orthodox muslim sunni shia shii shiite jewish hindu buddhist sikh mormon atheist`);

/** Words that are written with a capital and are no part of a name of a person. */
const makeNotPersons = () =>
  list(`
  i the a an and or but if so my your his her its our their this that these those what when where which who why how
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
  september october november december mr mrs ms miss dr prof sir madam inc llc ltd corp plc gmbh ag sa co
  google microsoft apple amazon facebook meta openai anthropic claude gemini gpt chatgpt siri alexa cortana oracle
  java javascript typescript python ruby perl scala kotlin swift julia pascal elm rust haskell erlang elixir lua
  docker kubernetes jenkins kafka redis django flask react angular vue svelte maven gradle jira github gitlab slack
  jupyter pandas numpy postgres mysql linux ubuntu debian windows android chrome firefox safari tesla nasa
  visa mastercard paypal stripe bitcoin ethereum english french german spanish italian dutch russian chinese
  america asia africa europe australia antarctica angeles can
  god jesus christ bible quran christmas easter ramadan halloween north south east west new san santa los las saint
  city university college school institute bank street avenue road apt suite unit box post office internet
  table figure section chapter note example error warning info debug true false null none todo ok yes no hello hi
  hey dear thanks thank please regards sincerely best cheers phone email fax address name date subject re fw
  bot user assistant system human customer agent support admin order invoice account card total price`);

/** Titles before a name. */
const makeTitles = () =>
  list(
    'mr mrs ms miss mx dr prof professor sir madam dame lord lady herr frau monsieur madame señor señora sr sra sig dott mme mlle rev fr capt col gen sgt lt hon judge senator',
  );

/** Words that end the name of a company or an institution. */
const makeOrganisationEnds = () =>
  list(`
  inc incorporated llc llp ltd limited corp corporation plc gmbh ag kg sa sarl srl spa bv nv ab oy oyj as a/s aps pty
  pte co company group holdings partners associates technologies technology solutions systems labs laboratories
  software consulting capital ventures industries enterprises bank insurance university college institute institution foundation
  hospital clinic agency ministry department council committee association society federation union airlines airways motors
  pharmaceuticals energy networks media studios entertainment records factoring research services advisors analytics
  data insights orchestra church school academy museum league`);

/** Ends of the names of jobs. */
const makeJobs = () =>
  list(`
  manager director engineer developer nurse clerk technician scientist accountant attendant consultant operator
  assistant analyst administrator officer teacher lawyer attorney doctor surgeon physician dentist pharmacist
  therapist mechanic electrician plumber carpenter driver pilot chef cook waiter waitress cashier receptionist
  secretary salesperson salesman representative agent broker architect designer artist musician singer actor writer
  author editor journalist photographer librarian cleaner janitor guard soldier sailor farmer fisherman gardener
  firefighter detective inspector instructor professor researcher biologist chemist physicist economist
  psychologist veterinarian hairdresser barber tailor baker butcher welder machinist distributor fumigator
  echocardiographer radiographer paramedic midwife supervisor coordinator specialist programmer planner worker
  laborer labourer installer repairer maker helper buyer trader teller auditor counselor counsellor trainer coach
  dispatcher estimator surveyor curator translator interpreter ceo cto cfo coo president chairman chairwoman`);

const made = new Map<() => Set<string>, Set<string>>();

function once(make: () => Set<string>): Set<string> {
  const known = made.get(make) ?? make();
  made.set(make, known);
  return known;
}

export const isNationality = (word: string) =>
  once(makeNationalities).has(word) ||
  (word.endsWith('s') && once(makeNationalities).has(word.slice(0, -1)));
export const isNoPerson = (word: string) => once(makeNotPersons).has(word);
export const isTitle = (word: string) => once(makeTitles).has(word);
export const endsOrganisation = (word: string) => once(makeOrganisationEnds).has(word);
export const isJob = (word: string) => once(makeJobs).has(word);

let countries: Set<string> | undefined;

/** Whether a name, small letters, is that of a country in English. */
export function isCountry(name: string): boolean {
  countries ??= readCountries();
  return countries.has(name);
}

function readCountries(): Set<string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const found = list('usa uk england scotland wales czechia holland burma uae');
  for (const extra of [
    'united states',
    'united states of america',
    'the netherlands',
    'czech republic',
    'great britain',
    'northern ireland',
    'turkey',
    'ivory coast',
    'hong kong',
  ]) {
    found.add(extra);
  }
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  for (const first of letters) {
    for (const second of letters) {
      const name = names.of(first + second);
      if (name) found.add(name.toLowerCase().replace('&', 'and'));
    }
  }
  return found;
}
