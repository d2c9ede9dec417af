import { converterTests } from './converterTests.ts';
import { kindTests } from './kindTests.ts';
import type { SelfTest } from './selfTest.ts';
import { transformTests } from './transformTests.ts';

/** Every closed-form check of this build, in the order they are printed. */
export const selfTests: readonly SelfTest[] = [...transformTests, ...converterTests, ...kindTests];
