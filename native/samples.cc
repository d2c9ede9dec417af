#include "samples.h"

#include <cmath>
#include <cstring>

namespace ampbench {
namespace {

std::int32_t readInt24(const std::uint8_t* bytes) noexcept {
  const std::uint32_t joined = static_cast<std::uint32_t>(bytes[0]) << 8 | static_cast<std::uint32_t>(bytes[1]) << 16 |
                               static_cast<std::uint32_t>(bytes[2]) << 24;
  return static_cast<std::int32_t>(joined) >> 8;  // arithmetic: keeps the sign
}

void writeInt24(std::uint8_t* bytes, std::int32_t value) noexcept {
  bytes[0] = static_cast<std::uint8_t>(value);
  bytes[1] = static_cast<std::uint8_t>(value >> 8);
  bytes[2] = static_cast<std::uint8_t>(value >> 16);
}

template <typename Sample>
void scaleInteger(void* samples, std::size_t first, std::size_t count, double factor) noexcept {
  Sample* typed = static_cast<Sample*>(samples) + first;
  for (std::size_t index = 0; index < count; ++index) {
    typed[index] = static_cast<Sample>(std::lrint(typed[index] * factor));
  }
}

void scale(SampleFormat format, void* samples, std::size_t first, std::size_t count, double factor) noexcept {
  switch (format) {
    case SampleFormat::float32: {
      float* typed = static_cast<float*>(samples) + first;
      for (std::size_t index = 0; index < count; ++index) typed[index] = static_cast<float>(typed[index] * factor);
      return;
    }
    case SampleFormat::int16:
      return scaleInteger<std::int16_t>(samples, first, count, factor);
    case SampleFormat::int32:
      return scaleInteger<std::int32_t>(samples, first, count, factor);
    case SampleFormat::int24: {
      std::uint8_t* bytes = static_cast<std::uint8_t*>(samples) + 3 * first;
      for (std::size_t index = 0; index < count; ++index, bytes += 3) {
        writeInt24(bytes, static_cast<std::int32_t>(std::lrint(readInt24(bytes) * factor)));
      }
      return;
    }
  }
}

}  // namespace

std::optional<SampleFormat> sampleFormatFromName(const std::string& name) {
  if (name == "float32") return SampleFormat::float32;
  if (name == "int16") return SampleFormat::int16;
  if (name == "int24") return SampleFormat::int24;
  if (name == "int32") return SampleFormat::int32;
  return std::nullopt;
}

std::size_t bytesPerSample(SampleFormat format) noexcept {
  if (format == SampleFormat::int16) return 2;
  return format == SampleFormat::int24 ? 3 : 4;
}

PaSampleFormat portAudioFormat(SampleFormat format) noexcept {
  switch (format) {
    case SampleFormat::int16:
      return paInt16;
    case SampleFormat::int24:
      return paInt24;
    case SampleFormat::int32:
      return paInt32;
    case SampleFormat::float32:
      break;
  }
  return paFloat32;
}

void rampInPlace(SampleFormat format, void* samples, std::size_t frameCount, std::size_t channelCount, double firstGain,
                 double gainPerFrame) noexcept {
  for (std::size_t frame = 0; frame < frameCount; ++frame) {
    scale(format, samples, frame * channelCount, channelCount, firstGain + gainPerFrame * static_cast<double>(frame));
  }
}

void fadeInPlace(SampleFormat format, void* samples, std::size_t frameCount, std::size_t channelCount,
                 std::uint64_t position, std::uint64_t fadeFrames) noexcept {
  const std::uint64_t remaining = position < fadeFrames ? fadeFrames - position : 0;
  const std::size_t ramped = remaining < frameCount ? static_cast<std::size_t>(remaining) : frameCount;
  const double perFrame = 1.0 / static_cast<double>(fadeFrames);
  rampInPlace(format, samples, ramped, channelCount, 1.0 - static_cast<double>(position) * perFrame, -perFrame);
  const std::size_t frameBytes = channelCount * bytesPerSample(format);
  std::memset(static_cast<std::uint8_t*>(samples) + ramped * frameBytes, 0, (frameCount - ramped) * frameBytes);
}

void convertToFloat32(SampleFormat format, const void* samples, std::size_t sampleCount, float* converted) noexcept {
  switch (format) {
    case SampleFormat::float32:
      std::memcpy(converted, samples, sampleCount * sizeof(float));
      return;
    case SampleFormat::int16: {
      const auto* typed = static_cast<const std::int16_t*>(samples);
      for (std::size_t index = 0; index < sampleCount; ++index) converted[index] = typed[index] / 32768.0f;
      return;
    }
    case SampleFormat::int24: {
      const auto* bytes = static_cast<const std::uint8_t*>(samples);
      for (std::size_t index = 0; index < sampleCount; ++index, bytes += 3) {
        converted[index] = static_cast<float>(readInt24(bytes)) / 8388608.0f;
      }
      return;
    }
    case SampleFormat::int32: {
      const auto* typed = static_cast<const std::int32_t*>(samples);
      for (std::size_t index = 0; index < sampleCount; ++index) {
        converted[index] = static_cast<float>(typed[index] / 2147483648.0);
      }
      return;
    }
  }
}

}  // namespace ampbench
