/** A table for one byte a step, most significant bit first, start 0 (RFC 9639, 9.1.8 and 9.3). */
function crcTable(polynomial: number, bits: 8 | 16): Uint16Array {
  const top = 1 << (bits - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8);
    for (let step = 0; step < 8; step++) value = value & top ? (value << 1) ^ polynomial : value << 1;
    return value & ((1 << bits) - 1);
  });
}

const CRC8 = crcTable(0x07, 8);
const CRC16 = crcTable(0x8005, 16);

export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = CRC8[value ^ bytes[at]];
  return value;
}

export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = ((value << 8) & 0xffff) ^ CRC16[(value >> 8) ^ bytes[at]];
  return value;
}
