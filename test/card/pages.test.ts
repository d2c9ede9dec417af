import { describe, expect, it } from 'vitest';
import type { Claim, SpecCard } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';

/** Of this process alone: other work on the machine does not count against the reader. */
const cpuMilliseconds = (): number => process.cpuUsage().user / 1000;

const brief = (claim: Claim): unknown[] => [
  claim.quantity,
  claim.value,
  ...[claim.output, claim.port, claim.load_ohm].filter((each) => each !== undefined),
];
const briefly = (card: SpecCard): unknown[][] => card.claims.map(brief);

/** Every claim's words stand where its span points. */
function expectSpansToHold(card: SpecCard, text: string): void {
  for (const { span, asWritten } of card.claims) {
    const source = text.slice(span.start, span.end);
    const number = /\d[\d.,]*/.exec(asWritten.replace(/^.*?:/, ''))?.[0] ?? '';
    expect(source, asWritten).toContain(number);
    expect(source.length).toBeLessThan(400);
  }
}

describe('HTML', () => {
  it('reads a table of two columns, with what browsers forgive', () => {
    const text = `<!doctype html><html><head><title>x</title><style>td{width:1px}</style></head><body>
<script>var gain = "8 dB"; // <td>Gain</td><td>99 dB</td></script>
<h1>HPA-1</h1><!-- Gain: 77 dB -->
<table class="a > b">
<tr><th scope=row>Gain</th><td>8&nbsp;dB</td></tr>
<TR><TD>Output impedance<td>< 2 ohms
<tr><td><b>THD&nbsp;+&nbsp;N</b></td><td><span>&lt;&#160;0.005&#37;</span> @ 1&thinsp;kHz</td></tr>
<tr><td>Output power</td><td>3.5 W @ 20 &Omega;<br>200 mW @ 300 &#937;</td></tr>
</table></body></html>`;
    const card = parseCard(text);
    expect(card.product).toBe('HPA-1');
    expect(briefly(card)).toEqual([
      ['gain', 8],
      ['output_impedance', 2],
      ['thd_n', 0.005],
      ['output_power', 3.5, 20],
      ['output_power', 0.2, 300],
    ]);
    expect(text.slice(card.claims[0].span.start, card.claims[0].span.end)).toBe('Gain</th><td>8&nbsp;dB');
  });

  it('reads columns for two outputs, lists, definition lists and divs', () => {
    const text = `<div><h2>Outputs</h2><table>
<thead><tr><th></th><th>Single-ended</th><th>Balanced</th></tr></thead>
<tr><td>Output power (32 Ω)</td><td>1 W</td><td>3 W</td></tr></table>
<h3>Balanced output (XLR)</h3><ul><li><strong>Output impedance:</strong> 0.4 Ω</li></ul>
<h3>General</h3><dl><dt>SNR</dt><dd>115 dB (A-weighted)</dd><dt>Weight</dt><dd>1.2 kg</dd></dl>
<div class="row"><div>Frequency response</div><div>20 Hz – 20 kHz ±0.1 dB</div></div></div>`;
    const card = parseCard(text);
    // The header's empty first cell is no cell of text: the columns are named by the two that are.
    expect(briefly(card)).toEqual([
      ['output_power', 1, 'single-ended', 32],
      ['output_power', 3, 'balanced', 32],
      ['output_impedance', 0.4, 'balanced', 'XLR'],
      ['snr', 115],
      ['weight', 1.2],
      ['frequency_response', null],
    ]);
    expectSpansToHold(card, text);
  });

  it.each(['<table><tr><td>Gain</td><td>8 dB', '<p>Gain: 8 dB<', '<p>Gain: 8 dB<!-- ', '<p>Gain: 8 dB</p><script>'])(
    'reads what is whole of the broken page "%s"',
    (text) => {
      expect(briefly(parseCard(text))).toEqual([['gain', 8]]);
    },
  );

  it('is linear in pages that never close a tag', () => {
    for (const piece of ['<p ', '<', '<!--', '<script>', '<td>1', '<p a="', '</', '<br>']) {
      const text = `<p>Gain: 8 dB</p>${piece.repeat(200_000 / piece.length)}`;
      const start = cpuMilliseconds();
      expect(briefly(parseCard(text))[0]).toEqual(['gain', 8]);
      expect(cpuMilliseconds() - start, piece).toBeLessThan(1000);
    }
  });
});

describe('Markdown', () => {
  it('gives the columns of a table their own outputs', () => {
    const text = `# K7
## Specifications
| Spec | Single-ended | Balanced |
|:--|:-:|:-:|
| Output power @ 32 Ω | ≥ 1220 mW | ≥ 2000 mW |
| Output impedance | < 1.2 Ω | < 2.0 Ω |
`;
    expect(briefly(parseCard(text))).toEqual([
      ['output_power', 1.22, 'single-ended', 32],
      ['output_power', 2, 'balanced', 32],
      ['output_impedance', 1.2, 'single-ended'],
      ['output_impedance', 2, 'balanced'],
    ]);
  });
});

describe('a page as it is pasted', () => {
  it('reads labels with their values below, several of them, and values in words', () => {
    const text = `Mega Amp
Our best yet. Five years of listening.
Technical data
Output power
1.2 W into 16 Ω
0.7 W into 32 Ω
Output impedance
less than 0.2 Ω
SNR
better than 112 dB (A-weighted)
THD+N
0.001 % (1 kHz)
`;
    const card = parseCard(text);
    expect(briefly(card)).toEqual([
      ['output_power', 1.2, 16],
      ['output_power', 0.7, 32],
      ['output_impedance', 0.2],
      ['snr', 112],
      ['thd_n', 0.001],
    ]);
    expectSpansToHold(card, text);
  });

  it('takes a socket from the heading above, and lets go of it at the next', () => {
    const text = `Balanced output (4.4 mm)
Output power: 900 mW into 32 Ω
Single-ended output
Output power: 300 mW into 32 Ω
General
Input impedance: 10 kΩ
Fully balanced design throughout
Gain: 6 dB
`;
    expect(briefly(parseCard(text))).toEqual([
      ['output_power', 0.9, 'balanced', '4.4 mm', 32],
      ['output_power', 0.3, 'single-ended', 32],
      ['input_impedance', 10_000],
      ['gain', 6],
    ]);
  });

  it('reads columns parted by tabs', () => {
    const text = 'Specification\tRCA\tXLR\nOutput level\t2 Vrms\t4 Vrms\nDynamic range\t120 dB\t123 dB\n';
    expect(briefly(parseCard(text))).toEqual([
      ['max_output_voltage', 2, 'RCA'],
      ['max_output_voltage', 4, 'XLR'],
      ['dynamic_range', 120, 'RCA'],
      ['dynamic_range', 123, 'XLR'],
    ]);
  });

  it('goes on with the quantity of the row above where a row names none', () => {
    const card = parseCard('THD+N: line output ≤ 0.001% (1 kHz)\nHeadphone output: ≤ 0.002% (1 kHz)');
    expect(card.claims.map((claim) => [claim.quantity, claim.value, claim.port])).toEqual([
      ['thd_n', 0.001, 'line'],
      ['thd_n', 0.002, 'headphone'],
    ]);
    expect(card.claims[1].warnings.join()).toMatch(/read as thd n, which the row above names/);
  });

  it('reads nothing from reviews, prices, dates and battery life', () => {
    const text =
      'Gain: 8 dB\nRated 4.8 out of 5 by 120 people\nOnly $499, shipped in 2 days\n2024-01-05\nUp to 9 hours of play\nBluetooth 5.1\n';
    expect(parseCard(text).claims).toHaveLength(1);
  });
});

describe('what a card says at the wrong place', () => {
  it('lists a value whose unit contradicts its quantity, and reads the rest', () => {
    const card = parseCard('Gain: 8 W\nOutput impedance: 2 dB\nSNR: 110 dB\nOutput power: 3 Ω\n');
    expect(briefly(card)).toEqual([['snr', 110]]);
    expect(card.unread.map((row) => row.reason)).toEqual([
      expect.stringContaining('"8 W" is none, which is stated in dB'),
      expect.stringContaining('"2 dB" is none, which is stated in Ω'),
      expect.stringContaining('"3 Ω" is none, which is stated in W'),
    ]);
  });

  it('names doubled and conflicting rows by line, in the words of the card', () => {
    const { warnings } = parseCard('Gain: 8 dB\nSNR: 110 dB\nGain: 8 dB\nVoltage gain: 9 dB\n');
    expect(warnings).toEqual([
      'line 3: "Gain: 8 dB" stands twice: state the same gain twice',
      'line 4: "Gain: 8 dB" and "Voltage gain: 9 dB" state gain under the same conditions with different values, 8 and 9 dB',
    ]);
    expect(warnings.join()).not.toMatch(/\bc\d\b/);
  });

  it('says that a card is of another sort of product', () => {
    expect(parseCard('Sensitivity: 87 dB (2.83 V, 1 m)\nFrequency response: 40 Hz - 22 kHz\n').warnings.join()).toMatch(
      /headphone or loudspeaker/,
    );
    expect(parseCard('kind: turntable\nclaims:\n  - "Gain 8 dB"\n')).toMatchObject({
      kind: 'unknown',
      warnings: [expect.stringMatching(/^line 1: kind "turntable" is none of amp, dac, dac-amp, headphone/)],
    });
    expect(parseCard('kind: headphone\nclaims: ["Gain 8 dB"]\n').warnings.join()).toMatch(
      /"Gain 8 dB" is no figure of a headphone/,
    );
  });

  it('reads 10 MB, and 1 MB of a page in under a second', () => {
    const page = (bytes: number): string => {
      const lines =
        'Some words about how it sounds, and about who built it.\nOutput power: 500 mW into 32 Ω\nGain\n12 dB\n';
      return lines.repeat(Math.ceil(bytes / lines.length));
    };
    parseCard(page(200_000));
    const text = page(1_000_000);
    const start = cpuMilliseconds();
    parseCard(text);
    expect(cpuMilliseconds() - start).toBeLessThan(1000);
    const prose = 'Some words about how it sounds, and about the 3 people who built it in 2019.\n'.repeat(130_000);
    expect(parseCard(`${prose}${page(1)}`).claims).toHaveLength(2);
  });
});
