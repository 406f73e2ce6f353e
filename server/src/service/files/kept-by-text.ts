/**
 * A pure function of texts that keeps its answers to the last ones: every evaluation asks for what the same few configuration files say, and reading
 * one takes as long as evaluating a small template.
 */
export function keptByText<Answer>(answerTo: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = answerTo(text);
    if (answers.size >= mostTexts) answers.delete(answers.keys().next().value ?? '');
    answers.set(text, answer);
    return answer;
  };
}

/** More than the configuration files that a large workspace has. */
const mostTexts = 64;
