/** Answers in words, for the pages; an export says the same, so they are made among the pure parts. */
export { aboutWords, answerWords, knotsOf, type Knot } from '../flow/answer-words.ts';
