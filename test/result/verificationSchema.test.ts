import { describe, expect, it } from 'vitest';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';
import { exampleVerification } from '../report/exampleVerification.ts';

const text = encodeResult(exampleVerification);

it('comes back equal, and to the same bytes', () => {
  const decoded = decodeResult(text, 'result.json');
  expect(decoded).toEqual(exampleVerification);
  expect(encodeResult(decoded)).toBe(text);
});

it('is plain JSON with the points of a curve on one line', () => {
  expect(JSON.parse(text)).toEqual(exampleVerification);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeGreaterThan(1000);
});

it.each([NaN, Infinity, -Infinity])('refuses %s and says where it stands', (value) => {
  const [first, ...rest] = exampleVerification.claims;
  const claims = [{ ...first, margin: value }, ...rest];
  expect(() => encodeResult({ ...exampleVerification, claims })).toThrow(/result\.claims\[0\]\.margin is/);
});

describe('a damaged file', () => {
  const message = (json: string): string => {
    try {
      decodeResult(json, 'runs/1/result.json');
    } catch (error) {
      return String(error);
    }
    return 'nothing thrown';
  };

  it('is refused by name when it is cut short', () => {
    expect(message(text.slice(0, -20))).toMatch(/runs\/1\/result\.json is not JSON/);
  });

  it('is refused with field and rule when a value is wrong', () => {
    const value = JSON.parse(text) as { claims: { verdict: string }[] };
    value.claims[2].verdict = 'maybe';
    expect(message(JSON.stringify(value))).toMatch(/claims\[2\]\.verdict/);
  });

  it('is refused when it is of a later schema', () => {
    expect(message(text.replace('"schemaVersion": 1', '"schemaVersion": 2'))).toMatch(/schemaVersion/);
  });
});

it('reads a result from before wirings named drive, sockets and gain: the analogue drive, the only sockets, the only gain', () => {
  const text = encodeResult({ ...exampleVerification, wirings: [LOOPBACK, { ...OPEN, loadOhms: 20 }] });
  const old: unknown = JSON.parse(text, (key, value: unknown) =>
    (['input', 'output', 'gain'].includes(key) && value === null) || key === 'drive' ? undefined : value,
  );
  const decoded = decodeResult(JSON.stringify(old), 'result.json');
  expect(decoded.wirings).toEqual([LOOPBACK, { ...OPEN, loadOhms: 20 }]);
  expect(decoded.steps).toEqual(exampleVerification.steps);
});
