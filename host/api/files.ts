/**
 * Recorded files under Node: WAV, RF64 and FLAC read, WAV written, and what else is needed beside them.
 * @module ampbench/files
 */
export { readSidecar } from '../files/captureSidecar.ts';
export { readCapture } from '../files/openCapture.ts';
export type { CaptureFile } from '../files/openCapture.ts';
export type { CaptureFormat } from '../files/captureReader.ts';
export type { SampleEncoding } from '../files/sampleCoding.ts';
export { readForeignText } from '../files/textFile.ts';
export { writeWave } from '../files/wave/waveWriter.ts';
