#pragma once
#include <portaudio.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace ampbench {

/** The formats a device is opened in. `int24` is packed, three bytes, little endian. */
enum class SampleFormat { float32, int16, int24, int32 };

std::optional<SampleFormat> sampleFormatFromName(const std::string& name);
std::size_t bytesPerSample(SampleFormat format) noexcept;
PaSampleFormat portAudioFormat(SampleFormat format) noexcept;

/**
 * Multiplies interleaved samples in place by a ramp that falls linearly from 1 at frame 0 of the fade to 0 at
 * `fadeFrames`, and stays 0. `position` is where in the fade the first of these frames lies. Runs in the audio callback.
 */
void fadeInPlace(SampleFormat format, void* samples, std::size_t frameCount, std::size_t channelCount,
                 std::uint64_t position, std::uint64_t fadeFrames) noexcept;

/** Multiplies interleaved samples in place by a gain that changes linearly from frame to frame. Runs in the audio callback. */
void rampInPlace(SampleFormat format, void* samples, std::size_t frameCount, std::size_t channelCount, double firstGain,
                 double gainPerFrame) noexcept;

/** Samples as Float32, full scale = 1: integers divided by 2^(bits-1). `int32` is rounded to 24 significant bits. */
void convertToFloat32(SampleFormat format, const void* samples, std::size_t sampleCount, float* converted) noexcept;

}  // namespace ampbench
