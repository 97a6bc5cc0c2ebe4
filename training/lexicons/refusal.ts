import type { Classes } from '../text-training.ts';
import { words } from './words.ts';

/** Words that refusals are made of, in a dozen languages, and those with which an answer begins. */
export const REFUSAL_CLASSES: Classes = {
  sorry:
    words(`sorry apologize apologise apologies apology regret unfortunately afraid leider entschuldigung bedaure tut
    désolé désolée regrette malheureusement hélas excuses lamento siento lamentablemente desafortunadamente disculpa
    spiacente dispiace purtroppo scusa desculpe infelizmente lamento sinto helaas spijt sorry tyvärr ledsen beklager desværre
    dessverre valitettavasti pahoillani niestety przykro przepraszam извините извини жаль сожалению вибачте üzgünüm maalesef
    maaf 抱 歉 申 죄송합니다 죄송하지만 آسف عذرا`),
  cannot:
    words(`cannot can't cant couldn't unable won't wouldn't refuse decline declining refrain incapable impossible kann könnte
    darf ablehnen peux pouvons puis puedo podemos posso possiamo possa podemos kan kunnen kunne voin voi mogę możemy могу можу
    yapamam edemem veremem tidak bisa dapat 无 法 不 能 できません 수 없습니다 أستطيع يمكنني`),
  help: words(`help assist assistance provide providing give offer support supporting fulfill fulfil comply create generate write
    answer discuss share supply engage participate encourage endorse promote condone helfen unterstützen bereitstellen geben
    liefern beantworten aider fournir répondre donner ayudar ayudarte proporcionar responder dar aiutare aiutarti fornire
    rispondere ajudar fornecer helpen geven verstrekken hjälpa ge hjælpe hjelpe give gi auttaa antaa pomóc udzielić podać помочь
    предоставить ответить допомогти yardımcı olamam yardım membantu memberikan 帮 助 提 供 お 手 伝 도와드릴 المساعدة مساعدتك`),
  request:
    words(`request requests question questions topic instructions advice information anfrage bitte frage demande requête
    question solicitud petición pregunta richiesta domanda pedido solicitação verzoek vraag begäran anmodning pyyntö prośba
    prośbę запрос просьбу запит isteği permintaan 请 求 问 题 요청 طلبك`),
  ai: words(
    'ai language model assistant chatbot openai programmed designed trained ki sprachmodell ia modèle modelo modello künstliche intelligenz',
  ),
  improper:
    words(`inappropriate unethical illegal unlawful harmful dangerous unsafe immoral offensive disrespectful discriminatory
    criminal violent malicious unacceptable wrong hateful derogatory insensitive hurtful problematic sensitive private confidential
    illégal illégale dangereux nuisible contraire ilegal ilegales perjudicial peligroso dañino inapropiado illegale pericoloso
    dannoso perigoso prejudicial illegal gefährlich schädlich unangemessen rechtswidrig illegaal schadelijk gevaarlijk olagligt
    ulovligt laitonta nielegalne szkodliwe незаконно незаконных вредно опасно yasadışı zararlı ilegal berbahaya`),
  proper:
    words(`appropriate ethical legal safe respectful responsible acceptable accurate okay moral law laws ethics morality morally
    ethically legally guidelines policy policies principles regulations standards values richtlinien ethisch directives políticas
    normas linee guida richtlijnen riktlinjer zasadami правила политика`),
  harm: words(`harm harming harms hurt hurting violence abuse damage injury injure suffering death kill killing violate danger risk
    consequences crime weapon hate discrimination prejudice stereotypes stereotype racism`),
  respect:
    words(`respect dignity equality equal rights fairness kindness compassion inclusive inclusion diversity privacy
    regardless gender race religion orientation ethnicity background nationality human humans beings everyone individuals
    fundamental treated deserve deserves society`),
  important: words(
    'important crucial essential note remember emphasize clarify recommend recommended encourage suggest advise strongly must should prioritize',
  ),
  instead: words(
    'instead however alternatively rather alternative alternatives stattdessen plutôt lugar invece vez plaats',
  ),
  seek: words(
    'seek professional therapist counselor hotline lifeline helpline crisis trusted support mental qualified reach contact authorities emergency',
  ),
  sure: words(`sure certainly absolutely course here's here gladly yes okay great definitely following happy natürlich gerne hier voici
    bien claro aquí certamente ecco naturlijk hier självklart oto конечно вот`),
  steps: words(
    'step steps first second next then finally ways tips method methods include includes following begin start gather choose add use make sure check',
  ),
  know: words(
    'access information available publicly personal data opinions beliefs real fictional character exist aware knowledge evidence scientific confusion misunderstanding joke nonsensical coherent',
  ),
  not: words(
    "not don't doesn't isn't aren't no never nor nicht kein keine ne pas non no não niet inte ikke ei nie не нет",
  ),
  i: words("i i'm i've i'd i'll me my we our ich je yo io eu ik jag jeg minä ja я мы"),
  you: words('you your yours yourself sie dir ihnen vous te tu usted le lei você je u dig du вам'),
  it: words("it it's that this such these any"),
};
