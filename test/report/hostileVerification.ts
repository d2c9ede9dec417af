import type { Verification } from '../../core/result/verification.ts';
import { exampleVerification } from './exampleVerification.ts';

/** Text that a card from the network may hold: markup, terminal escapes, reading-direction marks, wide and combining letters. */
export const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>*{display:none}',
  '&lt;b&gt; & &amp;',
  '\u001b[2J\u001b]0;title\u0007 \u001b[32m✓ pass\u001b[0m',
  'abc\u202egnitset\u202c',
  '=HYPERLINK("http://evil.example","x")',
  '日本語の仕様 出力電力 二十オーム',
  'e\u0301'.repeat(60),
  '👩‍👩‍👧‍👦'.repeat(12),
  'x'.repeat(400),
  'http://evil.example/pixel.png',
  '| a | b |\n| --- | --- |',
  '[link](javascript:alert(1)) ![i](http://evil.example/i.png) `code`',
  '\ud800 lone surrogate',
] as const;

const at = (index: number): string => HOSTILE_TEXTS[index % HOSTILE_TEXTS.length];

/** The example with every text that comes from outside replaced by hostile ones. */
export const hostileVerification: Verification = {
  ...exampleVerification,
  card: {
    ...exampleVerification.card,
    maker: at(0),
    product: at(1),
    sources: [at(1), at(12)],
    warnings: [at(3), at(13)],
    unread: HOSTILE_TEXTS.map((text, index) => ({ text, span: { start: index, end: index + 1 }, reason: text })),
    claims: exampleVerification.card.claims.map((claim, index) => ({
      ...claim,
      label: at(index),
      asWritten: `${at(index)} ${at(index + 1)}`,
    })),
  },
  rig: {
    ...exampleVerification.rig,
    name: at(0),
    outputDevice: at(1),
    channels: exampleVerification.rig.channels.map((channel) => ({ ...channel, name: at(0) })),
  },
  claims: HOSTILE_TEXTS.map((text, index) => ({
    ...exampleVerification.claims[index % exampleVerification.claims.length],
    id: `c${index + 1}`,
    label: text,
    asWritten: `${text} ${at(index + 1)}`,
    rule: at(index + 2),
    text: at(index + 3),
    assumptions: [at(index), at(index + 4)],
  })),
  steps: exampleVerification.steps.map(({ step, figures, integrity }, index) => ({
    step: { ...step, title: at(index) },
    figures: figures.map((figure) => ({ ...figure, channel: at(index), definitionId: at(index + 1) })),
    integrity: integrity.map((finding) => ({ ...finding, channel: at(index), text: at(index + 1) })),
  })),
  curves: exampleVerification.curves.map((curve, index) => ({ ...curve, channel: at(index), title: at(index + 1) })),
  captures: exampleVerification.captures.map((capture, index) => ({ ...capture, takeId: at(index), file: at(index) })),
  warnings: [...HOSTILE_TEXTS],
};
