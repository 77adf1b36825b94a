// What members read when the service does not answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fallbackFor, words } from '../src/core/fallback.js';
import { textFor, type Situation } from '../src/core/texts.js';

const SITUATIONS: Situation[] = ['unavailable', 'unsure', 'off'];

test('each language has its own words for each situation', () => {
  for (const situation of SITUATIONS) {
    const texts = ['en-US', 'de', 'fr', 'es-ES', 'pt-BR', 'it', 'nl', 'pl'].map((locale) => textFor(locale, situation));
    assert.equal(new Set(texts).size, texts.length);
  }
});

test('any other locale, or none, is English', () => {
  for (const locale of ['ja', 'en-GB', '', undefined, 7, '__proto__', 'constructor']) {
    assert.equal(textFor(locale, 'off'), 'Tickets are switched off for this bot.');
  }
});

test('the owner’s words come first, by a text or by a function of the locale', () => {
  assert.equal(words('de', 'unsure', 'Write to us in #help.'), 'Write to us in #help.');
  assert.equal(
    words('de', 'unsure', (locale, situation) => `${locale} ${situation}`),
    'de unsure',
  );
});

test('a function that fails, or says nothing, is as if there were none, and too long a text is cut', () => {
  const failing = (): string => {
    throw new Error('no');
  };
  assert.equal(words('de', 'off', failing), textFor('de', 'off'));
  assert.equal(words('de', 'off', ' '), textFor('de', 'off'));
  assert.equal(words('de', 'off', 'x'.repeat(5_000)).length, 2_000);
});

test('a message is for the member alone, and an autocompletion gets no choices', () => {
  assert.deepEqual(fallbackFor({ type: 3 }, 'off'), { type: 4, data: { content: textFor('en', 'off'), flags: 64 } });
  assert.deepEqual(fallbackFor({ type: 4 }, 'off'), { type: 8, data: { choices: [] } });
});
