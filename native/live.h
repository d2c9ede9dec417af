#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "transfer.h"

namespace ampbench {

/**
 * A stream without an end: a pattern played round and round, which can be exchanged while it plays, and the input's last frames
 * in a ring. Every start, exchange and end of a pattern is a fade of 20 ms; between two patterns lies silence.
 */
class Live : public Transfer {
 public:
  /** @returns null when the memory cannot be had. */
  static std::unique_ptr<Live> create(const Layout& layout, std::size_t ringFrames);
  ~Live() override;

  /** Plays whole frames from now on, copied; on one other thread only. @returns false when the memory cannot be had */
  bool play(const void* samples, std::size_t frameCount);

  Read read(std::uint64_t fromFrame, std::size_t mostFrames, float* converted) const noexcept override;
  std::size_t ringFrames() const noexcept { return ringFrames_; }

  bool everythingRecorded() const noexcept override { return false; }

 private:
  struct Pattern {
    std::unique_ptr<std::uint8_t[]> samples;
    std::size_t frameCount;
  };
  enum class Ramp { rising, steady, falling };

  Live(const Layout& layout, std::size_t ringFrames) noexcept : Transfer(layout), ringFrames_(ringFrames) {}
  void fill(std::uint8_t* target, std::uint64_t position, std::size_t frameCount) noexcept override;
  std::size_t keep(const std::uint8_t* source, std::uint64_t position, std::size_t frameCount) noexcept override;
  void advance(std::size_t frameCount) noexcept;

  const std::size_t ringFrames_;
  std::unique_ptr<std::uint8_t[]> ring_;
  /** Waits to be played; and one that was played and is to be freed: memory is given back on the other thread only. */
  std::atomic<Pattern*> next_{nullptr};
  std::atomic<Pattern*> retired_{nullptr};
  // Of the output callback alone.
  Pattern* current_ = nullptr;
  std::size_t place_ = 0;
  Ramp ramp_ = Ramp::steady;
  std::uint64_t ramped_ = 0;
};

}  // namespace ampbench
