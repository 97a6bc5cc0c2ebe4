// Code scorers walk so many characters in some milliseconds, or one costly scorer in a second.
const CHARACTERS_BETWEEN_PAUSES = 100_000;

/**
 * Lets scorers begin in groups with a pause between, each of which has about as much text before it.
 * The Workers clock stands still while code runs: without pauses no deadline would ever pass.
 */
export function createPace(): (characters: number) => Promise<void> {
  let characters = 0;
  let gate = Promise.resolve();
  return (more) => {
    characters += more;
    if (characters > CHARACTERS_BETWEEN_PAUSES) {
      characters = more;
      gate = gate.then(() => scheduler.wait(0));
    }
    return gate;
  };
}
