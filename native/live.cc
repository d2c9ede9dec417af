#include "live.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace ampbench {

std::unique_ptr<Live> Live::create(const Layout& layout, std::size_t ringFrames) {
  std::unique_ptr<Live> live(new (std::nothrow) Live(layout, ringFrames));
  if (!live) return nullptr;
  live->ring_ = zeroedBytes(ringFrames * live->inputFrameBytes());
  return live->ring_ ? std::move(live) : nullptr;
}

Live::~Live() {
  delete next_.load();
  delete retired_.load();
  delete current_;
}

bool Live::play(const void* samples, std::size_t frameCount) {
  // Freed before the next is handed over, so that the callback always finds the place for its old one empty
  delete retired_.exchange(nullptr, std::memory_order_acq_rel);
  std::unique_ptr<Pattern> pattern(new (std::nothrow) Pattern{zeroedBytes(frameCount * outputFrameBytes()), frameCount});
  if (!pattern || !pattern->samples) return false;
  std::memcpy(pattern->samples.get(), samples, frameCount * outputFrameBytes());
  // One that was never taken comes back and is freed
  delete next_.exchange(pattern.release(), std::memory_order_acq_rel);
  return true;
}

/** Takes the ramp forward, and the next pattern once the old one has faded out. */
void Live::advance(std::size_t frameCount) noexcept {
  if (ramp_ != Ramp::steady) ramped_ += frameCount;
  if (ramp_ == Ramp::rising && ramped_ >= fadeFrames()) ramp_ = Ramp::steady;
  const bool silent = current_ == nullptr || (ramp_ == Ramp::falling && ramped_ >= fadeFrames());
  if (silent && retired_.load(std::memory_order_acquire) == nullptr) {
    if (Pattern* next = next_.exchange(nullptr, std::memory_order_acq_rel)) {
      retired_.store(current_, std::memory_order_release);
      current_ = next;
      place_ = 0;
      ramp_ = Ramp::rising;
      ramped_ = 0;
    }
  }
  if (ramp_ == Ramp::steady && current_ != nullptr && next_.load(std::memory_order_acquire) != nullptr) {
    ramp_ = Ramp::falling;
    ramped_ = 0;
  }
}

void Live::fill(std::uint8_t* target, std::uint64_t, std::size_t frameCount) noexcept {
  const std::size_t frameBytes = outputFrameBytes();
  const double perFrame = 1.0 / static_cast<double>(fadeFrames());
  advance(0);
  while (frameCount > 0) {
    if (current_ == nullptr || (ramp_ == Ramp::falling && ramped_ >= fadeFrames())) {
      std::memset(target, 0, frameCount * frameBytes);
      return;
    }
    std::size_t count = std::min(frameCount, current_->frameCount - place_);
    if (ramp_ != Ramp::steady) count = std::min<std::size_t>(count, static_cast<std::size_t>(fadeFrames() - ramped_));
    std::memcpy(target, current_->samples.get() + place_ * frameBytes, count * frameBytes);
    const double along = static_cast<double>(ramped_) * perFrame;
    if (ramp_ == Ramp::rising) rampInPlace(layout().format, target, count, layout().outputChannelCount, along, perFrame);
    if (ramp_ == Ramp::falling)
      rampInPlace(layout().format, target, count, layout().outputChannelCount, 1.0 - along, -perFrame);
    place_ = (place_ + count) % current_->frameCount;
    target += count * frameBytes;
    frameCount -= count;
    advance(count);
  }
}

std::size_t Live::keep(const std::uint8_t* source, std::uint64_t position, std::size_t frameCount) noexcept {
  const std::size_t frameBytes = inputFrameBytes();
  std::size_t place = static_cast<std::size_t>(position % ringFrames_);
  for (std::size_t left = frameCount; left > 0;) {
    const std::size_t count = std::min(left, ringFrames_ - place);
    if (source == nullptr) {
      std::memset(ring_.get() + place * frameBytes, 0, count * frameBytes);
    } else {
      std::memcpy(ring_.get() + place * frameBytes, source, count * frameBytes);
      source += count * frameBytes;
    }
    place = (place + count) % ringFrames_;
    left -= count;
  }
  return frameCount;
}

Live::Read Live::read(std::uint64_t fromFrame, std::size_t mostFrames, float* converted) const noexcept {
  const std::uint64_t end = capturedFrames();
  // The callback may be writing a buffer right now: the oldest quarter of the ring is left alone
  const std::uint64_t safe = ringFrames_ - ringFrames_ / 4;
  const std::uint64_t first = std::min(end, std::max(fromFrame, end > safe ? end - safe : 0));
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(mostFrames, end - first));
  const std::size_t channels = layout().inputChannelCount;
  for (std::size_t done = 0; done < wanted;) {
    const std::size_t place = static_cast<std::size_t>((first + done) % ringFrames_);
    const std::size_t count = std::min(wanted - done, ringFrames_ - place);
    convertToFloat32(layout().format, ring_.get() + place * inputFrameBytes(), count * channels, converted + done * channels);
    done += count;
  }
  return {first, wanted};
}

}  // namespace ampbench
