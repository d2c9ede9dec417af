import type { DutModel } from '../dutModel.ts';

/**
 * Chord Mojo 2, a DAC and amplifier without an analogue input. Sourced (Hi-Fi News): 4.7 V clean, 37 mW into 600 Ω, 540 mW into 32 Ω, 630 mW into
 * 8 Ω, about 0.5 Ω, S/N 114 dB(A), −3 dB at 35 kHz, channels 0.01 dB apart, separation over 80 dB. The powers are its limits at 1 % THD+N:
 * 4.75 V behind 4.05 Ω of supply, and 0.398 A.
 *
 * Sourced at second hand: 5.3 V at the most, taken as what 0 dBFS asks of its output stage; 44.1–768 kHz. Filled in: S/N is re 4.7 V; the
 * clock, latency and harmonics are those of an ordinary good converter.
 */
export const mojo2: DutModel = {
  id: 'mojo-2',
  name: 'Chord Mojo 2 (simulated from published measurements)',
  gainDb: [0, -0.01],
  inverting: false,
  inputImpedance: null,
  digitalInput: {
    deviceName: 'Simulated Mojo 2',
    channelCount: 2,
    sampleRatesHz: [44100, 48000, 88200, 96000, 176400, 192000, 352800, 384000, 705600, 768000],
    formats: ['int16', 'int24', 'int32'],
    defaultFormat: 'int24',
    bits: 24,
    fullScaleVoltsRms: 5.3,
    clock: { offsetPpm: -9, wanderPpm: 0.3, startSpreadSeconds: 0.002 },
    latencyFrames: 2600,
    noiseVoltsPerRootHz: 10e-6 / Math.sqrt(20000),
    harmonics: { secondRatio: 1e-6, thirdRatio: 1.5e-6 },
    droopRatio: 0,
  },
  outputImpedance: { ohms: 0.5, henries: 0, couplingFarads: null },
  lowCornerHz: null,
  highCornerHz: 35e3,
  distortion: { secondRatio: 4e-6, thirdRatio: 3e-6, atVoltsRms: 1 },
  kneeVoltsPeak: 6.0547,
  limitVoltsPeak: 6.7274,
  limitAmpsPeak: 0.3977,
  limitOhms: 4.047,
  noiseVoltsPerRootHz: 6.6e-6 / Math.sqrt(20000),
  crosstalk: { flatRatio: 5e-5, risingRatioAt20kHz: 7e-5 },
  autoMute: null,
};
