import type { CARD_KINDS } from './cardSchema.ts';

const EXAMPLE_LINES: Readonly<Record<(typeof CARD_KINDS)[number], readonly string[]>> = {
  amp: [
    'Gain 12 dB',
    'Output power into 32 ohms: 500 mW (THD+N < 1 %)',
    'Output impedance: < 1 ohm',
    'THD+N: < 0.005 % (1 kHz, 1 V, 32 ohms)',
    'Frequency response: 20 Hz - 20 kHz, +/- 0.5 dB',
  ],
  dac: [
    'Output level: 2 Vrms at 0 dBFS',
    'THD+N: < 0.001 % (1 kHz, 0 dBFS)',
    'Dynamic range: 118 dB (A-weighted)',
    'Sample rates: 44.1/48/88.2/96/176.4/192 kHz',
  ],
  'dac-amp': [
    'Output power into 32 ohms: 500 mW (THD+N < 1 %)',
    'Output impedance: < 1 ohm',
    'SNR: 115 dB (A-weighted)',
    'THD+N: < 0.002 % (1 kHz, 1 V, 32 ohms)',
  ],
  headphone: ['Nominal impedance: 300 ohms', 'Sensitivity: 103 dB SPL / 1 Vrms', 'Frequency response: 6 Hz - 48 kHz'],
};

/** A commented card of our own format to fill in. The numbers are placeholders and stand behind `#`, so that none is taken for true. */
export function cardSkeleton(kind: (typeof CARD_KINDS)[number]): string {
  return `# A spec card of Ampbench: what the maker published, line by line, in the maker's words.
# docs/card-format.md explains each key; "ampbench card lint FILE" says what cannot be read and where.
# yaml-language-server: $schema=./card.schema.json

maker: ''       # who makes it
product: ''     # its name
kind: ${kind}   # amp, dac, dac-amp or headphone

# Where the specification was read: page, manual, edition.
sources:
  - ''
${
  kind === 'headphone'
    ? ''
    : `
# Sockets, as they are labelled on the unit.
# ports:
#   - { name: 6.35 mm, direction: output, signal: headphone, wiring: single-ended }
#   - { name: RCA, direction: input, signal: line }

# Gain settings; leave gainDb out where no source gives it.
# gains:
#   - { name: low, gainDb: 0 }
#   - { name: high, gainDb: 12 }
`
}
# What no source gives. Say it here; never guess it.
missing: []

# One line of the specification each. The lines below show the form: replace them.
# A line of its own source or socket: { line: 'Output impedance: 0.5 ohm', source: 'manual, page 9', section: XLR balanced }
claims: []
${EXAMPLE_LINES[kind].map((line) => `#  - '${line}'`).join('\n')}
`;
}
