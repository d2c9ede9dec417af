#include "transfer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>

namespace ampbench {
namespace {

constexpr double fadeSeconds = 0.020;
/** Hosts gather several callbacks into one period and do not say so: long enough for two periods of 8192 at 48 kHz. */
constexpr double shortestDrainSeconds = 0.5;
/** Buffers of the largest size seen that may still be on their way through the host after the last faded sample. */
constexpr std::uint64_t drainBuffers = 3;
constexpr std::size_t mostLogRows = 100000;

}  // namespace

std::unique_ptr<std::uint8_t[]> zeroedBytes(std::size_t count) {
  std::unique_ptr<std::uint8_t[]> bytes(new (std::nothrow) std::uint8_t[count > 0 ? count : 1]);
  if (bytes) std::memset(bytes.get(), 0, count > 0 ? count : 1);
  return bytes;
}

void XrunLog::note(XrunKind kind, std::uint64_t atFrame) noexcept {
  counts_[static_cast<std::size_t>(kind)].fetch_add(1, std::memory_order_relaxed);
  const std::size_t used = used_.load(std::memory_order_relaxed);
  if (used == capacity) return;
  entries_[used] = {kind, atFrame};
  used_.store(used + 1, std::memory_order_release);
}

std::uint64_t XrunLog::count(XrunKind kind) const noexcept {
  return counts_[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed);
}

bool CallbackLog::reserve(std::size_t rows) {
  rows_.reset(new (std::nothrow) Row[rows]());
  capacity_ = rows_ ? rows : 0;
  return rows_ != nullptr;
}

void CallbackLog::note(const Row& row) noexcept {
  const std::size_t used = used_.load(std::memory_order_relaxed);
  if (used == capacity_) return;
  rows_[used] = row;
  used_.store(used + 1, std::memory_order_release);
}

Transfer::Transfer(const Layout& layout) noexcept
    : layout_(layout), fadeFrames_(static_cast<std::uint64_t>(std::lround(fadeSeconds * layout.sampleRateHz))) {}

std::unique_ptr<Take> Take::create(const Layout& layout, const void* played, std::size_t playedFrames,
                                   std::size_t totalFrames) {
  std::unique_ptr<Take> take(new (std::nothrow) Take(layout, playedFrames, totalFrames));
  if (!take) return nullptr;
  const std::size_t playedBytes = playedFrames * take->outputFrameBytes();
  const std::size_t logRows = std::min(totalFrames / 16 + 64, mostLogRows);
  take->played_ = zeroedBytes(playedBytes);
  take->captured_ = zeroedBytes(totalFrames * take->inputFrameBytes());
  if (!take->played_ || !take->captured_) return nullptr;
  if (!take->output.log.reserve(logRows) || !take->input.log.reserve(logRows)) return nullptr;
  std::memcpy(take->played_.get(), played, playedBytes);
  return take;
}

void Take::fill(std::uint8_t* target, std::uint64_t position, std::size_t frameCount) noexcept {
  const std::uint64_t left = position < playedFrames_ ? playedFrames_ - position : 0;
  const std::size_t copied = static_cast<std::size_t>(std::min<std::uint64_t>(left, frameCount));
  const std::size_t frameBytes = outputFrameBytes();
  if (copied > 0) std::memcpy(target, played_.get() + position * frameBytes, copied * frameBytes);
  std::memset(target + copied * frameBytes, 0, (frameCount - copied) * frameBytes);
}

std::size_t Take::keep(const std::uint8_t* source, std::uint64_t position, std::size_t frameCount) noexcept {
  const std::uint64_t left = totalFrames_ - position;
  const std::size_t kept = static_cast<std::size_t>(std::min<std::uint64_t>(left, frameCount));
  const std::size_t frameBytes = inputFrameBytes();
  if (source != nullptr) std::memcpy(captured_.get() + position * frameBytes, source, kept * frameBytes);
  return kept;
}

Take::Read Take::read(std::uint64_t fromFrame, std::size_t mostFrames, float* converted) const noexcept {
  // The callback writes behind this place only
  const std::uint64_t end = capturedFrames();
  const std::uint64_t first = std::min(fromFrame, end);
  const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(mostFrames, end - first));
  convertToFloat32(layout().format, captured_.get() + first * inputFrameBytes(), count * layout().inputChannelCount,
                   converted);
  return {first, count};
}

std::size_t Transfer::capturedFrames() const noexcept {
  return static_cast<std::size_t>(input.frames.load(std::memory_order_acquire));
}

void Transfer::play(void* target, std::size_t frameCount) noexcept {
  const std::uint64_t position = output.frames.load(std::memory_order_relaxed);
  auto* bytes = static_cast<std::uint8_t*>(target);
  fill(bytes, position, frameCount);
  largestBuffer_ = std::max<std::uint64_t>(largestBuffer_, frameCount);
  if (!fading_ && cancelRequested()) {
    fading_ = true;
    fadeStart_ = position;
    const auto shortest = static_cast<std::uint64_t>(shortestDrainSeconds * layout_.sampleRateHz);
    drainFrames_ = std::max({drainBuffers * largestBuffer_, outputLatencyFrames_, shortest});
  }
  const std::uint64_t end = position + frameCount;
  if (fading_) {
    fadeInPlace(layout_.format, bytes, frameCount, layout_.outputChannelCount, position - fadeStart_, fadeFrames_);
    if (end >= fadeStart_ + fadeFrames_ + drainFrames_) drained_.store(true, std::memory_order_release);
  }
  output.frames.store(end, std::memory_order_release);
}

void Transfer::record(const void* source, std::size_t frameCount) noexcept {
  const std::uint64_t position = input.frames.load(std::memory_order_relaxed);
  const std::size_t kept = keep(static_cast<const std::uint8_t*>(source), position, frameCount);
  if (source == nullptr && kept > 0) input.xruns.note(XrunKind::nullInput, position);
  input.frames.store(position + kept, std::memory_order_release);
}

void Transfer::noteOutputFlags(PaStreamCallbackFlags flags) noexcept {
  const std::uint64_t position = output.frames.load(std::memory_order_relaxed);
  if ((flags & paOutputUnderflow) != 0) output.xruns.note(XrunKind::outputUnderflow, position);
  if ((flags & paOutputOverflow) != 0) output.xruns.note(XrunKind::outputOverflow, position);
}

void Transfer::noteInputFlags(PaStreamCallbackFlags flags) noexcept {
  const std::uint64_t position = input.frames.load(std::memory_order_relaxed);
  if ((flags & paInputUnderflow) != 0) input.xruns.note(XrunKind::inputUnderflow, position);
  if ((flags & paInputOverflow) != 0) input.xruns.note(XrunKind::inputOverflow, position);
}

int Transfer::duplexCallback(const void* source, void* target, unsigned long frameCount,
                             const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags flags, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.noteOutputFlags(flags);
  transfer.noteInputFlags(flags);
  transfer.input.log.note({static_cast<double>(transfer.capturedFrames()), static_cast<double>(frameCount),
                           time->currentTime, static_cast<double>(flags)});
  transfer.play(target, frameCount);
  transfer.record(source, frameCount);
  transfer.output.callbacks.fetch_add(1, std::memory_order_relaxed);
  transfer.input.callbacks.fetch_add(1, std::memory_order_relaxed);
  return transfer.everythingRecorded() || transfer.drained() ? paComplete : paContinue;
}

int Transfer::outputCallback(const void*, void* target, unsigned long frameCount, const PaStreamCallbackTimeInfo* time,
                             PaStreamCallbackFlags flags, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.noteOutputFlags(flags);
  transfer.output.log.note({static_cast<double>(transfer.output.frames.load(std::memory_order_relaxed)),
                            static_cast<double>(frameCount), time->currentTime, static_cast<double>(flags)});
  transfer.play(target, frameCount);
  transfer.output.callbacks.fetch_add(1, std::memory_order_relaxed);
  return transfer.drained() ? paComplete : paContinue;
}

int Transfer::inputCallback(const void* source, void*, unsigned long frameCount, const PaStreamCallbackTimeInfo* time,
                            PaStreamCallbackFlags flags, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.input.callbacks.fetch_add(1, std::memory_order_relaxed);
  // The input runs first, so that nothing played is missed; recording begins with the first buffer played.
  if (transfer.output.frames.load(std::memory_order_acquire) == 0) return paContinue;
  transfer.noteInputFlags(flags);
  transfer.input.log.note({static_cast<double>(transfer.capturedFrames()), static_cast<double>(frameCount),
                           time->currentTime, static_cast<double>(flags)});
  transfer.record(source, frameCount);
  return transfer.everythingRecorded() || transfer.drained() ? paComplete : paContinue;
}

}  // namespace ampbench
