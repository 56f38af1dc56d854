/** What is kept of one function, in characters of its arguments: two of the largest schemas, a hundred common ones. */
const maxCharacters = 400_000;

/**
 * A pure function of a text that keeps the answers for the latest texts. A registry asks for the same
 * ones again and again: the candidate for its validity and its verdict, the latest version each time.
 * Answers are shared, so they must be read only. What is thrown is not kept.
 */
export function rememberLatest<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  let characters = 0;
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known.answer;
    const answer = work(text);
    if (text.length > maxCharacters) return answer;
    answers.set(text, { answer });
    characters += text.length;
    for (const oldest of answers.keys()) {
      if (characters <= maxCharacters) break;
      answers.delete(oldest);
      characters -= oldest.length;
    }
    return answer;
  };
}
