import type { Classes } from '../text-training.ts';
import { words } from './words.ts';

/** Words that attacks on a model's instructions are made of, in a dozen languages. */
export const INJECTION_CLASSES: Classes = {
  ignore:
    words(`ignore ignores ignored ignoring disregard disregards disregarding forget forgets forgetting
    bypass bypassing override overrides overriding overrule discard neglect skip omit violate break defy
    ignoriere ignorieren ignorier vergiss vergesse vergessen missachte umgehe überschreibe
    ignorez ignore-les ignorer oublie oubliez oublier contourne contournez
    ignora ignorar ignoren ignore ignorad olvida olvidar olvide olvídate omite
    ignorare dimentica dimenticare dimenticate scorda tralascia
    ignorem esqueça esqueca esquecer desconsidere desconsidera
    negeer negeren vergeet vergeten ignorera ignorér glöm glem ohita unohda
    zignoruj ignoruj zapomnij pomiń игнорируй игнорируйте проигнорируй забудь забудьте ігноруй забудь
    unut yoksay görmezden abaikan lupakan تجاهل انس`),
  rules:
    words(`instruction instructions instruct rule rules guideline guidelines policy policies directive directives
    restriction restrictions constraint constraints limitation limitations filter filters safeguards guardrails
    censorship programming commands orders order training boundaries
    anweisung anweisungen anleitung regeln regel richtlinien befehle vorgaben
    instructions consignes règles regles directives consigne
    instrucciones instrucción reglas normas directrices indicaciones órdenes
    istruzioni istruzione regole direttive instruções instrucoes regras diretrizes
    instructies regels richtlijnen instruktioner instruksjoner regler ohjeet ohjeita säännöt
    instrukcje polecenia zasady инструкции инструкцию указания правила інструкції правила
    talimatları talimatlar kuralları instruksi aturan التعليمات القواعد`),
  prompt:
    words(`prompt prompts context preprompt pre-prompt sysprompt preamble initialization systemprompt systemaufforderung
    systemanweisung eingabeaufforderung промпт промт запрос подсказку invite preámbulo contexto message messages`),
  earlier:
    words(`previous prior preceding above earlier before initial original foregoing preceeding first past
    vorherigen vorherige vorigen obigen bisherigen ursprünglichen précédentes précédents précédente antérieures
    anteriores anterior previas previos precedenti precedente vorige bovenstaande eerdere tidigare tidligere
    aiemmat edelliset poprzednie wcześniejsze предыдущие прежние попередні önceki sebelumnya السابقة`),
  all: words(
    'all any every everything each entire whole alle allen toutes tous tout todas todos todo tutte tutti tutto wszystkie все всі всё tüm bütün semua جميع كل',
  ),
  reveal:
    words(`reveal reveals show print output display repeat recite echo disclose expose leak tell share give say
    state write spell dump return summarize summarise translate encode list provide divulge copy paste quote
    zeige zeig verrate nenne gib wiederhole révèle révélez montre montrez répète répétez dis affiche
    revela revele muestra muestre repite imprime dime di rivela mostra ripeti stampa revele mostre repita diga
    toon onthul herhaal visa avslöja vis pokaż ujawnij powtórz покажи раскрой повтори выведи göster söyle tunjukkan`),
  secret:
    words(`secret secrets password passwords passcode passphrase key keys credential credentials token tokens
    confidential hidden access code codes private pin passwort kennwort geheimnis geheim zugangscode motdepasse
    mot contraseña clave secreto secreta parola segreto segreta senha segredo wachtwoord geheime lösenord hasło
    пароль секрет ключ пароля şifre parola kata sandi πρόσβασης κωδικός κωδικό`),
  granted: words(
    'granted denied authorized unauthorized allowed permitted unlocked activated enabled disabled grant deny unlock activate enable disable',
  ),
  persona:
    words(`pretend act acting roleplay role-play role simulate simulating imagine character persona become behave
    impersonate emulate embody portray play playing identity alter ego stell spiele rolle tu imagina finge actúa
    actua imagine fais semblant immagina fingi recita agisci finja atue представь притворись udawaj`),
  model:
    words(`chatgpt gpt openai ai llm model bot chatbot assistant language claude gemini bard bing copilot llama mistral
    anthropic ki ia sztuczna ии бот assistent asistente assistente`),
  jailbreak:
    words(`dan jailbreak jailbroken jailbreaks unfiltered uncensored unrestricted unlimited unbound amoral immoral
    unethical omega stan dude aim devmode developer maximum evil villain anti-dan basedgpt betterdan mongo
    mongotom evilbot antigpt anarchy rebellious freed liberated unchained godmode sudo root admin administrator
    superuser debug maintenance bypassed illegal nsfw`),
  free: words(
    'freedom free liberate without no never not nothing regardless irrespective cannot refuse refuses refusing refusal decline apologize apologise warn warning warnings disclaimer disclaimers moral morals ethics ethical morality unable',
  ),
  must: words(
    'must always only exactly strictly immediately now henceforth mandatory obey comply complies follow following adhere required respond reply answer begin start end comply stick stay confirm ab jetzt sofort ahora désormais ora adesso agora теперь сейчас',
  ),
  system: words(
    'system user human developer endoftext im_start im_end inst sys ambiguity message conversation session',
  ),
  you: words(
    "you your yours yourself you're you've you'll u ur du dein deine sie tu ton ta vous votre tú usted te ti você voce ты вы твои ваши jij je",
  ),
  me: words('i me my mine myself we us our'),
  code: words(
    'python javascript java function def import const return class sql html css json regex api bug code script git npm docker compile debugger unit test',
  ),
  everyday: words(
    'recipe recipes cook bake weather travel trip hotel flight book movie song birthday wedding garden dog cat weight exercise vegetarian invoice refund delivery shipping order package parcel subscription account billing',
  ),
};
